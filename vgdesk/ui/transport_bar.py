"""The transport bar: train, pause, step, stop, and the timeline."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QStyle, QStyleOptionSlider, QToolButton, QWidget

from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.ui.actions import Actions
from vgdesk.ui.theme import GAP, MARGIN
from vgdesk.ui.transport_glyphs import TransportButton


class TransportBar(QFrame):
    """Drives the session and its cursor.

    Args:
        session: what is driven.
        actions: the window's actions.
    """

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("transport")
        self.setAccessibleName("Transport")
        self._session = session
        self._train = TransportButton(actions.train, "play")
        self._train.setProperty("primary", True)
        self._timeline = Timeline()
        self._timeline.sought.connect(self.seek)
        self._place = QLabel(objectName="transport-place")
        self._live = QToolButton(autoRaise=True, objectName="transport-live")
        self._live.setDefaultAction(actions.go_live)
        self._live.setAccessibleName("Live")
        self._buttons = (TransportButton(actions.stop, "stop"), self._train, TransportButton(actions.step, "step"))
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 8, MARGIN, 8)
        row.setSpacing(GAP)
        for widget in self._buttons:
            row.addWidget(widget)
        row.addWidget(self._timeline, 1)
        row.addWidget(self._place)
        row.addWidget(self._live)
        self._place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.refresh()

    def tab_chain(self) -> list[QWidget]:
        """What Tab goes through, in order."""
        return [*self._buttons, self._timeline, self._live]

    @Slot()
    def refresh(self) -> None:
        """Show the state, the cursor and how far the training is."""
        session = self._session
        self._train.set_sign("pause" if session.state is State.RUNNING else "play")
        lane = session.longest_lane
        self._timeline.setEnabled(lane is not None)
        if lane is None or lane.history is None:
            self._timeline.show_range(0, 0, 0)
            self._show_place("not trained yet")
            return
        history = lane.history
        started = history.started
        every = (history.steps[1] if history.sample_count > 1 else started.steps_per_epoch) or 1
        planned = max(-(-started.total_steps // int(every)), history.sample_count - 1)
        sample = lane.sample_at(session.cursor.epoch)
        self._timeline.show_range(planned, history.sample_count - 1, sample)
        epoch = history.epochs[sample] if sample >= 0 else 0
        digits = 0 if every % started.steps_per_epoch == 0 else 2
        total = f"{started.total_steps / started.steps_per_epoch:g}"
        self._show_place(f"epoch {epoch:.{digits}f} of {total}", f"epoch {float(total):.{digits}f} of {total}")

    def _show_place(self, text: str, longest: str = "") -> None:
        """Say where the cursor is; the label is as wide as the longest text, so that nothing beside it moves."""
        self._place.ensurePolished()
        self._place.setMinimumWidth(self._place.fontMetrics().horizontalAdvance(longest or text) + 4)
        self._place.setText(text)

    @Slot(int)
    def seek(self, sample: int) -> None:
        """Put the cursor on a sample of the longest lane."""
        lane = self._session.longest_lane
        if lane is None or lane.history is None or not lane.history.sample_count:
            return
        newest = lane.history.sample_count - 1
        if sample >= newest:
            self._session.cursor.go_live()
        else:
            self._session.cursor.seek(float(lane.history.epochs[sample]))


class Timeline(QSlider):
    """A slider over the samples; only those that exist can be reached.

    Signals:
        sought: the sample that the user wants to see.
    """

    sought = Signal(int)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("timeline")
        self.setAccessibleName("Timeline")
        self.setToolTip("Drag to look at another epoch")
        self._newest = 0
        self.actionTriggered.connect(self._follow_user)

    def show_range(self, planned: int, newest: int, sample: int) -> None:
        """Show a training of so many samples, of which the newest exists, and the cursor on one of them."""
        self._newest = max(newest, 0)
        if self.isSliderDown():
            return
        self.setRange(0, max(planned, 1))
        self.setPageStep(max(1, planned // 10))
        self.setValue(max(sample, 0))

    def mousePressEvent(self, event: object) -> None:
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
