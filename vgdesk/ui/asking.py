"""Asks in place where something can only be done once the training is stopped, or once a lane makes way."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.ui.question import Answer, Question

_STOP = "The lanes are training. Stop and change? What is trained so far stays in its run, and Undo brings it back."
_ROOM = "All {} places are taken. Which lane makes way? Undo brings it back."
_LONGEST_NAME = 24

Act = Callable[[], object]


class Asking(QObject):
    """Puts questions over a window.

    Args:
        window: what they lie over.
        session: whose training is stopped, or whose lanes make way.
    """

    _may_act = Signal()
    _wanted = Signal(object)

    def __init__(self, window: QWidget, session: Session):
        super().__init__(window)
        self._window, self._session = window, session
        self._question: Question | None = None
        self._waiting: Act | None = None
        session.state_changed.connect(self._follow_state)
        self._may_act.connect(self._act, Qt.ConnectionType.QueuedConnection)
        self._wanted.connect(self._ask, Qt.ConnectionType.QueuedConnection)  # the key pressed now is no answer

    def stop_first(self, act: Act, decline: Act) -> None:
        """Ask whether to stop the training, and then do something.

        Args:
            act: done as soon as nothing trains.
            decline: done where the training goes on.
        """
        if self._session.state is State.STOPPING:
            self._stop(act)
            return
        yes = Answer("Stop and change", partial(self._stop, act))
        self._wanted.emit((_STOP, [yes], "Go on training", decline))

    def give_place(self, act: Act) -> None:
        """Ask which lane makes way, and then do something that adds one."""
        lanes = self._session.lanes
        answers = [
            Answer(_shorten(lane.name), partial(self._give, number, act), number + 1, lane.color)
            for number, lane in enumerate(lanes)
        ]
        self._wanted.emit((_ROOM.format(len(lanes)), answers, "Keep all", lambda: None))

    def offer(self, text: str, answers: Sequence[Answer], decline: Act) -> None:
        """Offer something that can wait."""
        self._wanted.emit((text, list(answers), "Not now", decline))

    @Slot(object)
    def _ask(self, asked: tuple[str, list[Answer], str, Act]) -> None:
        if self._question is None:
            self._question = Question(self._window)
        self._question.ask(*asked)

    def _give(self, place: int, act: Act) -> None:
        with self._session.lane_list.giving_place(place):
            act()

    def _stop(self, act: Act) -> None:
        self._waiting = act
        self._session.stop()
        self._follow_state(self._session.state)

    @Slot(object)
    def _follow_state(self, state: State) -> None:
        if self._waiting is not None and not state.is_busy:
            self._may_act.emit()

    @Slot()
    def _act(self) -> None:
        act, self._waiting = self._waiting, None
        if act is not None:
            act()


def _shorten(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
