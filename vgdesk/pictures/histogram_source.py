"""From the histograms of a run to frames, as it grows."""

import math

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.codes import BELOW, MISSING, shade_codes
from vgdesk.analysis.scales import Limits, Tick
from vgdesk.analysis.time_ticks import cell_ticks
from vgdesk.analysis.window import Window
from vgdesk.events import freeze
from vgdesk.measures import (
    HISTOGRAM_BINS,
    HISTOGRAM_COLUMNS,
    HISTOGRAM_EDGES,
    NONFINITE,
    ZEROS,
    Scale,
    find_tensor,
)
from vgdesk.pictures.histogram_frames import HistogramRow, HistogramTimeFrame, Ridge, RidgesFrame, fold_counts
from vgdesk.runs.history import History

_LEAST_SHARE = 0.002  # of a layer's entries that a bin must hold on average to be drawn apart: tails are long
_BIN_STEP = 4  # the axis grows by factors of 2^4, seldom
_USUAL_BINS = (36, 52)  # 2^-15 .. 2^1, where nothing but zero was counted
_MOST_DECADES = 4.0
_ROWS_AT_ONCE = 4096


class HistogramSource:
    """Makes the frames of a run's histograms of one tensor, and takes in only what is new.

    Args:
        history: the run; it may grow between frames.
        tensor: ``gradient`` or ``weight``; those of recurrent weights are among them.

    Raises:
        KeyError: the run has no histograms of that tensor.
    """

    def __init__(self, history: History, tensor: str):
        layout = history.layout
        kinds = (tensor, f"recurrent_{tensor}")
        places = [place for place, (key, _) in enumerate(layout.histograms) if key in kinds]
        if not places:
            raise KeyError(f"no histograms of {tensor!r}")
        self._places = sorted(places, key=lambda place: (layout.histograms[place][1], place))
        self._history = history
        self._tensor = find_tensor(tensor)
        self.rows = tuple(_row(history, *layout.histograms[place]) for place in self._places)
        self._peaks = np.zeros((len(self._places), HISTOGRAM_COLUMNS), np.int64)
        self._sums = np.zeros_like(self._peaks)
        self._done = 0
        self._drawn: tuple[tuple[object, ...], NDArray[np.uint8]] | None = None

    def ridges(self, epoch: float | None) -> RidgesFrame | None:
        """All rows at the last sample at or before an epoch, the newest for None; None without one."""
        histograms = self._history.histograms
        sample = histograms.at(epoch)
        if sample < 0:
            return None
        self._take_in()
        first, last = self._bins()
        counts = histograms.counts[sample, self._places].astype(np.int64)
        edges, limits = _axis(first, last)
        return RidgesFrame(
            title=self._tensor.label,
            x_label=f"|{self._tensor.symbol}|",
            ridges=tuple(self._ridge(place, each, first, last) for place, each in enumerate(counts)),
            edges=edges,
            limits=limits,
            ticks=_whole_powers(limits),
            epoch=float(histograms.epochs[sample]),
            has_zeros=bool(self._peaks[:, ZEROS].any()),
            has_nonfinite=bool(self._peaks[:, NONFINITE].any()),
        )

    def over_time(
        self, chosen: int, columns: int, epoch: float | None, window: Window | None = None
    ) -> HistogramTimeFrame | None:
        """One row over time; None before its first sample.

        Args:
            chosen: index in ``rows``.
            columns: cells side by side, best the device pixels of the picture.
            epoch: the cursor; None for the newest sample.
            window: what to show; None for the whole planned training.
        """
        histograms = self._history.histograms
        if not len(histograms):
            return None
        self._take_in()
        row, (first, last) = self.rows[chosen], self._bins()
        window, shades = window or _whole_window(self._history), _shades(row.size)
        edges, limits = _axis(first, last)
        epochs, counts = histograms.epochs, histograms.counts[:, self._places[chosen]]
        codes = self._codes(chosen, window, max(columns, 1))
        return HistogramTimeFrame(
            title=self._tensor.label,
            y_label=f"|{self._tensor.symbol}|",
            rows=self.rows,
            chosen=chosen,
            edges=edges,
            limits=limits,
            ticks=_whole_powers(limits),
            codes=codes[:-2],
            zeros=codes[-2:-1] if self._peaks[:, ZEROS].any() else None,
            nonfinite=codes[-1:] if self._peaks[:, NONFINITE].any() else None,
            shades=shades,
            window=window,
            time_ticks=cell_ticks(window, _stride(epochs)),
            cursor_position=_cursor_position(epochs, histograms.at(epoch), epoch, window),
            epochs=epochs,
            counts=counts,
            bins=(first, last),
            stride=_stride(epochs),
        )

    def _take_in(self) -> None:
        counts = self._history.histograms.counts
        for start in range(self._done, len(counts), _ROWS_AT_ONCE):
            block = counts[start : start + _ROWS_AT_ONCE]
            np.maximum(self._peaks, block.max(axis=0)[self._places], out=self._peaks)
            self._sums += block.sum(axis=0, dtype=np.int64)[self._places]
        self._done = len(counts)

    def _bins(self) -> tuple[int, int]:
        """The first bin drawn, and the one after the last."""
        entries = np.array([row.size for row in self.rows]) * self._done
        held = self._sums[:, :HISTOGRAM_BINS] >= _LEAST_SHARE * entries[:, None]
        found = np.flatnonzero(held.any(axis=0))
        if not len(found):
            return _USUAL_BINS
        first = int(found[0]) // _BIN_STEP * _BIN_STEP
        return first, -(-(int(found[-1]) + 1) // _BIN_STEP) * _BIN_STEP

    def _ridge(self, place: int, counts: NDArray[np.int64], first: int, last: int) -> Ridge:
        drawn = fold_counts(counts[None], first, last)[0]
        return Ridge(
            row=self.rows[place],
            counts=freeze(drawn),
            peak=max(int(self._peaks[place, :HISTOGRAM_BINS].max()), int(drawn.max()), 1),
            zeros=int(counts[ZEROS]),
            nonfinite=int(counts[NONFINITE]),
        )

    def _codes(self, chosen: int, window: Window, columns: int) -> NDArray[np.uint8]:
        """uint8 [drawn bin, then zeros, then non-finite; column], made again only when something has changed."""
        histograms, (first, last) = self._history.histograms, self._bins()
        wanted = (chosen, window, columns, self._done)
        if self._drawn is None or self._drawn[0] != wanted:
            counts = histograms.counts[:, self._places[chosen]]
            parts = (fold_counts(counts, first, last), counts[:, [ZEROS, NONFINITE]])
            largest, known = _largest_in_columns(histograms.epochs, np.hstack(parts), window, columns)
            with np.errstate(divide="ignore"):
                codes = shade_codes(np.log10(largest / self.rows[chosen].size), _shades(self.rows[chosen].size))
            codes[largest == 0] = BELOW
            codes[~known] = MISSING
            self._drawn = (wanted, freeze(np.ascontiguousarray(codes.T)))
        return self._drawn[1]


def _row(history: History, tensor: str, layer: int) -> HistogramRow:
    layers = history.layout.layers
    sizes = {(slot.tensor, slot.layer): slot.size for slot in history.layout.slots}
    is_recurrent = tensor.startswith("recurrent")
    return HistogramRow(
        label=f"{layer} recurrent" if is_recurrent else layers[layer - 1].name,
        depth=(layer - 1) / max(len(layers) - 1, 1),
        size=sizes[tensor.replace("gradient", "weight"), layer],
    )


def _largest_in_columns(
    epochs: NDArray[np.float64], counts: NDArray[np.int64], window: Window, columns: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The largest count of the samples that begin in a column, or of the one that lasts on.

    Returns:
        int64 [column, bin], and [column] whether there was any sample.
    """
    edges, slack = window.first + np.arange(columns + 1) * (window.width / columns), 1e-9 * window.width
    bounds = np.searchsorted(epochs, edges - slack, "left")
    starts, ends = bounds[:-1], bounds[1:]
    filled = ends > starts
    lasting = ~filled & (starts > 0) & (edges[:-1] < epochs[-1] + _stride(epochs) - slack)
    found = np.zeros((columns, counts.shape[1]), np.int64)
    if filled.any():
        found[filled] = np.maximum.reduceat(counts[: bounds[-1]], starts[filled], axis=0)
    found[lasting] = counts[starts[lasting] - 1]
    return found, filled | lasting


def _axis(first: int, last: int) -> tuple[NDArray[np.float64], Limits]:
    edges = freeze(np.array(HISTOGRAM_EDGES[first : last + 1]))
    return edges, Limits(Scale.LOG, float(edges[0]), float(edges[-1]))


def _whole_powers(limits: Limits) -> tuple[Tick, ...]:
    return tuple(tick for tick in limits.ticks() if limits.low <= tick.position <= limits.high)


def _shades(size: int) -> Limits:
    """From half a decade below one entry of ``size`` to all of them; four decades at most."""
    decades = min(math.ceil(2 * math.log10(size) + 1) / 2, _MOST_DECADES)
    return Limits(Scale.LOG, -decades, 0.0)


def _stride(epochs: NDArray[np.float64]) -> float:
    return float(epochs[1] - epochs[0]) if len(epochs) > 1 else 1.0


def _cursor_position(epochs: NDArray[np.float64], sample: int, epoch: float | None, window: Window) -> float:
    """Share of the width: the middle of the sample's cell, or before the first sample the epoch itself."""
    if sample < 0 and epoch is not None:
        return window.share_of(epoch)
    return window.share_of(float(epochs[sample]) + _stride(epochs) / 2)


def _whole_window(history: History) -> Window:
    epochs = history.histograms.epochs
    return Window(0.0, max(history.planned_epochs, float(epochs[-1])) + _stride(epochs))
