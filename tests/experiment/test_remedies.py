import pytest

from tests.training.examples import small_spec
from vgdesk.errors import VgdeskError
from vgdesk.experiment.remedies import CAUSES, REMEDIES, find_remedy, remedies_for
from vgdesk.experiment.spec import check_spec
from vgdesk.lessons.catalog import list_lessons

CLIPPING = {"clip-value", "clip-norm", "clip-global-norm"}
RATES = {"rate-tenth", "rate-hundredth"}
RECURRENT = {
    "data": {"kind": "adding", "n": 64, "length": 40},
    "network.hidden": [],
    "network.recurrence": "rnn",
    "training.loss": "mean_squared_error",
}


def keys_for(cause, activation="relu", initializer="glorot_uniform", **changes):
    own = {
        "network.hidden": [{"units": 8}] * 20,
        "network.activation": activation,
        "network.initializer": initializer,
        "training.optimizer": "sgd",
    }
    spec = small_spec(own | {name.replace("__", "."): value for name, value in changes.items()})
    return {remedy.key for remedy in remedies_for(cause, spec)}


def test_a_remedy_is_found_by_its_key_and_an_unknown_key_names_the_known():
    assert all(find_remedy(remedy.key) is remedy for remedy in REMEDIES)
    with pytest.raises(VgdeskError, match=r"'magic'.*standardize.*batch-norm"):
        find_remedy("magic")


def test_every_remedy_is_offered_for_some_cause():
    specs = [spec for lesson in list_lessons() for spec in (lesson.spec, *lesson.variants.values())]
    specs += [small_spec({"data.scaling": "none"}), small_spec(RECURRENT)]
    specs += [small_spec({"network.output_function": "softmax"})]
    specs += [small_spec({"network.activation": "sigmoid", "network.initializer": "zeros"})]
    specs += [small_spec({"training.optimizer": {"kind": "adam", "learning_rate": 1.0}})]
    specs += [
        small_spec(RECURRENT | {"network.recurrence": recurrence})
        for recurrence in ({"kind": "lstm", "forget_bias": 0.0}, {"kind": "rnn", "activation": "relu"})
    ]
    offered = {remedy.key for spec in specs for cause in CAUSES for remedy in remedies_for(cause, spec)}
    assert offered == {remedy.key for remedy in REMEDIES}


@pytest.mark.parametrize("lesson", list_lessons(), ids=lambda lesson: lesson.id)
def test_what_is_offered_changes_the_spec_and_can_be_trained(lesson):
    for spec in (lesson.spec, *lesson.variants.values()):
        for remedy in {remedy for cause in CAUSES for remedy in remedies_for(cause, spec)}:
            changed = remedy.apply(spec)
            assert changed is not None
            assert changed != spec
            check_spec(changed)


@pytest.mark.parametrize("cause", CAUSES)
def test_what_a_network_has_is_not_offered(cause):
    has = {"network__normalization": "batch", "network__skip": "identity", "training__clipping": "norm"}
    offered = keys_for(cause, "leaky_relu", "he_normal", **has, data__scaling="standardize")
    assert not offered & ({"he", "leaky-relu", "batch-norm", "skips", "scaled-skips", "standardize"} | CLIPPING)


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_nobody_who_has_tanh_or_relu_is_told_to_leave_the_sigmoid(cause, activation):
    assert activation not in keys_for(cause, activation)
    assert cause != "vanishing" or not {"relu", "tanh", "selu"} & keys_for(cause, activation)


def test_neither_clipping_nor_a_smaller_rate_is_against_an_overflow_before_any_update():
    large = {"kind": "normal", "std": 1.0}
    offered = keys_for("overflow at step 0", "linear", large)
    assert not offered & (CLIPPING | RATES)
    assert {"lecun", "batch-norm"} <= offered


def test_no_clipping_is_against_a_growth_of_many_decades():
    assert not keys_for("exploding", "linear", {"kind": "scaled_normal", "scale": 8.0}) & (CLIPPING | RATES)
    assert keys_for("exploding", "linear", {"kind": "scaled_normal", "scale": 1.5}) >= CLIPPING | RATES


def test_no_rate_wakes_units_that_are_dead_or_saturated_before_any_update():
    assert not keys_for("dead", initializer={"kind": "normal", "mean": 10.0, "std": 0.1}) & RATES
    assert not keys_for("saturated", "tanh", {"kind": "normal", "std": 5.0}) & RATES
    assert keys_for("dead", initializer="he_normal") >= RATES


@pytest.mark.parametrize("cause", ["exploding", "growing", "saturated", "dead"])
def test_larger_weights_are_not_offered_where_they_make_it_worse(cause):
    assert "he" not in keys_for(cause, initializer="glorot_normal")
    assert "he" in keys_for(cause, initializer={"kind": "scaled_normal", "scale": 4.0})


@pytest.mark.parametrize("unsound", ["zeros", "constant"])
def test_weights_that_are_all_alike_are_drawn_anew(unsound):
    assert keys_for("constant weights", "relu", unsound) == {"he", "orthogonal"}
    assert keys_for("constant weights", "tanh", unsound) == {"lecun", "orthogonal"}
    assert keys_for("constant weights", "sigmoid", unsound) == {"glorot"}


def test_inputs_are_scaled_where_they_are_the_cause_or_may_be_in_ranges_of_their_own():
    assert keys_for("inputs") == {"standardize", "symmetric", "batch-inputs"}
    assert "standardize" not in keys_for("stuck")
    assert "standardize" in keys_for("stuck", data={"kind": "digits", "scaling": "none"})
    assert "standardize" not in keys_for("stuck", data={"kind": "digits"})


def test_the_cheapest_that_can_work_stands_first():
    keys = [
        remedy.key for remedy in remedies_for("plateau", small_spec({"data": {"kind": "digits", "scaling": "none"}}))
    ]
    assert keys[0] == "standardize"
    sound = small_spec({"network.initializer": "lecun_normal", "training.optimizer": "sgd"})
    assert remedies_for("exploding", sound)[0].key == "rate-tenth"


def test_nothing_is_known_against_one_label_or_an_unheard_of_cause():
    assert not keys_for("one label")
    assert not keys_for("boredom")


def test_a_network_that_forgets_is_offered_what_remembers():
    keys = [remedy.key for remedy in remedies_for("forgetting", small_spec(RECURRENT))]
    assert keys == ["orthogonal-state", "lstm", "shorter"]
    low = RECURRENT | {"network.recurrence": {"kind": "lstm", "forget_bias": 0.0}}
    assert "forget-bias" in {remedy.key for remedy in remedies_for("forgetting", small_spec(low))}
