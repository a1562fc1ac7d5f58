"""The largest key of any stretch of samples, quickly, while the run still grows."""

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.keys import MISSING

BLOCKS_PER_COLUMN = 8
"""A column's bounds are rounded to blocks of at most this fraction of its width: an eighth of a pixel."""

_FIRST_CAPACITY = 256


class MaxPyramid:
    """Keys [sample, layer] and, above them, the largest of every 2, 4, 8 ... samples; it only grows.

    An append costs amortised O(1) a sample; a query costs O(columns), whatever the number of samples.
    """

    def __init__(self, layers: int):
        self._levels = [np.empty((_FIRST_CAPACITY, layers), np.uint16)]
        self._count = 0

    @property
    def sample_count(self) -> int:
        """Samples appended so far."""
        return self._count

    @property
    def layer_count(self) -> int:
        """Layers of every sample."""
        return self._levels[0].shape[1]

    def append(self, keys: NDArray[np.uint16]) -> None:
        """Add samples [sample, layer] at the end."""
        first, last = self._count, self._count + len(keys)
        if first == last:
            return
        self._reserve(0, last)
        self._levels[0][first:last] = keys
        self._count = last
        level = 0
        while last > 1:
            first, last = first // 2, (last + 1) // 2
            level += 1
            self._reserve(level, last)
            self._merge(level, first, last)

    def maxima(self, starts: NDArray[np.int64], ends: NDArray[np.int64], width: float) -> NDArray[np.uint16]:
        """Largest keys [column, layer] of the samples ``starts[column]`` to before ``ends[column]``.

        Wide ranges are rounded to blocks, see ``BLOCKS_PER_COLUMN``; neighbours stay neighbours, so no sample
        falls between them, and the newest sample never falls out. An empty range gives ``MISSING``.

        Args:
            starts: int64 [column].
            ends: int64 [column].
            width: samples that a column usually holds; the same for all columns of a picture, whenever asked.
        """
        filled = ends > starts
        if not filled.any():
            return np.full((len(starts), self.layer_count), MISSING, np.uint16)
        level = self._level_for(int(width))
        block = 1 << level
        first = (starts + block // 2) >> level
        rows = self._levels[level][: -(-self._count // block)]
        last = np.where(ends >= self._count, len(rows), (ends + block // 2) >> level)
        last = np.minimum(np.maximum(last, first + 1), len(rows)) - 1
        first = np.minimum(first, last)
        result: NDArray[np.uint16] = rows[first]
        for offset in range(1, int((last - first).max()) + 1):
            np.maximum(result, rows[np.minimum(first + offset, last)], out=result)
        result[~filled] = MISSING
        return result

    def _level_for(self, width: int) -> int:
        level = max(0, (width // BLOCKS_PER_COLUMN).bit_length() - 1)
        return min(level, len(self._levels) - 1)

    def _reserve(self, level: int, rows: int) -> None:
        if level == len(self._levels):
            self._levels.append(np.empty((rows, self.layer_count), np.uint16))
        old = self._levels[level]
        if rows > len(old):
            grown = np.empty((max(rows, 2 * len(old)), self.layer_count), np.uint16)
            grown[: len(old)] = old
            self._levels[level] = grown

    def _merge(self, level: int, first: int, last: int) -> None:
        below = self._levels[level - 1]
        target = self._levels[level]
        below_count = -(-self._count // (1 << (level - 1)))
        pairs = min(last, below_count // 2)
        if pairs > first:
            both = below[2 * first : 2 * pairs]
            np.maximum(both[::2], both[1::2], out=target[first:pairs])
        if pairs < last:
            target[last - 1] = below[below_count - 1]
