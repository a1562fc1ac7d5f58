"""The transport bar: train, pause, step, stop, the timeline, and replay."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.session.time import SPEEDS, Time, TimeUnit
from vgdesk.ui.command import CommandSet
from vgdesk.ui.glyphs import TransportButton
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.theme import GAP, MARGIN, current_theme, themed
from vgdesk.ui.timeline import Marks, Timeline, make_marks

_AROUND = 8
_AROUND_PLACE = 10  # paddings and border


class TransportBar(QFrame):
    """Drives the session and its cursor.

    Args:
        session: what is driven.
        commands: what the buttons do.
    """

    def __init__(self, session: Session, commands: CommandSet):
        super().__init__()
        self.setObjectName("transport")
        self.setAccessibleName("Transport")
        self._session = session
        self._marks: Marks | None = None
        self._train = TransportButton(commands["train"], "play")
        self._train.setProperty("primary", True)
        self._timeline = Timeline()
        self._timeline.sought.connect(self.seek)
        self._place = named(QPushButton(flat=True), "transport-place")
        self._place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place.setToolTip(commands["count_steps"].toolTip())
        self._place.clicked.connect(commands["count_steps"].trigger)
        self._replay = TransportButton(commands["replay"], "replay")
        self._speed = SpeedButton(session.time)
        self._live = named(QToolButton(autoRaise=True), "transport-live")
        self._live.setDefaultAction(commands["go_live"])
        self._live.setAccessibleName("Live")
        stop, step = TransportButton(commands["stop"], "stop"), TransportButton(commands["step"], "step")
        self._buttons = (stop, self._train, step)
        self._row = QHBoxLayout(self)
        self._lay_out()
        for signal in (session.lanes_changed, session.history_changed, session.state_changed):
            signal.connect(self.refresh)
        session.time.moved.connect(self.refresh)
        session.time.play_changed.connect(self.refresh)
        self.restyle()
        themed.changed.connect(self.restyle)

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        pixels = current_theme().pixels
        self._row.setContentsMargins(pixels(MARGIN), pixels(_AROUND), pixels(MARGIN), pixels(_AROUND))
        self._row.setSpacing(pixels(GAP))
        self._speed.refresh()
        self.refresh()

    def tab_chain(self) -> list[QWidget]:
        """What Tab goes through, in order."""
        return [*self._buttons, self._timeline, self._place, self._replay, self._speed, self._live]

    @Slot()
    def refresh(self) -> None:
        """Show the state, the cursor and how far the training is."""
        session = self._session
        plays = session.plays_next and session.time.is_playing
        self._train.set_icon("pause" if session.state is State.RUNNING or plays else "play")
        self._replay.set_icon("hold" if session.time.is_playing else "replay")
        self._speed.setEnabled(session.time.can_play)
        self._marks = marks = make_marks(session)
        self._timeline.setEnabled(marks is not None)
        self._place.setEnabled(marks is not None)
        if marks is None:
            self._timeline.show_range(0, 0, 0)
            self._show_place("not trained yet")
            return
        mark = marks.mark_at(session.time.epoch)
        self._timeline.show_range(marks.planned, marks.newest, mark)
        self._show_place(
            *(marks.describe(at, session.time.unit is TimeUnit.STEP) for at in (marks.epoch_of(mark), marks.end))
        )

    @Slot(int)
    def seek(self, mark: int) -> None:
        """Put the cursor on a mark of the timeline."""
        if self._marks is not None:
            self._session.time.look_at(self._marks.epoch_of(mark))

    def _show_place(self, text: str, longest: str = "") -> None:
        """Say where the cursor is; as wide as the longest text, so that nothing beside it moves."""
        self._place.ensurePolished()
        width = self._place.fontMetrics().horizontalAdvance(longest or text)
        self._place.setMinimumWidth(width + current_theme().pixels(_AROUND_PLACE))
        self._place.setText(text)

    def _lay_out(self) -> None:
        row = self._row
        for widget in self._buttons:
            row.addWidget(widget)
        row.addWidget(self._timeline, 1)
        row.addWidget(self._place)
        playing = fill(QHBoxLayout(), self._replay, self._speed, gap=0)
        row.addLayout(playing)
        row.addWidget(self._live)


class SpeedButton(QToolButton):
    """How fast the replay goes; a click offers the speeds."""

    def __init__(self, time: Time):
        super().__init__(autoRaise=True)
        self.setObjectName("transport-speed")
        self._time = time
        self.setToolTip("Speed of the replay; 1× shows the whole in 20 seconds")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.offer)
        time.play_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the speed in force."""
        self.ensurePolished()
        widest = max(self.fontMetrics().horizontalAdvance(_write_speed(speed)) for speed in SPEEDS)
        self.setMinimumWidth(widest + current_theme().pixels(_AROUND_PLACE))
        self.setText(_write_speed(self._time.speed))
        self.setAccessibleName(f"Replay speed {_write_speed(self._time.speed)}")

    @Slot()
    def offer(self) -> None:
        """Open the list of speeds, above the button."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for speed in SPEEDS:
            action = menu.addAction(_write_speed(speed), partial(self._time.set_speed, speed))
            action.setCheckable(True)
            action.setChecked(speed == self._time.speed)
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _write_speed(speed: float) -> str:
    return f"{speed:g}×"
