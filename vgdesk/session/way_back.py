"""Undo and redo of everything that changes what is on the screen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from vgdesk.errors import BusyError, VgdeskError
from vgdesk.session.lane_state import LaneState
from vgdesk.session.reopening import Reopened, Reopening
from vgdesk.session.screens import Screen, Screens

MOST_STEPS = 200
MOST_BYTES = 256 * 2**20
"""Of the runs that are kept in memory for screens that are not there now."""


@dataclass(frozen=True, eq=False)
class Step:
    """A change of the screen.

    Attributes:
        label: what was done.
        screen: what was there before, for an undo; after it, for a redo.
    """

    label: str
    screen: Screen


class WayBack(QObject):
    """Remembers the screens before each change, and those that were undone.

    Args:
        screens: takes them and puts them back.
        parent: of this object.

    Attributes:
        reopening: reads the run files of screens whose runs are no longer in memory.

    Signals:
        changed: what can be undone or redone has changed.
        said: text, and whether it is an error.
    """

    changed = Signal()
    said = Signal(str, bool)

    def __init__(self, screens: Screens, parent: QObject | None = None):
        super().__init__(parent)
        self._screens = screens
        self._past: list[Step] = []
        self._future: list[Step] = []
        self._is_within = False
        self._awaited: tuple[list[Step], Step] | None = None
        self.reopening = Reopening(self)
        self.reopening.done.connect(self._go_on)
        self.reopening.failed.connect(self._give_up)

    @property
    def undone_next(self) -> str:
        """What an undo takes back; empty for nothing."""
        return self._past[-1].label if self._past else ""

    @property
    def redone_next(self) -> str:
        """What a redo does again; empty for nothing."""
        return self._future[-1].label if self._future else ""

    @Slot(str)
    def note(self, label: str) -> None:
        """Remember the screen as it is: something small is about to change it."""
        if not self._is_within:
            self._remember(Step(label, self._screens.take()))

    @contextmanager
    def step(self, label: str) -> Iterator[None]:
        """All changes within are one step; if a VgdeskError ends them, the screen is put back as it was."""
        if self._is_within:
            yield
            return
        before = self._screens.take()
        self._is_within = True
        try:
            yield
        except VgdeskError:
            if before.lanes:
                self._screens.put(before)
            raise
        finally:
            self._is_within = False
        self._remember(Step(label, before))

    def undo(self) -> None:
        """Put the screen before the last change back; does nothing without any.

        Raises:
            BusyError: lanes are training that would leave it.
            VgdeskError: another screen is being put back.
        """
        self._go(self._past)

    def redo(self) -> None:
        """Do again what was undone last; raises as ``undo``."""
        self._go(self._future)

    def close(self) -> None:
        """End the reading of run files."""
        self.reopening.close()

    def _remember(self, step: Step) -> None:
        if not step.screen.lanes:
            return  # the window has just been opened
        self._past += self._keep_undone(step.screen)
        self._past.append(step)
        self._future.clear()
        del self._past[:-MOST_STEPS]
        self._forget_runs()
        self.changed.emit()

    def _keep_undone(self, now: Screen) -> list[Step]:
        """Steps through the undone screens and back, where they show runs that would else be out of reach."""
        undone = self._future[::-1]
        known = {run for step in (*self._past, Step("", now)) for _, run in step.screen.runs}
        if all(run in known for step in undone for _, run in step.screen.runs):
            return []
        screens = [now, *(step.screen for step in undone)]
        forward = [Step(step.label, screen) for step, screen in zip(undone, screens, strict=False)]
        return [*forward, Step(f"going back before {undone[0].label}", screens[-1])]

    def _go(self, stack: list[Step]) -> None:
        if not stack:
            return
        self.reopening.refuse_second()
        target = stack[-1]
        if self._screens.are_training and target.screen.runs != self._screens.runs:
            raise BusyError
        unread = target.screen.unread(besides=self._screens.runs)
        if unread:
            self._awaited = (stack, target)
            self.reopening.start(unread)
            return
        other, verb = (self._future, "undone") if stack is self._past else (self._past, "redone")
        other.append(Step(stack.pop().label, self._screens.take()))
        self._screens.put(target.screen)
        self._forget_runs()
        self.said.emit(f"{verb}: {target.label}", False)
        self.changed.emit()

    @Slot(object)
    def _go_on(self, found: Reopened) -> None:
        """Put the awaited screen back with the runs that were read, unless something else was done meanwhile."""
        awaited, self._awaited = self._awaited, None
        if awaited is None or not awaited[0] or awaited[0][-1] is not awaited[1]:
            return
        stack, target = awaited
        lanes = tuple(_with_run(state, found) for state in target.screen.lanes)
        stack[-1] = replace(target, screen=replace(target.screen, lanes=lanes))
        try:
            self._go(stack)
        except VgdeskError as error:  # a race was begun meanwhile
            self.said.emit(str(error), True)
            return
        lost = [why for why in found.values() if isinstance(why, str)]
        if lost:
            self.said.emit("; ".join(lost), True)

    @Slot(str)
    def _give_up(self, why: str) -> None:
        self._awaited = None
        self.said.emit(why, True)

    def _forget_runs(self) -> None:
        """Drop runs from memory that only far steps need and that their files hold."""
        shown = {run for _, run in self._screens.runs}
        nearest = sorted(
            (*enumerate(reversed(self._past)), *enumerate(reversed(self._future))), key=lambda each: each[0]
        )
        kept, dropped, size = set(shown), set[str](), 0
        for state in (state for _, step in nearest for state in step.screen.lanes):
            if state.history is None or state.run in kept or state.run in dropped:
                continue
            size += state.history.memory_bytes
            (dropped if size > MOST_BYTES and _can_be_read(state) else kept).add(state.run)
        if dropped:
            for stack in (self._past, self._future):
                stack[:] = [_without_runs(step, dropped) for step in stack]


def _can_be_read(state: LaneState) -> bool:
    """Whether its file holds all of its run."""
    ended = state.history.ended if state.history is not None else None
    return ended is not None and ended.reason != "failed" and state.path is not None and state.path.is_file()


def _with_run(state: LaneState, found: Reopened) -> LaneState:
    """The lane with what was read of its run; without the run where it cannot be had."""
    read = found.get(state.run)
    if read is None:
        return state
    return state.without_run() if isinstance(read, str) else state.changed(history=read)


def _without_runs(step: Step, runs: set[str]) -> Step:
    lanes: Sequence[LaneState] = step.screen.lanes
    if not any(state.run in runs for state in lanes):
        return step
    for state in lanes:
        if state.run in runs and state.lane.run == state.run:
            state.lane.history = None
    bare = tuple(state.changed(history=None) if state.run in runs else state for state in lanes)
    return replace(step, screen=replace(step.screen, lanes=bare))
