"""A heatmap ready to draw: one measure of every layer over the epochs of one run."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis import keys
from vgdesk.analysis.codes import MISSING, Specials, code_table, count_specials
from vgdesk.analysis.keys import encode
from vgdesk.analysis.pyramid import MaxPyramid
from vgdesk.analysis.scales import Limits, Tick, find_limits
from vgdesk.analysis.steady_limits import SteadyLimits
from vgdesk.analysis.time_ticks import STEP, cell_ticks
from vgdesk.analysis.window import Window
from vgdesk.events import freeze
from vgdesk.measures import find_measure, find_tensor
from vgdesk.pictures.frame import Still
from vgdesk.pictures.histogram_frames import hide_after
from vgdesk.runs.history import History

USUAL_CELLS = 1600
"""Cells side by side where the width of a picture is not known: no picture shows more."""

_ROWS_AT_ONCE = 8192


@dataclass(frozen=True)
class HeatmapFrame(Still):
    """All a painter needs, and all a pointer asks.

    Attributes:
        title: the tensor's label.
        measure: the measure's label.
        layers: their names, input side first.
        codes: uint8 [layer, column], see ``vgdesk.analysis.codes``; input side first, columns as wide as each other.
        limits: of the shades between the first and the last code.
        window: what the columns span.
        whole: what the whole planned training spans.
        time_ticks: epochs or steps, their positions as shares of the width.
        cursor: the sample looked at; None without any.
        cursor_position: the middle of its cell, as a share of the width; may lie outside 0..1.
        specials: how many cells hold no shade.
        epochs: float64 [sample] of all samples.
        values: float32 [sample, channel] of all samples.
        channels: the channel of each layer [layer]; -1 where the layer has none.
        stride: epochs from one sample to the next.
        time_label: what the time ticks count.
        gap: a sample at which this tensor was not measured; None without any.
    """

    title: str
    measure: str
    layers: tuple[str, ...]
    codes: NDArray[np.uint8]
    limits: Limits
    window: Window
    whole: Window
    time_ticks: tuple[Tick, ...]
    cursor: int | None
    cursor_position: float | None
    specials: Specials
    epochs: NDArray[np.float64] = field(repr=False)
    values: NDArray[np.float32] = field(repr=False)
    channels: NDArray[np.intp] = field(repr=False)
    stride: float = 1.0
    time_label: str = "epoch"
    gap: int | None = None

    @property
    def description(self) -> str:
        """What is drawn."""
        return f"{self.title}, {self.measure}"

    def in_steps(self, steps_per_epoch: int) -> "HeatmapFrame":
        """With marks below that count steps."""
        return replace(self, time_label=STEP, time_ticks=cell_ticks(self.window, self.stride, steps_per_epoch))

    def until_cursor(self) -> "HeatmapFrame":
        """With nothing in the cells behind the cursor's."""
        if self.cursor_position is None:
            return self
        end = self.cursor_position + self.stride / 2 / self.window.width
        return replace(self, codes=hide_after(self.codes, end))

    def without_readouts(self) -> "HeatmapFrame":
        """Without the values; the epochs only say how wide a cell is."""
        return replace(self, values=self.values[:0].copy(), epochs=self.epochs[:2].copy())

    @property
    def sample_count(self) -> int:
        """Samples of the run so far."""
        return len(self.epochs)

    def sample_at(self, position: float) -> int | None:
        """Sample whose cell is at a share of the width; the nearest one outside; None without any."""
        if not self.sample_count:
            return None
        epoch = self.window.first + position * self.window.width
        found = int(np.searchsorted(self.epochs, epoch, "right")) - 1
        return min(max(found, 0), self.sample_count - 1)

    def value(self, layer: int, sample: int) -> float | None:
        """The measured value, sign included; None where the layer (0 at the input) has none."""
        channel = int(self.channels[layer])
        return None if channel < 0 or sample == self.gap else float(self.values[sample, channel])


class HeatmapSource:
    """Makes the frames of one measure of one tensor of one run, and takes in only what is new.

    Args:
        history: the run; it may grow between frames.
        tensor: key of the tensor.
        measure: key of the measure.
        relative: whether each value is divided by the last layer's at the same sample.

    Raises:
        KeyError: no layer of this run has that measure.
    """

    def __init__(self, history: History, tensor: str, measure: str, relative: bool = False):
        self._history = history
        self._is_relative = relative
        self._tensor = tensor
        self._title = find_tensor(tensor).label
        self._measure = find_measure(tensor, measure)
        self._channels = history.layout.columns(tensor, measure)
        self.scale = self._measure.scale
        self._pyramid = MaxPyramid(len(self._channels))
        self._steady = SteadyLimits(self.scale)
        self._columns = _Columns()
        self._table: tuple[Limits, NDArray[np.uint8]] | None = None

    @property
    def own_limits(self) -> Limits | None:
        """Limits that suit this run alone; None before any value that its scale can show."""
        self._take_in()
        return self._steady.limits

    @property
    def is_finite(self) -> bool:
        """Whether NaN and infinities have never occurred."""
        self._take_in()
        return self._steady.is_finite

    def limits(self) -> Limits:
        """Limits to draw this run alone with."""
        return self.own_limits or find_limits(self.scale, [])

    def whole_window(self) -> Window:
        """The whole planned training, the cell of its last sample included."""
        planned, epochs = self._history.planned_epochs, self._history.epochs
        return Window(0.0, max(planned, float(epochs[-1]) if len(epochs) else 0.0) + _stride(epochs))

    def frame(self, limits: Limits, window: Window | None, columns: int, cursor: int | None) -> HeatmapFrame:
        """The picture as it is now.

        Args:
            limits: shared by all lanes.
            window: what to show; None for the whole planned training.
            columns: cells side by side, best the device pixels of the picture.
            cursor: the sample looked at; None for the newest.
        """
        self._take_in()
        history = self._history
        epochs, values = history.epochs[: self._pyramid.sample_count], history.values
        whole = self.whole_window()
        window = window or whole
        stride = _stride(epochs)
        cells = self._columns.update(self._pyramid, epochs, window, max(columns, 1))
        codes = self._codes_of(limits).take(cells)
        last = len(epochs) - 1
        cursor = min(last if cursor is None else max(cursor, 0), last) if len(epochs) else None
        return HeatmapFrame(
            title=self._title,
            measure=self._measure.label + (", relative to the last layer" if self._is_relative else ""),
            layers=tuple(row.name for row in history.layout.rows(self._tensor)),
            codes=freeze(codes),
            limits=limits,
            window=window,
            whole=whole,
            time_ticks=cell_ticks(window, stride),
            cursor=cursor,
            cursor_position=None if cursor is None else window.share_of(float(epochs[cursor]) + stride / 2),
            specials=count_specials(codes),
            epochs=epochs,
            values=values,
            channels=self._channels,
            stride=stride,
            gap=last if self._ends_in_gap else None,
        )

    @property
    def _ends_in_gap(self) -> bool:
        return self._tensor == "update" and self._history.has_closing_sample

    def _take_in(self) -> None:
        values, first = self._history.values, self._pyramid.sample_count
        for start in range(first, len(values), _ROWS_AT_ONCE):
            block = values[start : start + _ROWS_AT_ONCE, self._channels]
            added = encode(_relate(block) if self._is_relative else block)
            added[:, self._channels < 0] = keys.MISSING
            if start + len(block) == len(values) and self._ends_in_gap:
                added[-1] = keys.MISSING
            self._pyramid.append(added)
            self._steady.add(added)

    def _codes_of(self, limits: Limits) -> NDArray[np.uint8]:
        if self._table is None or self._table[0] != limits:
            self._table = (limits, code_table(limits))
        return self._table[1]


def _relate(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values [sample, layer] over the last layer's; nothing over nothing is NaN."""
    with np.errstate(all="ignore"):
        return block / block[:, -1:]


class _Columns:
    """The keys [layer, column] of the last window asked for; new samples touch only their own columns."""

    def __init__(self) -> None:
        self._asked: tuple[Window, int] | None = None
        self._done = 0
        self._cells = np.empty((0, 0), np.uint16)

    def update(
        self, pyramid: MaxPyramid, epochs: NDArray[np.float64], window: Window, columns: int
    ) -> NDArray[np.uint16]:
        if self._asked != (window, columns):
            self._asked, self._done = (window, columns), 0
            self._cells = np.full((pyramid.layer_count, columns), MISSING, np.uint16)
        if self._done < len(epochs):
            first = 0
            if self._done:
                first = int(window.share_of(float(epochs[self._done - 1])) * columns) - 1
            last = int(np.ceil(window.share_of(float(epochs[-1]) + _stride(epochs)) * columns - 1e-6))
            first, last = max(first, 0), min(last, columns)
            if first < last:
                edges = window.first + np.arange(first, last + 1, dtype=np.float64) * (window.width / columns)
                width = window.width / columns / _stride(epochs)
                self._cells[:, first:last] = pyramid.maxima(*_sample_ranges(epochs, edges), width).T
            self._done = len(epochs)
        return self._cells


def _sample_ranges(
    epochs: NDArray[np.float64], edges: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First sample, and the one after the last, of the columns between neighbouring edges.

    A column holds the samples that begin in it; where none does, the one that began before it. A sample that
    begins within a billionth of an edge begins on it.
    """
    slack = 1e-9 * (edges[-1] - edges[0])
    bounds = np.searchsorted(epochs, edges - slack, "left")
    starts, ends = bounds[:-1], bounds[1:]
    covered = starts == ends
    return np.maximum(starts - covered, 0), ends


def _stride(epochs: NDArray[np.float64]) -> float:
    return float(epochs[1] - epochs[0]) if len(epochs) > 1 else 1.0
