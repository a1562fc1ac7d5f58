"""The one place of messages: what happened, what is under the pointer, and how far the training is."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QStatusBar

from vgdesk.analysis.losses import describe_fit, told_scores
from vgdesk.analysis.numbers import format_scores
from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.ui.formatting import format_time_left
from vgdesk.ui.named import named, set_style_property
from vgdesk.ui.notice import Notice
from vgdesk.ui.plain_text import ElidedLabel
from vgdesk.ui.theme import MARGIN

_LONGEST_NAME = 24
_PLAYS = "Ready: Space plays what is recorded"
_WORDS = {
    State.IDLE: "Ready: Space trains",
    State.PREPARING: "Preparing",
    State.RUNNING: "Training",
    State.PAUSED: "Paused",
    State.STOPPING: "Stopping",
    State.STOPPED: "Stopped; the run so far is kept",
    State.FINISHED: "Finished",
    State.FAILED: "Failed",
}


class StatusLine(QStatusBar):
    """Shows what a session is doing.

    Left: message or readout. Right: epoch, loss and accuracy of the selected lane, progress, time left.

    While the line is hidden, as in a lecture, an error lies over the window instead: nothing moves for it.
    """

    def __init__(self, session: Session):
        super().__init__()
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(MARGIN - 4, 0, MARGIN - 4, 0)
        self._session = session
        self._state = session.state
        self._message, self._is_error, self._readout = "", False, ""
        self._notice: Notice | None = None
        self._left = ElidedLabel("status-message")
        self._left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._scores = named(QLabel(textFormat=Qt.TextFormat.PlainText), "status-scores", "muted")
        self._time = named(QLabel(), "status-time", "muted")
        self._bar = named(QProgressBar(textVisible=False, maximum=1000), "status-progress")
        self._bar.setFixedSize(120, 4)
        self._bar.setAccessibleName("Progress")
        self.addWidget(self._left, 1)
        for widget in (self._scores, self._bar, self._time):
            self.addPermanentWidget(widget)
        lanes = (session.lanes_changed, session.selection_changed, session.history_changed)
        for signal in (session.state_changed, *lanes):
            signal.connect(self.refresh)
        session.message.connect(self.show_message)
        self.refresh()

    @Slot(str, bool)
    def show_message(self, text: str, is_error: bool = False) -> None:
        """Say what happened; it stays until the user does something else."""
        self._message, self._is_error, self._readout = text, is_error, ""
        self._show_left()
        if self.window().isVisible() and not self.isVisible():
            self._notify(text if is_error else "")

    def showEvent(self, event: QShowEvent) -> None:
        """Show what the notice says."""
        super().showEvent(event)
        if self._notice is not None:
            self._notify("")

    @Slot(bool)
    def hide_scores(self, is_hidden: bool) -> None:
        """Say nothing of loss and accuracy, or say it again."""
        self._scores.setVisible(not is_hidden)

    @Slot(str)
    def show_readout(self, text: str) -> None:
        """Show what is under the pointer, while it is there."""
        self._readout = text
        self._show_left()

    @Slot()
    def refresh(self) -> None:
        """Show state, scores and progress."""
        session = self._session
        if session.state is not self._state:
            self._state = session.state
            if self._state is State.PREPARING:
                self._message, self._is_error = "", False
        progress = session.progress
        self._bar.setVisible(session.state.is_busy)
        self._bar.setValue(round(1000 * progress.done))
        left = progress.seconds_left if session.state is State.RUNNING else None
        self._time.setText("" if left is None else format_time_left(left))
        self._scores.setText(self._describe_scores())
        self._show_left()

    def _notify(self, text: str) -> None:
        if self._notice is None:
            self._notice = Notice(self.window())
        self._notice.show_text(text)

    def _show_left(self) -> None:
        plays = self._state is State.IDLE and self._session.plays_next
        text = self._readout or self._message or (_PLAYS if plays else _WORDS[self._state])
        is_error = self._is_error and not self._readout and bool(self._message)
        role = "bad" if is_error else "muted"
        self._left.show_text(text)
        set_style_property(self._left, "role", role)

    def _describe_scores(self) -> str:
        session = self._session
        history = session.selected.history if session.lanes else None
        told = (
            told_scores(history, history.sample_count - 1) if history is not None and history.sample_count else None
        )
        if history is None or told is None:
            return ""
        name = session.selected.name
        name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        words = format_scores(*told[:2], fit=describe_fit(history.started, told[0]))
        if not history.started.has_epochs:
            return f"{name}: step {history.step}   {words}"
        epoch = history.scores.epoch[-1] if len(history.scores.epoch) else history.epochs[-1]
        return f"{name}: epoch {round(epoch, 2):.6g}   {words}"
