"""Reads and copies run files in the background."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vgdesk import paths
from vgdesk.analysis.numbers import format_epoch
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.library.marks import Marks
from vgdesk.runs.history import History
from vgdesk.runs.library import copy_run
from vgdesk.runs.reader import read_run
from vgdesk.runs.schema import Shown
from vgdesk.session.job import JobProgress, Report, ThreadJob
from vgdesk.session.lane import Lane, free_color, start_of

_PARTS = 1000
"""Of a file, for its progress."""


@dataclass(frozen=True, eq=False)
class OpenedRuns:
    """Run files that were read.

    Attributes:
        paths: of the files.
        lanes: one a file, in the same order.
        message: what was opened, or what is damaged.
        is_damaged: whether a file lacks something.
        beside: whether they come to the lanes that are there, and not in their place.
    """

    paths: tuple[Path, ...]
    lanes: tuple[Lane, ...]
    message: str
    is_damaged: bool
    beside: bool = False


class RunReading(ThreadJob):
    """Reads run files; the result is ``OpenedRuns``."""

    name = "the opening"
    busy = "runs are being opened already; wait for them or cancel that"

    def start(self, paths: Sequence[Path], *, beside: bool = False) -> None:
        """Read these files, a lane each, in place of all lanes or beside them.

        Raises:
            VgdeskError: others are being read.
        """
        self.refuse_second()
        self.run(partial(_read, tuple(paths), beside))


class RunSaving(ThreadJob):
    """Copies a run file; the result is the path of the copy."""

    name = "the saving"
    busy = "a run is being saved already; wait for it or cancel it"

    def start(self, source: Path, target: Path) -> None:
        """Copy a run, even one being recorded; an older file at the target is replaced only on success.

        Raises:
            VgdeskError: another copy is being made.
        """
        self.refuse_second()
        self.run(partial(_copy, source, target))


def _read(files: tuple[Path, ...], beside: bool, report: Report) -> OpenedRuns:
    """Raises RunFileError for a file that cannot be read, SpecError for a spec of a kind that is not known here."""
    found = []
    for number, path in enumerate(files):
        history = read_run(path, partial(_report_share, report, number, len(files), path.name))
        found.append((path, history, Marks(paths.runs_folder()).find(path, history.run)))
    notes = [history.note for _, history, _ in found if history.note]
    opened = ", ".join(f"{path.name}{_describe_origin(history)}" for path, history, _ in found)
    lanes = _make_lanes(found)
    message = "; ".join(notes) or f"opened {opened}"
    return OpenedRuns(tuple(lane.path or Path() for lane in lanes), tuple(lanes), message, bool(notes), beside)


def _make_lanes(found: Sequence[tuple[Path, History, Shown]]) -> list[Lane]:
    """In the order, the names and the colours that they had last; where those are not kept, as they are given."""
    places = [shown.place for _, _, shown in found if shown.place is not None]
    if len(set(places)) == len(found):
        found = sorted(found, key=lambda each: each[2].place or 0)
    lanes: list[Lane] = []
    for path, history, shown in found:
        lane = _make_lane(history, free_color(lanes), path, shown.name)
        if shown.color is not None and shown.color not in {other.color for other in lanes}:
            lane.color = shown.color
        lanes.append(lane)
    return lanes


def _make_lane(history: History, color: int, path: Path, name: str) -> Lane:
    watched = history.started.watched
    if watched is not None:
        named = ExperimentSpec(name=name or history.lane or watched.network)
        return Lane(named, color, run=history.run, path=path, history=history, was_opened=True)
    trained, start = parse_spec(history.started.spec_json), start_of(history)
    spec = trained.model_copy(update={"name": name}) if name else trained
    lane = Lane(spec, color, run=history.run, path=path, trained_spec=trained, history=history, start=start)
    lane.was_opened = True
    return lane


def _report_share(report: Report, number: int, files: int, name: str, share: float) -> None:
    report(JobProgress(round(_PARTS * (number + share)), _PARTS * files, name))


def _copy(source: Path, target: Path, report: Report) -> Path:
    report(JobProgress(0, 0, target.name))
    copy_run(source, target)
    return target


def _describe_origin(history: History) -> str:
    origin = history.started.origin
    if origin is None:
        return ""
    lost = "optimizer is" if origin.with_optimizer else "weights are"
    kept = "" if start_of(history) else f", whose {lost} not kept: Train begins with fresh ones"
    return f", which continues from epoch {format_epoch(origin.epoch)} of another run{kept}"
