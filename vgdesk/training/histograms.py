"""Histograms of gradients and weights while training runs, without touching it.

A sample costs two copies into a ring. The counting is done later, many samples at once.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vgdesk.events import Histogrammed, Layout, freeze
from vgdesk.experiment.slots import Slot
from vgdesk.measures import HISTOGRAM_BINS, HISTOGRAM_COLUMNS, LOWEST_EXPONENT, NONFINITE, ZEROS, gradient_of
from vgdesk.training.parameters import Parameters

_RING_SAMPLES = 64
_RING_BYTES = 32 * 2**20
_BLOCK_ENTRIES = 65_536  # the passes over a block stay in cache
_EXPONENT_SHIFT, _EXPONENT_BIAS, _NO_NUMBER = 23, 127, 255  # of float32


def _make_columns() -> NDArray[np.intp]:
    """Column of a histogram by the exponent bits of a float32 that is not 0."""
    columns = np.clip(np.arange(256) - _EXPONENT_BIAS - LOWEST_EXPONENT, 0, HISTOGRAM_BINS - 1)
    columns[_NO_NUMBER] = NONFINITE
    return columns


_COLUMN_OF_EXPONENT = _make_columns()


def count_entries(rows: NDArray[np.float32], starts: Sequence[int], owners: Sequence[int]) -> NDArray[np.intp]:
    """Histograms of the tensors that lie side by side in some rows.

    Bins are powers of two, so the exponent bits of an entry name its bin and no logarithm is taken.

    Args:
        rows: [sample, entry].
        starts: index of the first entry of each tensor; the last tensor ends with the row.
        owners: histogram that each tensor counts in; -1 for none.

    Returns:
        [sample, histogram, column], see ``Histogrammed``.
    """
    samples, width = rows.shape
    edges, histograms = np.append(starts, width), max(owners) + 1
    firsts = np.where(np.less(owners, 0), histograms, owners) * HISTOGRAM_COLUMNS
    found = np.zeros((samples, histograms + 1, HISTOGRAM_COLUMNS), np.intp)
    height, length = max(1, _BLOCK_ENTRIES // width), min(width, _BLOCK_ENTRIES)
    for left in range(0, width, length):
        columns = slice(left, left + length)
        places = np.repeat(firsts, np.diff(np.clip(edges, left, left + length)))
        for top in range(0, samples, height):
            counts = found[top : top + height]
            block = _count_block(rows[top : top + height, columns], places, counts[0].size)
            counts += block.reshape(counts.shape)
    return found[:, :histograms]


def _count_block(rows: NDArray[np.float32], first_places: NDArray[np.intp], size: int) -> NDArray[np.intp]:
    exponents = (rows.view(np.uint32) >> _EXPONENT_SHIFT).astype(np.uint8)  # the sign, bit 8, falls off
    places = _COLUMN_OF_EXPONENT[exponents]
    places[rows == 0] = ZEROS
    places += first_places
    places += (np.arange(len(rows)) * size)[:, None]
    return np.bincount(places.ravel(), minlength=len(rows) * size)


class HistogramRecorder:
    """Collects histograms of one network.

    Args:
        run: id of the run.
        parameters: whose gradients and values are counted.
        layout: names the histograms.
    """

    def __init__(self, run: str, parameters: Parameters, layout: Layout):
        self._run = run
        self._sources = parameters.gradients.numpy(), parameters.values.numpy()
        self._count_type = layout.count_type
        entries = len(parameters.values)
        self._starts = (*parameters.starts, *(entries + start for start in parameters.starts))
        self._owners = find_owners(parameters.slots, layout)
        self._capacity = max(1, min(_RING_SAMPLES, _RING_BYTES // (8 * entries)))
        self._ring = np.empty((self._capacity, 2, entries), np.float32)
        self._steps: list[int] = []

    @property
    def is_full(self) -> bool:
        """Whether the ring must be drained before the next sample."""
        return len(self._steps) == self._capacity

    def record(self, step: int) -> None:
        """Copy gradients and weights as they are before the update of that step."""
        sample = self._ring[len(self._steps)]
        for row, source in zip(sample, self._sources, strict=True):
            np.copyto(row, source, casting="same_kind")
        self._steps.append(step)

    def drain(self) -> Histogrammed | None:
        """The histograms of the samples recorded since the last call, or None."""
        count = len(self._steps)
        if not count:
            return None
        rows = self._ring[:count].reshape(count, -1)
        counts = count_entries(rows, self._starts, self._owners).astype(self._count_type)
        steps = np.array(self._steps, np.int64)
        self._steps.clear()
        return Histogrammed(self._run, freeze(steps), freeze(counts))


def find_owners(slots: Sequence[Slot], layout: Layout) -> list[int]:
    """Histogram of each gradient, then of each value; -1 for none."""
    places = {key: place for place, key in enumerate(layout.histograms)}
    keys = [(gradient_of(slot.tensor), slot.layer) for slot in slots] + [(slot.tensor, slot.layer) for slot in slots]
    return [places.get(key, -1) for key in keys]
