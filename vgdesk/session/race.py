"""Takes in the events of a race for the lanes it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from vgdesk import paths
from vgdesk.checking.treatment import describe_trial
from vgdesk.engine import Entry, StartRace
from vgdesk.events import EndReason, RunEnded, RunEvent, RunStarted
from vgdesk.experiment.recording import RunMoved
from vgdesk.runs.history import History
from vgdesk.runs.library import new_run_path
from vgdesk.session.lane import Lane


@dataclass(frozen=True)
class Progress:
    """How far a race is.

    Attributes:
        done: share of all updates, 0..1.
        seconds_left: estimated, or None while nothing can be said.
    """

    done: float
    seconds_left: float | None


@dataclass
class Race:
    """The lanes being trained together.

    Attributes:
        key: id of the race; events of other races are stale.
        lanes: by id of their run.
        goes_on: whether their runs go on from the states that their files keep.
    """

    key: str
    lanes: dict[str, Lane]
    goes_on: bool = False
    _steps_before: int = 0
    _watch: "_StopWatch" = field(default_factory=lambda: _StopWatch())

    def command(self, *, paused: bool) -> StartRace:
        """The command that starts it; ``paused`` waits after the first sample."""
        entries = (
            Entry(run, lane.spec.to_json(), lane.path or Path(), lane.name, lane.start, self.goes_on)
            for run, lane in self.lanes.items()
        )
        return StartRace(self.key, tuple(entries), paused)

    def take(self, event: RunEvent) -> bool:
        """Give an event to its lane; false if it belongs to none."""
        lane = self.lanes.get(event.run)
        if lane is None:
            return False
        if isinstance(event, RunStarted) and self.goes_on and lane.history is not None:
            lane.history.go_on(event)
            self._steps_before += lane.history.step - lane.history.started.first_step
        elif isinstance(event, RunStarted):
            lane.history = History(event, lane.name)
        elif lane.history is not None:
            lane.history.append(event)
        return True

    def move(self, event: RunMoved) -> None:
        """Let a lane know where its run is now."""
        lane = self.lanes.get(event.run)
        if lane is not None:
            lane.path = event.path

    def end(self, reason: EndReason, message: str = "") -> list[tuple[Path, RunEnded]]:
        """Close every run that has begun and that the engine has not ended; their files, and what to write there."""
        ends = []
        for run, lane in self.lanes.items():
            if lane.history is not None and lane.history.ended is None:
                ended = RunEnded(run, reason, message)
                lane.history.append(ended)
                ends += [(lane.path, ended)] if lane.path is not None else []
        return ends

    def pause_watch(self, *, paused: bool) -> None:
        """Keep waiting out of the estimate of the time left."""
        self._watch.hold(paused)

    def judge_trials(self) -> list[str]:
        """Note on its lanes what the remedies under trial did; a sentence each."""
        said = []
        for lane in self.lanes.values():
            if lane.treatment is not None:
                lane.trial = lane.treatment.judge(lane.trained_spec, lane.history)
                if lane.trial is not None:
                    said.append(f"{lane.name}, {describe_trial(lane.treatment, lane.trial)}")
        return said

    def progress(self) -> Progress:
        """How far all lanes together are."""
        histories = [lane.history for lane in self.lanes.values() if lane.history is not None]
        total = sum(history.started.total_steps - history.started.first_step for history in histories)
        steps = sum(history.step - history.started.first_step for history in histories)
        done = steps / total if total else 0.0
        spent, here = self._watch.seconds(), steps - self._steps_before
        return Progress(done, spent * (total - steps) / here if here > 0 and spent > 1 else None)


def make_race(key: str, lanes: Sequence[Lane]) -> Race:
    """Give every lane a new run and a file to record it in.

    Raises:
        RunFileError: the folder of runs cannot be written.
    """
    files = [new_run_path(paths.runs_folder(), lane.name) for lane in lanes]
    for number, (lane, file) in enumerate(zip(lanes, files, strict=True)):
        lane.forget_run()
        lane.run, lane.path, lane.trained_spec = f"{key}-{number}", file, lane.spec
    return Race(key, {lane.run: lane for lane in lanes})


class _StopWatch:
    """Counts seconds, but for those on hold."""

    def __init__(self) -> None:
        self._spent = 0.0
        self._since: float | None = monotonic()

    def hold(self, paused: bool) -> None:
        self._spent = self.seconds()
        self._since = None if paused else monotonic()

    def seconds(self) -> float:
        return self._spent + (monotonic() - self._since if self._since is not None else 0.0)
