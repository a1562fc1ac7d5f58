"""What moves the cursor through time: the first half of the View menu."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from vgdesk.session.session import Session
from vgdesk.ui.actions import Actions, connect


class TimeCommands(QObject):
    """Moves the cursor, by itself or step by step.

    Args:
        session: whose cursor is moved.
        actions: those that move it are connected here.
        attempt: does what may be refused, and tells the user why if it is.
        parent: as Qt has it.
    """

    def __init__(
        self,
        session: Session,
        actions: Actions,
        attempt: Callable[[Callable[[], object]], None],
        parent: QObject | None = None,
    ):
        super().__init__(parent)
        self._session, self._actions = session, actions
        actions.go_live.setCheckable(True)
        actions.count_steps.setCheckable(True)
        actions.count_steps.toggled.connect(session.cursor.count_steps)
        connect(
            {
                actions.go_start: session.go_start,
                actions.go_back: partial(self._step, -1),
                actions.go_on: partial(self._step, 1),
                actions.go_first_bad: partial(attempt, session.go_first_bad),
                actions.go_live: self._go_live,
                actions.replay: session.player.toggle,
                actions.replay_slower: session.player.slower,
                actions.replay_faster: session.player.faster,
            }
        )

    def refresh(self) -> None:
        """Offer what may be done now."""
        a, player = self._actions, self._session.player
        a.go_live.setChecked(self._session.cursor.is_live)
        a.replay.setText("Hold the &replay" if player.is_playing else "&Replay")
        for action in (a.replay, a.replay_slower, a.replay_faster):
            action.setEnabled(player.can_play)
        a.go_first_bad.setEnabled(self._session.longest_lane is not None)

    def _step(self, samples: int) -> None:
        self._session.cursor.step(self._session.lanes, samples)

    def _go_live(self) -> None:
        self._session.cursor.go_live()
        self.refresh()  # a click that changes nothing has unchecked it
