"""What the Train and Lane menus do, with what is still being typed in the builder taken in before."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from vgdesk.errors import SpecError
from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.ui.actions import Actions, connect
from vgdesk.ui.builder.panel import BuilderPanel
from vgdesk.ui.dialogs.ask_name import ask_name

_TRAIN_TEXTS = {State.RUNNING: "&Pause", State.PAUSED: "&Go on"}


class LaneCommands(QObject):
    """Drives the training and changes the lanes.

    Args:
        session: what is driven.
        builder: what the user edits.
        actions: those of the two menus are connected here.
        attempt: does what may be refused, and tells the user why if it is.
    """

    def __init__(
        self,
        session: Session,
        builder: BuilderPanel,
        actions: Actions,
        attempt: Callable[[Callable[[], object]], None],
    ):
        super().__init__(builder)
        self._session, self._builder, self._actions = session, builder, actions
        acts = {
            actions.train: partial(self._train, session.toggle),
            actions.step: partial(self._train, session.step),
            actions.stop: session.stop,
            actions.race: partial(self._train, session.race_change),
            actions.branch: partial(self._train, session.branch),
            actions.add_lane: self._add,
            actions.rename_lane: self._rename,
            actions.recolor_lane: session.lane_list.recolor,
            actions.lane_up: partial(session.lane_list.move, -1),
            actions.lane_down: partial(session.lane_list.move, 1),
            actions.remove_lane: self._remove,
        }
        connect({action: partial(attempt, act) for action, act in acts.items()})

    def refresh(self) -> None:
        """Offer what may be done now."""
        a, session, state = self._actions, self._session, self._session.state
        is_stopping, lanes = state is State.STOPPING, session.lanes
        a.train.setText(_TRAIN_TEXTS.get(state, "&Train"))
        for action in (a.train, a.step):
            action.setEnabled(state is not State.PREPARING and not is_stopping)
        a.stop.setEnabled(state.is_busy and not is_stopping)
        for action in (a.race, a.add_lane, a.rename_lane):
            action.setEnabled(not state.is_busy)
        a.remove_lane.setEnabled(not state.is_busy and len(lanes) > 1)
        a.branch.setEnabled(not state.is_busy and bool(lanes) and session.selected.history is not None)
        a.lane_up.setEnabled(bool(lanes) and session.selected is not lanes[0])
        a.lane_down.setEnabled(bool(lanes) and session.selected is not lanes[-1])

    def select(self, index: int) -> None:
        """Show another lane in the builder."""
        self._builder.commit()
        self._session.select(index)

    def _add(self) -> None:
        self._builder.commit()
        self._session.add_lane()

    def _remove(self) -> None:
        self._session.remove_lane(self._session.lanes.index(self._session.selected))

    def _rename(self) -> None:
        self._builder.commit()
        name = ask_name(self._builder.window(), self._session.selected.name)
        if name is not None:
            self._session.lane_list.rename(name)

    def _train(self, act: Callable[[], object]) -> None:
        self._builder.commit()
        if self._builder.problems and not self._session.state.is_busy:
            raise SpecError(self._builder.problems)
        act()
