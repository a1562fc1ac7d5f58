"""Frames as they were while a run grew: nothing beyond the cursor, and limits that only widen."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.codes import MISSING
from vgdesk.analysis.curves import Curve, CurveFrame
from vgdesk.analysis.depth_profile import DepthProfileFrame
from vgdesk.analysis.heatmap_frame import HeatmapFrame
from vgdesk.analysis.histogram_frame import HistogramTimeFrame
from vgdesk.analysis.scales import Limits
from vgdesk.export.ledgers import LedgersFrame

_TICKS = 6


def grow(frame: Any) -> Any:
    """The frame without what came after its cursor; limits stay, so that nothing jumps while the run grows."""
    if isinstance(frame, LedgersFrame):
        lanes = [replace(lane, frames=tuple(map(grow, lane.frames))) for lane in frame.lanes]
        return replace(frame, lanes=tuple(lanes))
    if isinstance(frame, HeatmapFrame):
        share = frame.cursor_position
        return frame if share is None else replace(frame, codes=_hide_after(frame.codes, _cell_end(frame)))
    if isinstance(frame, HistogramTimeFrame):
        return _grow_histogram(frame)
    if isinstance(frame, CurveFrame) and frame.cursor is not None:
        return replace(frame, curves=tuple(_cut_curve(curve, frame.cursor) for curve in frame.curves))
    return frame


def hold_limits(frame: Any, before: Any) -> Any:
    """The frame with limits wide enough for that before it: an axis that follows the cursor must not twitch."""
    if not (isinstance(frame, DepthProfileFrame) and isinstance(before, DepthProfileFrame)):
        return frame
    low, high = (pick(frame.y_limits, before.y_limits) for pick in (_lower, _higher))
    limits = Limits(frame.y_limits.scale, low, high)
    return replace(frame, y_limits=limits, y_ticks=limits.ticks(_TICKS))


def lighten(frame: Any) -> Any:
    """The frame without the numbers that only a pointer asks for, to be sent to another process."""
    if isinstance(frame, LedgersFrame):
        lanes = [replace(lane, frames=tuple(map(lighten, lane.frames))) for lane in frame.lanes]
        return replace(frame, lanes=tuple(lanes))
    if isinstance(frame, HeatmapFrame):
        return replace(frame, values=frame.values[:0].copy(), epochs=frame.epochs[:2].copy())
    if isinstance(frame, HistogramTimeFrame):
        return replace(frame, counts=frame.counts[:0].copy(), epochs=frame.epochs[:2].copy())
    return frame


def _lower(one: Limits, other: Limits) -> float:
    return min(one.low, other.low)


def _higher(one: Limits, other: Limits) -> float:
    return max(one.high, other.high)


def _cell_end(frame: HeatmapFrame) -> float:
    """Where the cursor's cell ends, as a share of the width."""
    return (frame.cursor_position or 0.0) + frame.stride / 2 / frame.window.width


def _hide_after(codes: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    hidden = codes.copy()
    hidden[:, max(round(share * codes.shape[1]), 0) :] = MISSING
    return hidden


def _grow_histogram(frame: HistogramTimeFrame) -> HistogramTimeFrame:
    stride = float(frame.epochs[1] - frame.epochs[0]) if len(frame.epochs) > 1 else 1.0
    end = frame.cursor_position + stride / 2 / frame.window.width
    strips: dict[str, Any] = {
        name: _hide_after(strip, end)
        for name in ("codes", "zeros", "nonfinite")
        if (strip := getattr(frame, name)) is not None
    }
    return replace(frame, **strips)


def _cut_curve(curve: Curve, end: float) -> Curve:
    kept = int(curve.x.searchsorted(end, side="right"))
    zeros = curve.zeros[curve.zeros <= end]
    return replace(curve, x=curve.x[:kept], y=curve.y[:kept], zeros=zeros)
