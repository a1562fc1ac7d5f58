import math

import pytest
import torch

from tests.session.examples import small_spec
from vgdesk.analysis.claims import FIGURES
from vgdesk.analysis.rewind import run_rewind
from vgdesk.checking.networks import Reading, clipped_entry, make_reading, read_network, train_in_memory
from vgdesk.errors import VgdeskError
from vgdesk.events import RunEnded, Sampled, Scored
from vgdesk.training.datasets import make_preview
from vgdesk.training.loop import train

VECTOR = [0.9, 100.0]


def clipping(kind):
    return small_spec(training__clipping=kind if kind == "none" else {"kind": kind, "limit": 1.0})


@pytest.mark.parametrize(
    ("kind", "clipped"),
    [
        ("none", VECTOR),
        ("value", [0.9, 1.0]),
        ("norm", [0.9 / math.hypot(*VECTOR), 100 / math.hypot(*VECTOR)]),
        ("global_norm", [0.00899964, 0.9999595]),
    ],
)
def test_a_vector_is_clipped_as_the_spec_clips(kind, clipped):
    entries = [clipped_entry(clipping(kind), VECTOR, entry) for entry in (0, 1)]
    assert entries == pytest.approx(clipped, rel=1e-6)


def test_clipping_by_norm_is_torchs_own():
    weight = torch.nn.Parameter(torch.zeros(2))
    weight.grad = torch.tensor(VECTOR)
    torch.nn.utils.clip_grad_norm_([weight], 1.0)
    entries = [clipped_entry(clipping("global_norm"), VECTOR, entry) for entry in (0, 1)]
    assert entries == pytest.approx(weight.grad.tolist(), rel=1e-6)


def test_a_run_in_memory_holds_what_the_training_tells():
    spec = small_spec()
    history, events = train_in_memory(spec), list(train([spec]))
    scores = [event for event in events if isinstance(event, Scored)]
    assert history.scores.loss.tolist() == [score.loss for score in scores]
    assert history.sample_count == sum(len(event.steps) for event in events if isinstance(event, Sampled))
    assert (history.lane, history.ended.reason) == (spec.name, "finished")
    assert [event.reason for event in events if isinstance(event, RunEnded)] == ["finished"]


def test_a_network_is_read_as_its_history_is():
    spec = small_spec()
    readings = [make_reading("loss", {}), make_reading("negative_share", {"layer": 2})]
    answer = read_network(spec, readings)
    history = train_in_memory(spec)
    assert answer.figures == {
        readings[0]: FIGURES["loss"](history),
        readings[1]: FIGURES["negative_share"](history, layer=2),
    }
    assert 0 < answer.seconds < 60


def test_the_cost_of_layers_set_back_is_that_of_the_rewind_test():
    spec = small_spec()
    reading = make_reading("rewind_cost", {"layers": 2})
    kept = run_rewind(train_in_memory(spec), make_preview(spec.data)).accuracies
    assert read_network(spec, [reading]).figures[reading] == pytest.approx(kept[0] - kept[2])


def test_nothing_is_trained_for_a_figure_of_the_spec(monkeypatch):
    monkeypatch.setattr("vgdesk.checking.networks.train_in_memory", pytest.fail)
    reading = make_reading("clipped_entry", {"gradient": VECTOR, "entry": 1})
    assert read_network(clipping("value"), [reading]).figures == {reading: 1.0}


def test_a_reading_names_its_arguments_whatever_their_order():
    one = make_reading("clipped_entry", {"gradient": VECTOR, "entry": 1})
    assert one == make_reading("clipped_entry", {"entry": 1, "gradient": VECTOR})
    assert make_reading("accuracy", {}) == Reading("accuracy")


@pytest.mark.parametrize(
    ("figure", "arguments", "words"),
    [
        ("beauty", {}, "there is no figure 'beauty'; take one of .*accuracy.*clipped_entry"),
        ("accuracy", {"layer": 2}, "the figure accuracy does not take {'layer': 2}"),
        ("clipped_entry", {"gradient": VECTOR}, "the figure clipped_entry does not take"),
    ],
)
def test_a_figure_that_there_is_not_is_refused(figure, arguments, words):
    with pytest.raises(VgdeskError, match=words):
        make_reading(figure, arguments)
