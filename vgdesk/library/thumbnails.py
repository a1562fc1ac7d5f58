"""The small picture of a run in the library: its heatmap, coarse."""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.pictures.heatmap import HeatmapSource
from vgdesk.runs.history import History

COLUMNS = 96
_MOST_ROWS = 32
_SHOWN = (("gradient", "rms"), ("signal", "rms"), ("weight", "rms"))
"""The first that a run has recorded."""


@dataclass(frozen=True)
class Thumbnail:
    """Cells of a heatmap in the run's own limits.

    Attributes:
        rows: layers, at most 32 of them, input side first.
        packed: its codes, uint8 [layer, COLUMNS], see ``vgdesk.analysis.codes``, compressed.
    """

    rows: int
    packed: bytes

    def codes(self) -> NDArray[np.uint8]:
        """The codes, uint8 [layer, column]; empty where they are damaged."""
        try:
            cells = np.frombuffer(zlib.decompressobj().decompress(self.packed, _MOST_ROWS * COLUMNS + 1), np.uint8)
            return cells.reshape(self.rows, COLUMNS)
        except (zlib.error, ValueError):
            return np.zeros((0, 0), np.uint8)


def make_thumbnail(history: History) -> Thumbnail | None:
    """The weight gradient of each layer over the planned training; None where nothing like it was recorded."""
    measured = next((each for each in _SHOWN if each in history.layout), None)
    if measured is None or not history.sample_count:
        return None
    source = HeatmapSource(history, *measured)
    codes = source.frame(source.limits(), None, COLUMNS, None).codes
    rows = min(len(codes), _MOST_ROWS)
    chosen = codes[np.linspace(0, len(codes) - 1, rows).round().astype(int)]
    return Thumbnail(rows, zlib.compress(chosen.tobytes()))
