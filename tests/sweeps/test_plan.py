import json
from dataclasses import replace

import pytest

from tests.session.examples import small_spec
from tests.sweeps.examples import small_plan
from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import change_spec
from vgdesk.sweeps.axes import parse_axis
from vgdesk.sweeps.plan import key_of, make_plan, parse_plan


def test_every_combination_and_seed_is_a_network_of_its_own():
    plan = small_plan("network.activation=tanh,relu", "depth=1:3:3", seeds=2)
    networks = list(plan.networks())
    assert len({network.key for network in networks}) == len(networks) == plan.size == 12
    assert plan.shape == (2, 3)
    assert [network.seed for network in networks] == [0] * 6 + [1] * 6
    for network in networks:
        assert network.spec.seed == network.seed
        assert network.spec.network.activation.kind == network.coordinates["network.activation"]
        assert len(network.spec.network.hidden) == network.coordinates["depth"]


def test_a_plan_is_read_back_as_it_was_written():
    plan = small_plan("network.activation=tanh,relu", "training.optimizer.learning_rate=0.001:1:4:log", seeds=3)
    again = parse_plan(plan.to_json())
    assert again == plan
    assert [network.key for network in again.networks()] == [network.key for network in plan.networks()]


def test_a_key_is_of_what_is_trained_and_not_of_its_name():
    spec = small_spec()
    assert key_of(spec) == key_of(change_spec(spec, {"name": "another"}))
    assert key_of(spec) != key_of(change_spec(spec, {"seed": 8}))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"seeds": 2}, "changed after it was written"),
        ({"format": 9}, "use a newer vgdesk"),
        ({"axes": [{"field": "depth"}]}, "no plan of a sweep: KeyError"),
        ({"spec": {"nothing": 1}}, "nothing"),
    ],
)
def test_a_plan_that_was_changed_is_refused(change, word):
    with pytest.raises(VgdeskError, match=word):
        parse_plan(json.dumps(json.loads(small_plan().to_json()) | change))


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000])
def test_what_is_no_plan_is_refused(text):
    with pytest.raises(VgdeskError, match="no plan of a sweep"):
        parse_plan(text)


@pytest.mark.parametrize(
    ("axes", "seeds", "word"),
    [
        (("depth=1,2", "depth=3,4"), 1, "name each field once"),
        (("seed=1,2",), 1, "take the number of seeds"),
        ((), 1, "1 to 4 axes"),
        (("depth=1,2",), 0, "at least 1"),
        (("depth=1:1000:1000", "width=1:1000:1000"), 2, "take fewer"),
        (("network.activation=tanh,nonsense",), 1, r"at network\.activation=nonsense: .*nonsense"),
    ],
)
def test_a_plan_that_cannot_be_trained_is_refused_before_it_begins(axes, seeds, word):
    with pytest.raises(VgdeskError, match=word):
        make_plan(small_spec(), tuple(map(parse_axis, axes)), seeds)


def test_the_hash_is_of_everything_that_decides_what_is_trained():
    plan = small_plan()
    others = [replace(plan, seeds=2), replace(plan, first_seed=1), small_plan("network.activation=tanh,elu")]
    assert len({plan.hash, *(other.hash for other in others)}) == 4
    assert replace(plan, version="0").hash == plan.hash
