import dataclasses
import pickle

import numpy as np
import pytest

from tests.runs.examples import (
    example_histograms,
    example_layout,
    example_samples,
    example_snapshot,
    example_started,
)
from vgdesk import events
from vgdesk.events import Channel, Layer, Layout, RunEnded, Sampled, Scored, freeze
from vgdesk.experiment.slots import Slot

CLASSES = [kind for kind in vars(events).values() if dataclasses.is_dataclass(kind)]


def test_a_layout_knows_the_columns_of_every_layer():
    layout = example_layout(3)
    for (tensor, measure), columns in {
        key: layout.columns(*key) for key in {(channel.tensor, channel.measure) for channel in layout.channels}
    }.items():
        wanted = [Channel(layer, tensor, measure) for layer in (1, 2, 3)]
        assert [layout.channels[column] for column in columns] == wanted


def test_a_layer_without_the_measure_has_no_column():
    layers = tuple(Layer(name, 2, "relu") for name in "abc")
    layout = Layout(layers, (Channel(3, "scale", "mean"), Channel(1, "scale", "mean"), Channel(2, "weight", "mean")))
    assert layout.columns("scale", "mean").tolist() == [1, -1, 0]
    assert layout.columns("weight", "mean").tolist() == [-1, 2, -1]
    assert ("scale", "mean") in layout
    assert ("scale", "std") not in layout
    with pytest.raises(KeyError):
        layout.columns("scale", "std")


def test_a_layout_names_its_histograms_tensor_by_tensor():
    slots = (
        Slot(1, "weight", (2, 3)),
        Slot(1, "recurrent_weight", (3, 3)),
        Slot(1, "bias", (999,)),
        Slot(2, "weight", (3, 1)),
        Slot(2, "moving_mean", (1,)),
    )
    layers = tuple(Layer(name, 2, "relu") for name in "ab")
    layout = Layout(layers, (), slots=slots)
    assert layout.histograms == (
        ("gradient", 1),
        ("gradient", 2),
        ("weight", 1),
        ("weight", 2),
        ("recurrent_gradient", 1),
        ("recurrent_weight", 1),
    )
    assert layout.count_type == np.uint8
    assert Layout(layers, (), slots=(Slot(1, "weight", (16, 16)),)).count_type == np.uint16
    assert (Layout(layers, ()).histograms, Layout(layers, ()).count_type) == ((), np.uint8)


def test_a_frozen_array_is_the_same_array_read_only():
    array = np.zeros(3)
    assert freeze(array) is array
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_events_are_frozen(kind):
    assert kind.__dataclass_params__.frozen


def test_events_pass_through_a_pipe_unchanged():
    started = example_started()
    sampled = example_samples(started, 3)
    scored, ended = Scored("run-1", 5, 0.5, 0.75), RunEnded("run-1", "failed", "why", 1.5)
    for event in (started, scored, ended):
        assert pickle.loads(pickle.dumps(event)) == event
    for event in (example_histograms(started, 3), example_snapshot(started, 3)):
        read = pickle.loads(pickle.dumps(event))
        for name, value in vars(event).items():
            assert np.asarray(getattr(read, name)).tobytes() == np.asarray(value).tobytes()
    read = pickle.loads(pickle.dumps(sampled))
    for field in dataclasses.fields(Sampled):
        assert np.array_equal(
            getattr(read, field.name), getattr(sampled, field.name), equal_nan=field.name == "values"
        )


def test_a_layout_that_was_asked_passes_through_a_pipe():
    layout = example_layout()
    layout.columns("weight", "mean")
    read = pickle.loads(pickle.dumps(layout))
    assert read == layout
    assert read.columns("weight", "mean").tolist() == layout.columns("weight", "mean").tolist()


def test_test_scores_may_be_absent():
    scored = Scored("run", 1, 0.5, 0.75)
    assert (scored.test_loss, scored.test_accuracy) == (None, None)
