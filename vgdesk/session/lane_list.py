"""The lanes on the screen: their order, which one is selected, and their edits."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from vgdesk.errors import NoRoomError, VgdeskError
from vgdesk.experiment.spec import ExperimentSpec, change_spec, name_change
from vgdesk.session.lane import MAX_LANES, Lane, free_color, free_name
from vgdesk.session.lane_state import LaneState


class LaneList(QObject):
    """Holds the lanes; it does not know whether they are being trained.

    Attributes:
        lanes: from the top of the screen.

    Signals:
        changing: what is about to be changed, in words; all is still as it was.
        lanes_changed: lanes were added or removed, or changed their name, colour or order.
        selection_changed: another lane is selected.
        spec_changed: the selected lane's spec changed.
    """

    changing = Signal(str)
    lanes_changed = Signal()
    selection_changed = Signal()
    spec_changed = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.lanes: list[Lane] = []
        self._selected = 0
        self._given: int | None = None

    @property
    def selected(self) -> Lane:
        """The lane that the builder shows."""
        return self.lanes[self._selected]

    @property
    def longest(self) -> Lane | None:
        """The lane with the most samples; None before any training."""
        trained = [lane for lane in self.lanes if lane.history is not None]
        return max(trained, key=lambda lane: lane.history.sample_count, default=None)  # type: ignore[union-attr]

    def list_epochs(self) -> list[NDArray[np.float64]]:
        """Epochs of the samples [sample] of every lane that has a run."""
        return [lane.history.epochs for lane in self.lanes if lane.history is not None]

    def replace(self, lanes: Sequence[Lane]) -> None:
        """Have these lanes, and the first of them selected."""
        self.lanes, self._selected = list(lanes), 0
        self._announce()

    def put(self, states: Sequence[LaneState], selected: int) -> None:
        """Have lanes again as they were, and the one at that place selected; only what differs is told."""
        before = (self._looks(), self.lanes and self.selected.key, [lane.spec for lane in self.lanes])
        self.lanes, self._selected = [state.put_back() for state in states], selected
        if self._looks() != before[0]:
            self.lanes_changed.emit()
        if self.selected.key != before[1]:
            self.selection_changed.emit()
        if [lane.spec for lane in self.lanes] != before[2]:
            self.spec_changed.emit()

    @contextmanager
    def giving_place(self, index: int) -> Iterator[None]:
        """A lane that is added meanwhile takes the place and the colour of the lane there."""
        self._given = index
        try:
            yield
        finally:
            self._given = None

    def refuse_more(self, count: int, *, beside: bool) -> None:
        """Raise VgdeskError where there is no room for so many lanes, in place of those that are there or beside."""
        if count > MAX_LANES:
            raise VgdeskError(f"there is room for {MAX_LANES} lanes; open {MAX_LANES} runs at most")
        if beside and count + len(self.lanes) > MAX_LANES:
            raise VgdeskError(f"there is room for {MAX_LANES} lanes; remove one first, or open without the others")

    def extend(self, lanes: Sequence[Lane]) -> None:
        """Put lanes below the others, with names and colours that none of those has, and select the first of them.

        Raises:
            VgdeskError: there is no room for them.
        """
        self.refuse_more(len(lanes), beside=True)
        self._selected = len(self.lanes)
        for lane in lanes:
            lane.spec = lane.spec.model_copy(update={"name": free_name(lane.name, self.lanes)})
            if lane.color in {other.color for other in self.lanes}:
                lane.color = free_color(self.lanes)
            self.lanes.append(lane)
        self._announce()

    def add(self, spec: ExperimentSpec | None = None) -> None:
        """Put a lane below the others and select it, with the selected one's spec and start if no spec is given.

        Raises:
            NoRoomError: there are MAX_LANES already, and none gives its place.
        """
        if len(self.lanes) >= MAX_LANES and self._given is None:
            raise NoRoomError(f"there is room for {MAX_LANES} lanes; remove one first")
        start = self.selected.start if spec is None else None
        spec = spec or self.selected.spec
        place = len(self.lanes) if self._given is None else self._given
        others = [lane for lane in self.lanes if lane not in self.lanes[place : place + 1]]
        named = spec.model_copy(update={"name": free_name(spec.name, others)})
        self.changing.emit(f"add {named.name}")
        color = free_color(self.lanes) if place == len(self.lanes) else self.lanes[place].color
        self.lanes[place : place + 1] = [Lane(named, color, start=start)]
        self._selected = place
        self._announce()

    def add_change(self) -> None:
        """Give the selected lane the spec of its run back, and put its changed spec into a lane below the others.

        Raises:
            NoRoomError: as ``add``; nothing is changed.
        """
        lane = self.selected
        changed, kept = lane.spec, lane.trained_spec or lane.spec
        name = name_change(kept, changed) if changed.name == kept.name else changed.name
        lane.spec = kept
        try:
            self.add(changed.model_copy(update={"name": name}))
        except VgdeskError:
            lane.spec = changed
            raise
        self.selected.start = lane.start

    def remove(self, index: int) -> None:
        """Take a lane off the screen; its file is kept.

        Raises:
            VgdeskError: it is the only lane.
        """
        if len(self.lanes) == 1:
            raise VgdeskError("the last lane cannot be removed; load another lesson instead")
        self.changing.emit(f"remove {self.lanes[index].name}")
        del self.lanes[index]
        self._selected = min(self._selected, len(self.lanes) - 1)
        self._announce()

    def move(self, places: int) -> None:
        """Move the selected lane down by a number of places, up for a negative one; the ends hold it."""
        place = min(max(self._selected + places, 0), len(self.lanes) - 1)
        if place != self._selected:
            self.changing.emit(f"move {self.selected.name}")
            self.lanes.insert(place, self.lanes.pop(self._selected))
            self._selected = place
            self.lanes_changed.emit()

    def recolor(self) -> None:
        """Give the selected lane the next free colour; if none is free, it and the lane of the next one swap."""
        lane = self.selected
        color = free_color(self.lanes, lane.color)
        self.changing.emit(f"recolour {lane.name}")
        for other in self.lanes:
            if other.color == color:
                other.color = lane.color
        lane.color = color
        self.lanes_changed.emit()

    def rename(self, name: str) -> None:
        """Give the selected lane another name.

        Raises:
            SpecError: the name is empty or too long.
        """
        self.set_spec(change_spec(self.selected.spec, {"name": name}))

    def select(self, index: int) -> None:
        """Select another lane; does nothing where there is none of that index."""
        if index != self._selected and 0 <= index < len(self.lanes):
            self._selected = index
            self.selection_changed.emit()

    def set_spec(self, spec: ExperimentSpec) -> None:
        """Change the selected lane's spec; its next training uses it."""
        if spec == self.selected.spec:
            return
        renamed = spec.name != self.selected.name
        self.changing.emit(_describe_edit(self.selected.spec, spec))
        self.selected.spec = spec
        self.spec_changed.emit()
        if renamed:
            self.lanes_changed.emit()

    def _looks(self) -> list[tuple[str, str, int]]:
        return [(lane.key, lane.name, lane.color) for lane in self.lanes]

    def _announce(self) -> None:
        self.lanes_changed.emit()
        self.selection_changed.emit()


def _describe_edit(before: ExperimentSpec, after: ExperimentSpec) -> str:
    """What an edit did to a lane, as short as the name of a lane."""
    if after == before.model_copy(update={"name": after.name}):
        return f"rename {before.name}"
    return f"{name_change(before, after)} in {before.name}"
