"""One run in the library, as it is listed."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vgdesk.library.facts import RunFacts
from vgdesk.runs.schema import Shown

_NO_SHOWN = Shown()


class RunState(StrEnum):
    """How far a run is."""

    UNREAD = "not read yet"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    RUNNING = "running"
    CUT_OFF = "cut off"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class RunEntry:
    """One file in the folder of runs.

    Attributes:
        path: of the file.
        bytes: its size, with that of its write-ahead log.
        changed: when it was last written, seconds since 1970.
        state: how far the run is.
        facts: what the file says; None where it cannot be read, or was not yet.
        problem: why it cannot be read.
        shown: its name, colour, place and star.
        difference: what sets it apart from the run that was recorded before it; empty for the first.
    """

    path: Path
    bytes: int
    changed: float
    state: RunState = RunState.UNREAD
    facts: RunFacts | None = None
    problem: str = ""
    shown: Shown = _NO_SHOWN
    difference: str = ""

    @property
    def name(self) -> str:
        """Of its lane; of the file where that is not known."""
        return self.shown.name or (self.facts.lane if self.facts else "") or self.path.stem

    @property
    def date(self) -> float:
        """When it began, seconds since 1970; when it was last written where that is not known."""
        return self.facts.started if self.facts else self.changed

    @property
    def trouble(self) -> str:
        """What is wrong with it, for the user; empty for nothing."""
        return self.problem or (self.facts.note if self.facts else "")
