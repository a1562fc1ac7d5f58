"""Reads and copies run files in the background."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vgdesk.analysis.course import follow_course
from vgdesk.analysis.numbers import format_epoch
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.runs.history import History
from vgdesk.runs.library import copy_run
from vgdesk.runs.reader import read_run
from vgdesk.session.job import JobProgress, Report, ThreadJob
from vgdesk.session.lane import Lane, start_of

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
    """

    paths: tuple[Path, ...]
    lanes: tuple[Lane, ...]
    message: str
    is_damaged: bool


class RunReading(ThreadJob):
    """Reads run files; the result is ``OpenedRuns``."""

    name = "the opening"
    busy = "runs are being opened already; wait for them or cancel that"

    def start(self, paths: Sequence[Path]) -> None:
        """Read these files, a lane each.

        Raises:
            VgdeskError: others are being read.
        """
        self.refuse_second()
        self.run(partial(_read, tuple(paths)))


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


def _read(paths: tuple[Path, ...], report: Report) -> OpenedRuns:
    """Raises RunFileError for a file that cannot be read, SpecError for a spec of a kind that is not known here."""
    histories, lanes = [], []
    for number, path in enumerate(paths):
        history = read_run(path, partial(_report_share, report, number, len(paths), path.name))
        follow_course(history)  # judges the whole run once, here and not when the window first asks
        lanes.append(_make_lane(history, number, path))
        histories.append(history)
    notes = [history.note for history in histories if history.note]
    opened = ", ".join(f"{path.name}{_describe_origin(each)}" for path, each in zip(paths, histories, strict=True))
    return OpenedRuns(paths, tuple(lanes), "; ".join(notes) or f"opened {opened}", bool(notes))


def _make_lane(history: History, number: int, path: Path) -> Lane:
    watched = history.started.watched
    if watched is not None:
        named = ExperimentSpec(name=history.lane or watched.network)
        return Lane(named, number, run=history.run, path=path, history=history)
    spec, start = parse_spec(history.started.spec_json), start_of(history)
    return Lane(spec, number, run=history.run, path=path, trained_spec=spec, history=history, start=start)


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
    kept = "" if start_of(history) else ", whose weights are not kept: Train begins with fresh ones"
    return f", which continues from epoch {format_epoch(origin.epoch)} of another run{kept}"
