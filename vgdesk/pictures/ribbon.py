"""The verdict on a lane over time: a ribbon of stretches, each in the colour of its verdict."""

from dataclasses import dataclass

from vgdesk.analysis.course import Stretch, follow_course
from vgdesk.analysis.numbers import format_epoch
from vgdesk.analysis.verdicts import Tone
from vgdesk.analysis.window import Window
from vgdesk.runs.history import History

HEIGHTS: dict[Tone, float] = {"bad": 1.0, "good": 0.6, "neutral": 0.2}
"""Of a part, as a share of the ribbon's: the tones are told apart without their colours too."""


@dataclass(frozen=True)
class RibbonPart:
    """Samples in a row with one verdict.

    Attributes:
        start: where it begins on the axis of time: 0..1.
        end: where it ends: 0..1.
        tone: how it is coloured.
        epoch: of its first sample.
        text: its verdict, and from when to when: ``vanishing · guessing, from epoch 2 to 38``.
    """

    start: float
    end: float
    tone: Tone
    epoch: float
    text: str


def ribbon_of(history: History, window: Window) -> tuple[RibbonPart, ...]:
    """The stretches of a run that lie in a window of time, from the left; each ends where the next one begins."""
    stretches, epochs = follow_course(history).stretches, history.epochs
    parts = []
    for stretch, following in zip(stretches, [*stretches[1:], None], strict=True):
        last = float(epochs[following.first if following is not None else stretch.last])
        start, end = (min(max(window.share_of(at), 0.0), 1.0) for at in (float(epochs[stretch.first]), last))
        if end > start:
            parts.append(_make_part(stretch, (start, end), history))
    return tuple(parts)


def _make_part(stretch: Stretch, ends: tuple[float, float], history: History) -> RibbonPart:
    first, last = (float(history.epochs[sample]) for sample in (stretch.first, stretch.last))
    when = (
        f"from epoch {format_epoch(first)} to {format_epoch(last)}"
        if last > first
        else f"epoch {format_epoch(first)}"
    )
    return RibbonPart(*ends, stretch.verdict.tone, first, f"{stretch.verdict.text}, {when}")
