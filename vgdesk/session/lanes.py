"""The lanes on the screen, one of them selected, and what may be done with them between two races."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec, change_spec, parse_spec
from vgdesk.runs.library import copy_run
from vgdesk.runs.reader import read_run
from vgdesk.session.lane import MAX_LANES, Lane, free_color, free_name
from vgdesk.session.playback import Cursor
from vgdesk.session.states import State, check_move


class Lanes(QObject):
    """Holds the lanes and the cursor they are looked at with; every change is told by a signal.

    Attributes:
        lanes: from the top of the screen.
        state: what is being done with them.
        cursor: the moment looked at.

    Signals:
        lanes_changed: lanes came, went or changed their name or order.
        selection_changed: another lane is selected.
        spec_changed: the selected lane's spec changed.
        history_changed: runs have grown, begun or been dropped.
        state_changed: the new State.
        message: text, and whether it is an error.
    """

    lanes_changed = Signal()
    selection_changed = Signal()
    spec_changed = Signal()
    history_changed = Signal()
    state_changed = Signal(object)
    message = Signal(str, bool)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.lanes: list[Lane] = []
        self.state = State.IDLE
        self.cursor = Cursor(self)
        self._selected = 0

    @property
    def selected(self) -> Lane:
        """The lane that the builder shows."""
        return self.lanes[self._selected]

    @property
    def longest_lane(self) -> Lane | None:
        """The lane with the most samples, which the timeline counts; None before any training."""
        trained = [lane for lane in self.lanes if lane.history is not None]
        return max(trained, key=lambda lane: lane.history.sample_count, default=None)  # type: ignore[union-attr]

    def load(self, specs: Sequence[ExperimentSpec]) -> None:
        """Replace all lanes by new ones of these specs."""
        self._refuse_while_busy()
        self.lanes = [Lane(spec, color) for color, spec in enumerate(specs)]
        self._selected = 0
        self._set_idle()
        self._tell_lanes()

    def add_lane(self, spec: ExperimentSpec | None = None) -> None:
        """Put a lane beside the others, with a copy of the selected one's spec if none is given.

        Raises:
            VgdeskError: there is no room, or a race is under way.
        """
        self._refuse_while_busy()
        if len(self.lanes) >= MAX_LANES:
            raise VgdeskError(f"there is room for {MAX_LANES} lanes; remove one first")
        spec = spec or self.selected.spec
        spec = spec.model_copy(update={"name": free_name(spec.name, self.lanes)})
        self.lanes.append(Lane(spec, free_color(self.lanes)))
        self._selected = len(self.lanes) - 1
        self._tell_lanes()

    def remove_lane(self, index: int) -> None:
        """Take a lane off the screen; its file stays. The last lane stays.

        Raises:
            VgdeskError: it is the only lane, or a race is under way.
        """
        self._refuse_while_busy()
        if len(self.lanes) == 1:
            raise VgdeskError("the last lane cannot be removed; load another lesson instead")
        del self.lanes[index]
        self._selected = min(self._selected, len(self.lanes) - 1)
        self._tell_lanes()

    def rename_lane(self, name: str) -> None:
        """Call the selected lane something else.

        Raises:
            VgdeskError: the name is empty or too long.
        """
        self.set_spec(change_spec(self.selected.spec, {"name": name}))

    def select(self, index: int) -> None:
        """Show another lane in the builder."""
        if index != self._selected and 0 <= index < len(self.lanes):
            self._selected = index
            self.selection_changed.emit()

    @Slot(object)
    def set_spec(self, spec: ExperimentSpec) -> None:
        """Change the selected lane's spec; the next training follows it."""
        if spec == self.selected.spec:
            return
        renamed = spec.name != self.selected.name
        self.selected.spec = spec
        self.spec_changed.emit()
        if renamed:
            self.lanes_changed.emit()

    def open_run(self, path: Path) -> None:
        """Show a recorded run in place of all lanes.

        Raises:
            RunFileError: the file cannot be read.
            SpecError: its spec is of no kind that this version knows.
            VgdeskError: a race is under way.
        """
        self._refuse_while_busy()
        history = read_run(path)
        spec = parse_spec(history.started.spec_json)
        lane = Lane(spec, 0, run=history.run, path=path, trained_spec=spec, history=history)
        self.lanes, self._selected = [lane], 0
        self._set_idle()
        self._tell_lanes()
        self.message.emit(history.note or f"opened {path.name}", bool(history.note))

    def save_run(self, path: Path) -> None:
        """Copy the selected lane's run file.

        Raises:
            VgdeskError: there is no run yet, or the file cannot be written.
        """
        if self.selected.path is None or self.selected.history is None:
            raise VgdeskError(f"lane {self.selected.name!r} has no run yet; train it first")
        copy_run(self.selected.path, path)
        self.message.emit(f"saved {path.name}", False)

    def _move(self, state: State) -> None:
        check_move(self.state, state)
        self.state = state
        self.state_changed.emit(state)

    def _set_idle(self) -> None:
        if self.state is not State.IDLE:
            self._move(State.IDLE)
        self.cursor.go_live()

    def _tell_lanes(self) -> None:
        self.lanes_changed.emit()
        self.selection_changed.emit()
        self.history_changed.emit()

    def _refuse_while_busy(self) -> None:
        if self.state.is_busy:
            raise VgdeskError("the lanes are training; stop them first")
