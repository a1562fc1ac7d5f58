"""The timeline: a slider over the training, and the marks that it stops at."""

import math
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

from vgdesk.session.session import Session


@dataclass(frozen=True)
class Marks:
    """The marks of the timeline: where the longest lane is sampled, over the training of all.

    Attributes:
        every: steps from mark to mark.
        steps_per_epoch: of that lane.
        end: epochs planned.
        reached: epoch of the newest sample.
    """

    every: int
    steps_per_epoch: int
    end: float
    reached: float

    @property
    def planned(self) -> int:
        """Mark of the end."""
        return max(math.ceil(self._count(self.end) - 1e-6), self.newest)

    @property
    def newest(self) -> int:
        """Mark of the newest sample."""
        return math.ceil(self._count(self.reached) - 1e-6)

    def mark_at(self, epoch: float | None) -> int:
        """The last mark at or before an epoch; the newest for None."""
        if epoch is None or epoch >= self.reached:
            return self.newest
        return math.floor(self._count(epoch) + 1e-6)

    def epoch_of(self, mark: int) -> float:
        """Epoch of a mark."""
        return self.reached if mark >= self.newest else mark * self.every / self.steps_per_epoch

    def describe(self, epoch: float, in_steps: bool) -> str:
        """An epoch in words, or its step."""
        if in_steps:
            return f"step {round(epoch * self.steps_per_epoch)} of {round(self.end * self.steps_per_epoch)}"
        digits = 0 if self.every % self.steps_per_epoch == 0 else 2
        return f"epoch {epoch:.{digits}f} of {round(self.end, 2):g}"

    def _count(self, epoch: float) -> float:
        return epoch * self.steps_per_epoch / self.every


def make_marks(session: Session) -> Marks | None:
    """The marks of what is trained; None before any training."""
    longest = session.longest_lane
    if longest is None or longest.history is None:
        return None
    started, steps = longest.history.started, longest.history.steps
    every = int(steps[1] - steps[0]) if len(steps) > 1 else started.steps_per_epoch
    end = max(lane.history.planned_epochs for lane in session.lanes if lane.history is not None)
    span = session.time.span
    return Marks(max(every, 1), started.steps_per_epoch, end, span[1] if span else 0.0)


class Timeline(QSlider):
    """A slider over marks of time; only those that are trained can be reached.

    Signals:
        sought: the mark that the user wants to see.
    """

    sought = Signal(int)

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("timeline")
        self.setAccessibleName("Timeline")
        self.setToolTip("Drag to look at another epoch")
        self._newest = 0
        self.actionTriggered.connect(self._follow_user)

    def show_range(self, planned: int, newest: int, mark: int) -> None:
        """Show a training of ``planned`` marks, trained up to ``newest``, with the cursor on one of them."""
        self._newest = max(newest, 0)
        if self.isSliderDown():
            return
        self.setRange(0, max(planned, 1))
        self.setPageStep(max(1, planned // 10))
        self.setValue(max(mark, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to where the user pressed, and drag on from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderPosition(self._value_at(event.position().x()))
            self._follow_user()
        super().mousePressEvent(event)

    @Slot()
    def _follow_user(self) -> None:
        self.sought.emit(min(self.sliderPosition(), self._newest))

    def _value_at(self, x: float) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style = self.style()
        handle = style.subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        ).width()
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(x - handle / 2), self.width() - handle
        )
