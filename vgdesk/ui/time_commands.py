"""What moves the cursor through time: the first half of the View menu."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from vgdesk.session.session import Session
from vgdesk.session.time import TimeUnit
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
        actions.count_steps.toggled.connect(self._count_steps)
        connect(
            {
                actions.go_start: session.time.go_start,
                actions.go_back: partial(self._step, -1),
                actions.go_on: partial(self._step, 1),
                actions.go_first_bad: partial(attempt, session.go_first_bad),
                actions.go_live: self._go_live,
                actions.replay: session.time.toggle_play,
                actions.replay_slower: partial(session.time.change_speed, -1),
                actions.replay_faster: partial(session.time.change_speed, 1),
            }
        )

    def refresh(self) -> None:
        """Offer what may be done now."""
        a, time = self._actions, self._session.time
        a.go_live.setChecked(time.is_live)
        a.replay.setText("Hold the &replay" if time.is_playing else "&Replay")
        for action in (a.replay, a.replay_slower, a.replay_faster):
            action.setEnabled(time.can_play)
        a.go_first_bad.setEnabled(self._session.longest_lane is not None)

    def _step(self, samples: int) -> None:
        self._session.time.step(samples)

    def _count_steps(self, is_wanted: bool) -> None:
        self._session.time.set_unit(TimeUnit.STEP if is_wanted else TimeUnit.EPOCH)

    def _go_live(self) -> None:
        self._session.time.go_live()
        self.refresh()  # a click that changes nothing has unchecked it
