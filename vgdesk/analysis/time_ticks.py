"""Marks of time: epochs, or the steps that they consist of."""

from vgdesk.analysis.scales import Tick, linear_ticks, whole_ticks
from vgdesk.analysis.window import Window

STEP = "step"
"""What an axis of time counts where it does not count epochs."""

TIME_TICKS = 6


def cell_ticks(window: Window, stride: float, steps_per_epoch: int | None = None) -> tuple[Tick, ...]:
    """Marks under the middle of cells.

    Args:
        window: what the cells span.
        stride: epochs from one cell to the next.
        steps_per_epoch: to count steps; None counts epochs.

    Returns:
        Labels with their positions as shares of the width, 0..1; none between two cells.
    """
    per = steps_per_epoch or 1
    find = whole_ticks if stride * per >= 1 or steps_per_epoch else linear_ticks
    ticks = find(window.first * per, window.last * per, TIME_TICKS)
    shares = [(window.share_of(tick.position / per + stride / 2), tick.label) for tick in ticks]
    return tuple(Tick(share, label) for share, label in shares if 0 <= share <= 1)
