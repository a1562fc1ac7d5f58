import math

import numpy as np
import pytest
import torch

from tests.training.examples import histograms_of, small_spec, steps_of, told, values_of
from vgdesk.events import Histogrammed, Layout, SnapshotTaken
from vgdesk.measures import HISTOGRAM_BINS, HISTOGRAM_EDGES, LOWEST_EXPONENT
from vgdesk.training import histograms as histograms_module
from vgdesk.training.histograms import HistogramRecorder, count_entries
from vgdesk.training.network import build_network

ODD = (0.0, -0.0, math.nan, -math.nan, math.inf, -math.inf, 1e-45, -1e-45, 1e-39, 3.4e38, -3.4e38)


def numpy_histogram(x):
    """Counts of the bins, of exact zeros, and of what is not finite, by numpy in float64."""
    x = np.asarray(x, np.float64)
    finite = x[np.isfinite(x)]
    logs = np.log10(np.abs(finite[finite != 0]))
    edges = [-np.inf, *HISTOGRAM_EDGES[1:-1], np.inf]
    bins, _ = np.histogram(np.clip(logs, -1e3, 1e3), np.clip(edges, -1e3, 1e3))
    return [*bins.tolist(), int((finite == 0).sum()), int((~np.isfinite(x)).sum())]


def mixed(moments, entries, seed=0):
    """Numbers of both signs over all of float32, the odd ones among them."""
    random = np.random.default_rng(seed)
    x = 10 ** random.uniform(-46, 38, (moments, entries)) * random.choice([-1, 1], (moments, entries))
    x = x.astype(np.float32)
    x[random.random(x.shape) < 0.2] = 0
    odd = random.random(x.shape) < 0.2
    x[odd] = random.choice(np.array(ODD, np.float32), odd.sum())
    return x


@pytest.mark.parametrize("block", [1, 7, 65_536])
@pytest.mark.parametrize("sizes", [(1,), (3, 1, 8), (40, 2, 2, 30)])
def test_counts_are_those_of_numpy(sizes, block, monkeypatch):
    monkeypatch.setattr(histograms_module, "_BLOCK_ENTRIES", block)
    rows = mixed(5, sum(sizes))
    starts = np.cumsum((0, *sizes[:-1]))
    found = count_entries(rows, starts, range(len(sizes)))
    for moment, row in enumerate(rows):
        for place, part in enumerate(np.split(row, starts[1:])):
            assert found[moment, place].tolist() == numpy_histogram(part)


def test_tensors_without_a_histogram_are_left_out():
    rows = mixed(3, 9)
    found = count_entries(rows, (0, 2, 5), (1, -1, 0))
    wanted = [[numpy_histogram(row[5:]), numpy_histogram(row[:2])] for row in rows]
    assert found.tolist() == wanted


def test_ordinary_numbers_are_counted_as_numpy_counts_them():
    random = np.random.default_rng(0)
    rows = (random.normal(size=(3, 5000)) * 10.0 ** random.uniform(-12, 3, (3, 5000))).astype(np.float32)
    found = count_entries(rows, [0], [0])
    assert [row[0].tolist() for row in found] == [numpy_histogram(row) for row in rows]


def test_an_edge_belongs_to_the_bin_above_it():
    exponents = np.arange(LOWEST_EXPONENT, LOWEST_EXPONENT + HISTOGRAM_BINS)
    edges = np.ldexp(np.float32(1), exponents).astype(np.float32)
    below = np.nextafter(edges, np.float32(0))
    found = count_entries(np.stack([edges, -edges, below]), range(HISTOGRAM_BINS), range(HISTOGRAM_BINS))
    bins = found.argmax(axis=2)
    assert bins[0].tolist() == bins[1].tolist() == list(range(HISTOGRAM_BINS))
    assert bins[2].tolist() == [0, *range(HISTOGRAM_BINS - 1)]
    assert np.allclose(HISTOGRAM_EDGES[:-1], np.log10(edges))


def test_nothing_vanishes_without_a_word():
    (found,) = count_entries(np.array([ODD], np.float32), [0], [0])
    assert (found[0, 0], found[0, 63], found[0, 64], found[0, 65]) == (3, 2, 2, 4)
    assert found.sum() == len(ODD)


def make_recorder(changes=None):
    network = build_network(small_spec(changes))
    layout = Layout(network.labels, (), slots=network.parameters.slots)
    return HistogramRecorder("run", network.parameters, layout), network, layout


def fill(network, seed):
    parameters = network.parameters
    values = mixed(2, len(parameters.values), seed)
    parameters.values.copy_(torch.tensor(values[0]))
    parameters.gradients.copy_(torch.tensor(values[1]))


BLOCKS = {"network.normalization": "batch", "network.activation": "prelu"}
BLOCKS = {"network.normalization": "batch", "network.activation": "prelu"}
RECURRENT = {"data": "adding", "network.recurrence": {"kind": "gru", "units": 3}}


@pytest.mark.parametrize("changes", [{}, BLOCKS, RECURRENT])
def test_every_histogram_counts_its_own_tensor(changes):
    recorder, network, layout = make_recorder(changes and {**changes, "training.loss": "mean_squared_error"})
    wanted = []
    for step in range(3):
        fill(network, step)
        recorder.record(10 * step)
        wanted.append([numpy_histogram(tensor_of(network, *key)) for key in layout.histograms])
    found = recorder.drain()
    assert (found.run, found.steps.tolist()) == ("run", [0, 10, 20])
    assert found.counts.tolist() == wanted
    assert found.counts.dtype == layout.count_type
    tensors = dict.fromkeys(tensor for tensor, _ in layout.histograms)
    assert list(tensors) == ["gradient", "weight", "recurrent_gradient", "recurrent_weight"][: len(tensors)]
    assert len(tensors) == (4 if changes is RECURRENT else 2)


def tensor_of(network, tensor, layer):
    value, gradient = network.parameters.view(layer, tensor.replace("gradient", "weight"))
    return (gradient if "gradient" in tensor else value).flatten().numpy()


def test_nothing_recorded_is_nothing_to_tell_and_what_was_told_stays():
    recorder, network, _ = make_recorder()
    assert recorder.drain() is None
    fill(network, 1)
    recorder.record(0)
    told = recorder.drain()
    before = told.counts.tobytes()
    fill(network, 2)
    recorder.record(5)
    assert recorder.drain().counts.tobytes() != before
    assert told.counts.tobytes() == before
    assert not told.counts.flags.writeable
    assert not told.steps.flags.writeable


def test_the_ring_is_full_after_64_moments_and_sooner_for_large_networks(monkeypatch):
    recorder, *_ = make_recorder()
    for step in range(64):
        assert not recorder.is_full
        recorder.record(step)
    assert recorder.is_full
    assert len(recorder.drain().steps) == 64
    assert not recorder.is_full
    monkeypatch.setattr(histograms_module, "_RING_BYTES", 100)
    small, *_ = make_recorder()
    small.record(0)
    assert small.is_full


@pytest.mark.parametrize(
    ("histograms", "steps"),
    [
        ("epoch", [0, 3, 6, 9, 12]),
        ("sample", [0, 5, 10, 12]),
        ({"kind": "steps", "steps": 4}, [0, 4, 8, 12]),
        ({"kind": "steps", "steps": 1}, list(range(13))),
    ],
)
def test_histograms_come_by_their_own_schedule(histograms, steps):
    events = told(small_spec({"histograms": histograms, "sampling": {"kind": "steps", "steps": 5}}))
    assert histograms_of(events)[0] == steps
    assert steps_of(events) == [0, 5, 10, 12]


def test_nothing_is_recorded_that_is_not_asked_for():
    events = told(small_spec({"histograms": "none", "snapshots": "none"}))
    assert not any(isinstance(event, Histogrammed | SnapshotTaken) for event in events)
    assert steps_of(events) == [0, 3, 6, 9, 12]


def test_a_histogram_counts_what_its_sample_measured():
    events = told(small_spec({"sampling": {"kind": "steps", "steps": 1}, "histograms": "sample"}))
    layout, (steps, counts) = events[0].layout, histograms_of(events)
    assert steps == steps_of(events)
    sizes = {(slot.tensor, slot.layer): slot.size for slot in layout.slots}
    for place, (tensor, layer) in enumerate(layout.histograms):
        histogram = counts[:, place].astype(int)
        assert (histogram.sum(axis=1) == sizes["weight", layer]).all()
        extremes = ("max_abs",) if tensor == "gradient" else ("min", "max")
        columns = [layout.columns(tensor, measure)[layer - 1] for measure in extremes]
        largest = np.abs(values_of(events)[:, columns]).max(axis=1)
        highest = 63 - np.argmax(histogram[:, 63::-1] > 0, axis=1)
        assert highest.tolist() == (np.floor(np.log2(largest)) + 51).astype(int).tolist()
