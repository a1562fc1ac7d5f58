"""Histories with histograms and snapshots of plain arrays."""

from itertools import pairwise

import numpy as np

from vgdesk.events import Histogrammed, Layer, Layout, RunStarted, SnapshotTaken
from vgdesk.experiment.slots import Slot
from vgdesk.measures import HISTOGRAM_BINS, HISTOGRAM_COLUMNS, LOWEST_EXPONENT, NONFINITE, ZEROS
from vgdesk.runs.history import History


def dense_slots(*widths):
    """Weight and bias of every layer of a dense network."""
    pairs = enumerate(pairwise(widths), start=1)
    return tuple(
        slot
        for layer, (fan_in, units) in pairs
        for slot in (Slot(layer, "weight", (fan_in, units)), Slot(layer, "bias", (units,)))
    )


def recorded_history(slots, planned=None, steps_per_epoch=1, units=None):
    """A history without samples, whose layout has these slots."""
    layers = max(slot.layer for slot in slots)
    names = [str(number) for number in range(1, layers + 1)]
    names[0], names[-1] = "1 input", f"{layers} output"
    widths = units or [next(slot.shape[-1] for slot in slots if slot.layer == number + 1) for number in range(layers)]
    rows = tuple(Layer(name, width, "tanh") for name, width in zip(names, widths, strict=True))
    layout = Layout(rows, (), slots=tuple(slots))
    return History(RunStarted("run", "{}", layout, (planned or 1) * steps_per_epoch, steps_per_epoch, 1, 0.0))


def add_moments(history, values, gradients=None, steps=None):
    """Go on with moments: weights and gradients [moment, entry], the slots one after the other; an epoch apart."""
    values = np.asarray(values, np.float32)
    gradients = values if gradients is None else np.asarray(gradients, np.float32)
    first = len(history.snapshots) * history.started.steps_per_epoch
    steps = first + np.arange(len(values)) * history.started.steps_per_epoch if steps is None else np.asarray(steps)
    layout = history.layout
    counts = np.zeros((len(values), len(layout.histograms), HISTOGRAM_COLUMNS), layout.count_type)
    for place, (tensor, layer) in enumerate(layout.histograms):
        source = gradients if "gradient" in tensor else values
        start = 0
        for slot in layout.slots:
            if (slot.layer, slot.tensor) == (layer, tensor.replace("gradient", "weight")):
                counts[:, place] = count_entries(source[:, start : start + slot.size])
            start += slot.size
    history.append(Histogrammed("run", steps.astype(np.int64), counts))
    for step, row in zip(steps.tolist(), values, strict=True):
        history.append(SnapshotTaken("run", step, row))


def count_entries(rows):
    """The histogram of each row of numbers [moment, entry]."""
    rows = np.asarray(rows, np.float64)
    columns = np.clip(np.frexp(rows)[1] - 1 - LOWEST_EXPONENT, 0, HISTOGRAM_BINS - 1)
    columns[rows == 0] = ZEROS
    columns[~np.isfinite(rows)] = NONFINITE
    return np.stack([(columns == column).sum(axis=1) for column in range(HISTOGRAM_COLUMNS)], axis=1)
