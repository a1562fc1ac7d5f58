"""Keeps a builder and the selected lane of a session in step."""

from PySide6.QtCore import QObject, Slot

from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.ui.builder.panel import BuilderPanel

_LOCKED = "Stop training to change the lanes"
_WATCHED = "This run was recorded from your own program, which alone knows the network. File, New begins another"


class SessionLink(QObject):
    """Shows in the builder what the session says, and the other way round.

    Args:
        builder: edits the selected lane's spec.
        session: has it.
    """

    def __init__(self, builder: BuilderPanel, session: Session):
        super().__init__(builder)
        self._builder, self._session = builder, session
        builder.spec_changed.connect(session.set_spec)
        builder.data_preview_wanted.connect(session.request_preview)
        session.preview_arrived.connect(builder.set_preview)
        session.selection_changed.connect(self._show_selected)
        session.spec_changed.connect(self._show_edit)
        session.state_changed.connect(self._lock)

    @Slot()
    def _show_selected(self) -> None:
        self._builder.set_spec(self._session.selected.spec)
        self._lock(self._session.state)

    @Slot()
    def _show_edit(self) -> None:
        if self._builder.spec != self._session.selected.spec:
            self._show_selected()

    @Slot(object)
    def _lock(self, state: State) -> None:
        is_watched = bool(self._session.lanes) and self._session.selected.is_watched
        hint = _WATCHED if is_watched and not state.is_busy else _LOCKED
        self._builder.set_editable(not state.is_busy and not is_watched, hint)
