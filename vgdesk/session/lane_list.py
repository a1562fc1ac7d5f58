"""The lanes on the screen, one of them selected, and what may be done with them between two races."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from vgdesk.analysis.first_bad import first_bad
from vgdesk.analysis.numbers import format_epoch
from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec, change_spec, name_change, parse_spec
from vgdesk.runs.history import History
from vgdesk.runs.library import copy_run
from vgdesk.runs.reader import read_run
from vgdesk.session.lane import MAX_LANES, Lane, free_color, free_name, start_of
from vgdesk.session.states import State, check_move
from vgdesk.session.time import Time


class Lanes(QObject):
    """Holds the lanes and the time they are looked at; every change is told by a signal.

    Attributes:
        lanes: from the top of the screen.
        state: what is being done with them.
        time: which time is looked at.

    Signals:
        lanes_changed: lanes came, went or changed their name, colour or order.
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
        self.time = Time(self._list_epochs, self)
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

    def go_first_bad(self) -> None:
        """Look at the first sample at which the selected lane was not healthy, and say what is wrong there.

        Raises:
            VgdeskError: it has no run yet.
        """
        lane = self.selected
        if lane.history is None:
            raise VgdeskError(f"lane {lane.name!r} has no run yet; train it first")
        found = first_bad(lane.history)
        if found is not None:
            self.time.look_at(found.epoch)
        self.message.emit(f"{lane.name}: {found.text if found else 'nothing went bad so far'}", False)

    def load(self, specs: Sequence[ExperimentSpec]) -> None:
        """Replace all lanes by new ones of these specs."""
        self._refuse_while_busy()
        self.lanes = [Lane(spec, color) for color, spec in enumerate(specs)]
        self._selected = 0
        self._set_idle()
        self._tell_lanes()

    def add_lane(self, spec: ExperimentSpec | None = None) -> None:
        """Put a lane beside the others, with a copy of the selected one's spec and start if none is given.

        Raises:
            VgdeskError: there is no room, or a race is under way.
        """
        self._refuse_while_busy()
        if len(self.lanes) >= MAX_LANES:
            raise VgdeskError(f"there is room for {MAX_LANES} lanes; remove one first")
        start = self.selected.start if spec is None else None
        spec = spec or self.selected.spec
        spec = spec.model_copy(update={"name": free_name(spec.name, self.lanes)})
        self.lanes.append(Lane(spec, free_color(self.lanes), start=start))
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

    def move_lane(self, places: int) -> None:
        """Move the selected lane down the screen by so many places, up for fewer than none; the ends hold it."""
        lane = self.selected
        place = min(max(self._selected + places, 0), len(self.lanes) - 1)
        if place != self._selected:
            self.lanes.insert(place, self.lanes.pop(self._selected))
            self._selected = self.lanes.index(lane)
            self.lanes_changed.emit()

    def recolor_lane(self) -> None:
        """Give the selected lane the next free colour; if all are taken, it and the lane of the next one swap."""
        lane = self.selected
        color = free_color(self.lanes, lane.color)
        for other in self.lanes:
            if other.color == color:
                other.color = lane.color
        lane.color = color
        self.lanes_changed.emit()

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
        """Show a recorded run in place of all lanes; raises as ``open_runs``."""
        self.open_runs([path])

    def open_runs(self, paths: Sequence[Path]) -> None:
        """Show recorded runs, a lane each, in place of all lanes.

        Raises:
            RunFileError: a file cannot be read.
            SpecError: the spec of one is of no kind that this version knows.
            VgdeskError: there are too many, or a race is under way.
        """
        self._refuse_while_busy()
        if len(paths) > MAX_LANES:
            raise VgdeskError(f"there is room for {MAX_LANES} lanes; open {MAX_LANES} runs at most")
        histories = [read_run(path) for path in paths]
        lanes: list[Lane] = []
        for color, (path, history) in enumerate(zip(paths, histories, strict=True)):
            spec = parse_spec(history.started.spec_json)
            start = start_of(history)
            lanes.append(
                Lane(spec, color, run=history.run, path=path, trained_spec=spec, history=history, start=start)
            )
        self.lanes, self._selected = lanes, 0
        self._set_idle()
        self._tell_lanes()
        notes = [history.note for history in histories if history.note]
        opened = ", ".join(f"{path.name}{_tell_origin(each)}" for path, each in zip(paths, histories, strict=True))
        self.message.emit("; ".join(notes) or f"opened {opened}", bool(notes))

    def save_run(self, path: Path) -> None:
        """Copy the selected lane's run file.

        Raises:
            VgdeskError: there is no run yet, or the file cannot be written.
        """
        if self.selected.path is None or self.selected.history is None:
            raise VgdeskError(f"lane {self.selected.name!r} has no run yet; train it first")
        copy_run(self.selected.path, path)
        self.message.emit(f"saved {path.name}", False)

    def _add_change(self) -> None:
        """Give the selected lane the spec of its run back, and put the one that it has now into a lane beside it."""
        lane = self.selected
        changed, kept = lane.spec, lane.trained_spec or lane.spec
        name = name_change(kept, changed) if changed.name == kept.name else changed.name
        lane.spec = kept
        try:
            self.add_lane(changed.model_copy(update={"name": name}))
        except VgdeskError:
            lane.spec = changed
            raise
        self.selected.start = lane.start

    def _move(self, state: State) -> None:
        check_move(self.state, state)
        self.state = state
        self.state_changed.emit(state)

    def _set_idle(self) -> None:
        if self.state is not State.IDLE:
            self._move(State.IDLE)
        self.time.go_live()

    def _tell_lanes(self) -> None:
        self.time.set_window(None)
        self.lanes_changed.emit()
        self.selection_changed.emit()
        self.history_changed.emit()

    def _list_epochs(self) -> list[NDArray[np.float64]]:
        return [lane.history.epochs for lane in self.lanes if lane.history is not None]

    def _refuse_while_busy(self) -> None:
        if self.state.is_busy:
            raise VgdeskError("the lanes are training; stop them first")


def _tell_origin(history: History) -> str:
    origin = history.started.origin
    if origin is None:
        return ""
    kept = "" if start_of(history) else ", whose weights are not kept: Train begins with fresh ones"
    return f", which goes on from epoch {format_epoch(origin.epoch)} of another run{kept}"
