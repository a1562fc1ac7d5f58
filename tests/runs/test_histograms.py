import numpy as np
import pytest

from tests.runs.examples import STEPS_PER_EPOCH, example_histograms, example_started
from vgdesk.events import Layer, Layout
from vgdesk.experiment.slots import Slot
from vgdesk.runs.histograms import Histograms

RECURRENT = Layout(
    tuple(Layer(name, 2, "tanh") for name in "ab"),
    (),
    slots=(
        Slot(1, "weight", (2, 2)),
        Slot(1, "recurrent_weight", (2, 2)),
        Slot(1, "bias", (2,)),
        Slot(2, "weight", (2, 1)),
        Slot(2, "bias", (1,)),
    ),
)


def filled(layout=None, moments=5):
    started = example_started(layout=layout)
    histograms = Histograms(started.layout, STEPS_PER_EPOCH)
    event = example_histograms(started, moments)
    histograms.append(event)
    return histograms, event


def test_every_layer_has_its_counts():
    histograms, event = filled()
    assert histograms.tensors == ("gradient", "weight")
    assert np.array_equal(histograms.bins("gradient"), event.counts[:, :3, :64])
    assert np.array_equal(histograms.bins("weight"), event.counts[:, 3:, :64])
    assert np.array_equal(histograms.zeros("weight"), event.counts[:, 3:, 64])
    assert np.array_equal(histograms.nonfinite("gradient"), event.counts[:, :3, 65])
    assert histograms.steps.tolist() == [0, 4, 8, 12, 16]
    assert histograms.epochs.tolist() == [0, 1, 2, 3, 4]
    assert len(histograms) == 5


def test_what_every_layer_has_is_a_view_and_all_is_read_only():
    histograms, _ = filled()
    assert np.shares_memory(histograms.bins("weight"), histograms.counts)
    for array in (histograms.bins("weight"), histograms.zeros("weight"), histograms.steps, histograms.counts):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_layer_without_the_tensor_has_no_counts():
    histograms, event = filled(RECURRENT)
    assert histograms.tensors == ("gradient", "weight", "recurrent_gradient", "recurrent_weight")
    bins = histograms.bins("recurrent_weight")
    assert np.array_equal(bins[:, 0], event.counts[:, 5, :64])
    assert not bins[:, 1].any()
    assert not bins.flags.writeable


def test_an_unknown_tensor_has_no_histograms():
    histograms, _ = filled()
    with pytest.raises(KeyError, match="recurrent_weight"):
        histograms.bins("recurrent_weight")


def test_an_epoch_finds_the_last_moment_before_it():
    histograms, _ = filled()
    assert [histograms.at(epoch) for epoch in (-1, 0, 0.99, 1, 4, 100, None)] == [-1, 0, 0, 1, 4, 4, 4]
    assert Histograms(example_started().layout, 1).at(None) == -1
