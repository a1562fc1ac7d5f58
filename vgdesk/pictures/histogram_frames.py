"""Histograms ready to draw: all layers at one sample, or one layer over time, on an axis of log10|x|."""

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.codes import MISSING
from vgdesk.analysis.numbers import format_epoch
from vgdesk.analysis.scales import Limits, Tick
from vgdesk.analysis.time_ticks import STEP, cell_ticks
from vgdesk.analysis.window import Window
from vgdesk.measures import HISTOGRAM_BINS
from vgdesk.pictures.frame import Still


@dataclass(frozen=True)
class HistogramRow:
    """One tensor with histograms.

    Attributes:
        label: name of the layer; of recurrent weights such as ``1 recurrent``.
        depth: 0 at the input to 1 at the output.
        size: entries of the tensor.
    """

    label: str
    depth: float
    size: int


@dataclass(frozen=True)
class Ridge:
    """The histogram of one row at one sample.

    Attributes:
        row: whose.
        counts: int64 [bin], those of the frame's bins.
        peak: the largest count of any of its bins at any sample so far; 1 at least. The full height of the ridge.
        zeros: entries that are exactly 0.
        nonfinite: entries that are NaN or infinite.
    """

    row: HistogramRow
    counts: NDArray[np.int64]
    peak: int
    zeros: int
    nonfinite: int


@dataclass(frozen=True)
class RidgesFrame(Still):
    """All rows at one sample.

    Attributes:
        title: the tensor's label.
        x_label: what runs to the right, such as ``|dL/dW|``.
        ridges: input side first.
        edges: float64 [bin + 1], log10|x| where the drawn bins meet; the outer bins also count what is beyond.
        limits: the outermost edges.
        ticks: whole powers of ten within the limits.
        epoch: of the sample.
        has_zeros: whether any row held an exact zero at any sample so far: they have a column of their own.
        has_nonfinite: the same of NaN and infinity.
    """

    title: str
    x_label: str
    ridges: tuple[Ridge, ...]
    edges: NDArray[np.float64]
    limits: Limits
    ticks: tuple[Tick, ...]
    epoch: float
    has_zeros: bool
    has_nonfinite: bool

    @property
    def description(self) -> str:
        """What is drawn, and of which sample."""
        return f"{self.title} of {len(self.ridges)} layers at epoch {format_epoch(self.epoch)}"

    @property
    def layer_names(self) -> tuple[str, ...]:
        """Of the rows."""
        return tuple(ridge.row.label for ridge in self.ridges)

    @property
    def rows(self) -> tuple[HistogramRow, ...]:
        """Whose histograms there are, input side first."""
        return tuple(ridge.row for ridge in self.ridges)


@dataclass(frozen=True)
class HistogramTimeFrame(Still):
    """One row over time.

    Attributes:
        title: the tensor's label.
        y_label: what runs upwards, such as ``|dL/dW|``.
        rows: whose histograms there are, input side first.
        chosen: index of the row that is drawn.
        edges: float64 [bin + 1], log10|x| where the drawn bins meet; the outer bins also count what is beyond.
        limits: the outermost edges.
        ticks: whole powers of ten within the limits.
        codes: uint8 [bin, column], smallest magnitudes first; the shade is log10 of the share of entries, the largest
            of the samples in a column; see ``vgdesk.analysis.codes``.
        zeros: uint8 [1, column], the same of exact zeros; None if no row ever held one.
        nonfinite: uint8 [1, column], the same of NaN and infinity; None if no row ever held one.
        shades: of the codes, log10 of a share.
        window: what the columns span.
        time_ticks: epochs or steps, their positions as shares of the width.
        cursor_position: the middle of the cursor's cell, as a share of the width; may lie outside 0..1.
        epochs: float64 [sample] of all samples.
        counts: unsigned [sample, column], see ``Histogrammed``.
        bins: the first bin drawn, and the one after the last.
        stride: epochs from one sample to the next.
        time_label: what the time ticks count.
    """

    title: str
    y_label: str
    rows: tuple[HistogramRow, ...]
    chosen: int
    edges: NDArray[np.float64]
    limits: Limits
    ticks: tuple[Tick, ...]
    codes: NDArray[np.uint8]
    zeros: NDArray[np.uint8] | None
    nonfinite: NDArray[np.uint8] | None
    shades: Limits
    window: Window
    time_ticks: tuple[Tick, ...]
    cursor_position: float
    epochs: NDArray[np.float64] = field(repr=False)
    counts: NDArray[np.unsignedinteger] = field(repr=False)
    bins: tuple[int, int] = (0, HISTOGRAM_BINS)
    stride: float = 1.0
    time_label: str = "epoch"

    @property
    def description(self) -> str:
        """What is drawn, and of how many samples."""
        return f"{self.title} of layer {self.row.label} over time, {len(self.epochs)} samples"

    @property
    def layer_names(self) -> tuple[str, ...]:
        """Of the rows."""
        return tuple(row.label for row in self.rows)

    def in_steps(self, steps_per_epoch: int) -> "HistogramTimeFrame":
        """With marks below that count steps."""
        return replace(self, time_label=STEP, time_ticks=cell_ticks(self.window, self.stride, steps_per_epoch))

    def until_cursor(self) -> "HistogramTimeFrame":
        """With nothing in the cells behind the cursor's."""
        end = self.cursor_position + self.stride / 2 / self.window.width
        zeros, nonfinite = (
            None if strip is None else hide_after(strip, end) for strip in (self.zeros, self.nonfinite)
        )
        return replace(self, codes=hide_after(self.codes, end), zeros=zeros, nonfinite=nonfinite)

    def without_readouts(self) -> "HistogramTimeFrame":
        """Without the counts; the epochs only say how wide a cell is."""
        return replace(self, counts=self.counts[:0].copy(), epochs=self.epochs[:2].copy())

    @property
    def row(self) -> HistogramRow:
        """The row that is drawn."""
        return self.rows[self.chosen]

    def sample_at(self, position: float) -> int:
        """The sample whose cell is at a share of the width; the nearest one outside."""
        epoch = self.window.first + position * self.window.width
        found = int(np.searchsorted(self.epochs, epoch, "right")) - 1
        return min(max(found, 0), len(self.epochs) - 1)

    def count(self, sample: int, place: int) -> int:
        """Entries in a drawn bin, 0 the first."""
        return int(fold_counts(self.counts[sample : sample + 1], *self.bins)[0, place])

    @property
    def filled(self) -> float:
        """Where the last cell ends, as a share of the width."""
        return self.window.share_of(float(self.epochs[-1]) + self.stride)


def bin_span(edges: NDArray[np.float64], place: int) -> tuple[float, float]:
    """The magnitudes that a drawn bin counts; the first begins at 0, the last ends at infinity."""
    low = 0.0 if place == 0 else 10.0 ** float(edges[place])
    return low, math.inf if place == len(edges) - 2 else 10.0 ** float(edges[place + 1])


def fold_counts(counts: NDArray[Any], first: int, last: int) -> NDArray[np.int64]:
    """int64 [sample, drawn bin] of counts [sample, column]; the outer bins take in what lies beyond them."""
    drawn = counts[:, first:last].astype(np.int64)
    drawn[:, 0] += counts[:, :first].sum(axis=1, dtype=np.int64)
    drawn[:, -1] += counts[:, last:HISTOGRAM_BINS].sum(axis=1, dtype=np.int64)
    return drawn


def hide_after(codes: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """Codes [row, column] without what lies beyond a share of the width."""
    hidden = codes.copy()
    hidden[:, max(round(share * codes.shape[1]), 0) :] = MISSING
    return hidden
