"""Undo and redo of edits: whole specs, a stack a lane."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoGroup, QUndoStack

from vgdesk.experiment.spec import ExperimentSpec, name_change
from vgdesk.session.session import Session

_MOST_EDITS = 200


class SpecUndo(QObject):
    """Remembers what the specs of the lanes were.

    Signals:
        changed: what can be undone or redone has changed.
        wanted: the ``ExperimentSpec`` that the lane last followed should have again.
    """

    changed = Signal()
    wanted = Signal(object)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._group = QUndoGroup(self)
        self._stacks: dict[str, QUndoStack] = {}
        self._specs: dict[str, ExperimentSpec] = {}
        self._key = ""
        self._session: Session | None = None
        self._group.indexChanged.connect(self._emit_changes)
        self._group.activeStackChanged.connect(self._emit_changes)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return self._group.canUndo()

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to redo."""
        return self._group.canRedo()

    def watch(self, session: Session) -> None:
        """Follow the selected lane of a session, and give it back the specs that are wanted again."""
        self._session = session
        self.wanted.connect(session.set_spec)
        session.selection_changed.connect(self._follow_selected)
        session.spec_changed.connect(self._follow_selected)

    def follow(self, lane: str, spec: ExperimentSpec) -> None:
        """Remember the spec that the lane of that key has now, and follow that lane from now on."""
        if lane not in self._stacks:
            self._stacks[lane] = QUndoStack(self._group)
            self._stacks[lane].setUndoLimit(_MOST_EDITS)
            self._specs[lane] = spec
        self._key = lane
        self._group.setActiveStack(self._stacks[lane])
        before = self._specs[lane]
        if before != spec:
            self._specs[lane] = spec
            self._stacks[lane].push(_Edit(self, before, spec))

    def keep(self, lanes: Iterable[str]) -> None:
        """Forget the edits of all lanes but these."""
        for lane in set(self._stacks) - set(lanes):
            self._stacks.pop(lane).deleteLater()
            del self._specs[lane]

    @Slot()
    def undo(self) -> None:
        """Undo the last edit."""
        self._group.undo()

    @Slot()
    def redo(self) -> None:
        """Redo the last undone edit."""
        self._group.redo()

    def put(self, spec: ExperimentSpec) -> None:
        """Ask that the lane have this spec."""
        if self._specs[self._key] != spec:
            self._specs[self._key] = spec
            self.wanted.emit(spec)

    @Slot()
    def _follow_selected(self) -> None:
        if self._session is not None:
            lane = self._session.selected
            self.keep(each.key for each in self._session.lanes)
            self.follow(lane.key, lane.spec)

    @Slot()
    def _emit_changes(self) -> None:
        self.changed.emit()


class _Edit(QUndoCommand):
    """From one spec to the next."""

    def __init__(self, owner: SpecUndo, before: ExperimentSpec, after: ExperimentSpec):
        super().__init__(name_change(before, after))
        self._owner, self._before, self._after = owner, before, after

    def undo(self) -> None:
        """Back to the spec before."""
        self._owner.put(self._before)

    def redo(self) -> None:
        """On to the spec after; the first time it is there already."""
        self._owner.put(self._after)
