"""Keeps a builder and the selected lane of a session in step."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Slot

from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.session.lane import Lane
from vgdesk.session.session import Session
from vgdesk.ui.builder.panel import BuilderPanel

_WATCHED = "This run was recorded from your own program, which alone knows the network. File, New begins another"


class Attempt(Protocol):
    """Does something that may be refused or must be asked about first."""

    def __call__(self, act: Callable[[], object], *, keeps_message: bool, decline: Callable[[], object]) -> None:
        """Do it, or something else where it is not to be."""


class SessionLink(QObject):
    """Shows in the builder what the session says, and the other way round.

    Args:
        builder: edits the selected lane's spec.
        session: has it.
        attempt: gives the session an edit; while it trains the user is asked.
    """

    def __init__(self, builder: BuilderPanel, session: Session, attempt: Attempt):
        super().__init__(builder)
        self._builder, self._session, self._attempt = builder, session, attempt
        builder.spec_changed.connect(self._take_edit)
        builder.data_preview_wanted.connect(session.request_preview)
        session.preview_arrived.connect(builder.set_preview)
        session.selection_changed.connect(self._show_selected)
        session.spec_changed.connect(self._show_edit)

    @Slot(object)
    def _take_edit(self, spec: ExperimentSpec) -> None:
        act = partial(self._change, self._session.selected, spec)
        self._attempt(act, keeps_message=True, decline=self._show_selected)

    def _change(self, lane: Lane, spec: ExperimentSpec) -> None:
        """Change a lane that the builder showed when it was edited; another one may be shown by now."""
        if lane in self._session.lanes:
            self._session.select(self._session.lanes.index(lane))
            self._session.set_spec(spec)

    @Slot()
    def _show_selected(self) -> None:
        lane = self._session.selected
        self._builder.set_spec(lane.spec)
        self._builder.set_editable(not lane.is_watched, _WATCHED)

    @Slot()
    def _show_edit(self) -> None:
        if self._builder.spec != self._session.selected.spec:
            self._show_selected()
