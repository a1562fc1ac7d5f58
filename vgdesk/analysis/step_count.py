"""Frames whose axis of time counts steps in place of epochs."""

from dataclasses import replace
from functools import singledispatch
from typing import Any

from vgdesk.analysis.curves import CurveFrame
from vgdesk.analysis.heatmap_frame import HeatmapFrame
from vgdesk.analysis.histogram_frame import HistogramTimeFrame
from vgdesk.analysis.scales import Tick, linear_ticks
from vgdesk.analysis.time_ticks import TIME_TICKS, cell_ticks

STEP = "step"


@singledispatch
def count_steps(frame: Any, steps_per_epoch: int) -> Any:  # noqa: ARG001 - a picture without time has nothing to count
    """A frame whose marks of time are steps; nothing moves."""
    return frame


@count_steps.register
def _(frame: CurveFrame, steps_per_epoch: int) -> CurveFrame:
    ends = (frame.x_limits.low * steps_per_epoch, frame.x_limits.high * steps_per_epoch)
    whole = [tick for tick in linear_ticks(*ends, TIME_TICKS) if tick.position == round(tick.position)]
    ticks = tuple(Tick(tick.position / steps_per_epoch, tick.label) for tick in whole)
    return replace(frame, x_label=STEP, x_ticks=ticks, steps_per_epoch=steps_per_epoch)


@count_steps.register
def _(frame: HeatmapFrame, steps_per_epoch: int) -> HeatmapFrame:
    return replace(frame, time_label=STEP, time_ticks=cell_ticks(frame.window, frame.stride, steps_per_epoch))


@count_steps.register
def _(frame: HistogramTimeFrame, steps_per_epoch: int) -> HistogramTimeFrame:
    return replace(frame, time_label=STEP, time_ticks=cell_ticks(frame.window, frame.stride, steps_per_epoch))
