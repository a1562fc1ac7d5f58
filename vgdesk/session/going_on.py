"""Goes on with runs: those that were cut off or stopped, to their end, and those that have ended, for longer."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot

from vgdesk import paths
from vgdesk.analysis.numbers import format_epoch
from vgdesk.errors import VgdeskError
from vgdesk.experiment.longer import plan_more
from vgdesk.experiment.spec import ExperimentSpec, check_spec, parse_spec
from vgdesk.runs.continuing import cut_history, is_writable
from vgdesk.runs.cut_off import CutOff, find_cut_off
from vgdesk.runs.history import History
from vgdesk.runs.library import copy_run, new_run_path
from vgdesk.runs.reader import read_run
from vgdesk.runs.states import need_state
from vgdesk.session.job import JobProgress, Report, ThreadJob
from vgdesk.session.lane import Lane, start_of
from vgdesk.session.run_files import OpenedRuns
from vgdesk.session.session import Session

_PARTS = 1000
"""Of a file, for its progress."""


@dataclass(frozen=True, eq=False)
class Resumed:
    """A run as it was when its state was taken.

    Attributes:
        path: of the file to write on in.
        history: the run up to its state.
        spec: what it trains, to its new end.
        copied: whether the file is a copy, for the run's own cannot be written.
    """

    path: Path
    history: History
    spec: ExperimentSpec
    copied: bool


class CutOffSearch(ThreadJob):
    """Looks for runs that were cut off; the result is the newest ``CutOff``, or None."""

    name = "the search for runs that were cut off"

    def start(self) -> None:
        """Look through the folder of runs."""
        self.refuse_second()
        self.run(partial(_find_newest, paths.runs_folder()))


class GoingOn(ThreadJob):
    """Reads a run up to its state, then trains it on in its lane; the result is a ``Resumed``.

    Args:
        session: where it is trained.
    """

    name = "going on"
    busy = "a run is being read already to go on with it; wait for that"

    def __init__(self, session: Session):
        super().__init__(session)
        self._session = session
        self.done.connect(self._train)
        self.failed.connect(self._say_failure)

    def start(self, path: Path, more: int = 0) -> None:
        """Go on with the run of a file: in its lane, or, where it is not on the screen, in place of all lanes.

        Args:
            path: of the file.
            more: epochs beyond those planned.

        Raises:
            VgdeskError: another one is being read, or a race is under way.
        """
        self._session.refuse_while_busy()
        self.refuse_second()
        self.run(partial(_resume, path, more))

    def start_selected(self, more: int = 0) -> None:
        """Go on with the run of the selected lane.

        Raises:
            VgdeskError: as ``start``, or the lane has no run or another spec by now.
        """
        lane = self._session.selected
        lane.refuse_watched()
        lane.need_run()
        if lane.is_edited or lane.path is None:
            raise VgdeskError(f"lane {lane.name!r} has been changed since its run; undo that, or continue from here")
        self.start(lane.path, more)

    @Slot(object)
    def _train(self, resumed: Resumed) -> None:
        session = self._session
        if session.state.is_busy:
            self._say_failure("the lanes are training by now; stop them and go on again")
            return
        try:
            self._train_on(resumed)
        except VgdeskError as error:
            self._say_failure(str(error))

    def _train_on(self, resumed: Resumed) -> None:
        session, history, spec = self._session, resumed.history, resumed.spec
        check_spec(spec)
        lane = next((lane for lane in session.lanes if lane.run == history.run), None)
        if lane is None:
            lane = Lane(spec, 0, run=history.run, history=history, start=start_of(history))
            with session.way_back.step(f"go on with {spec.name}"):
                session.show_runs(OpenedRuns((resumed.path,), (lane,), "", is_damaged=False))
        session.following.stop()  # the engine tells what is new
        lane.path, lane.history, lane.trained_spec, lane.was_opened = resumed.path, history, spec, False
        lane.spec = spec.model_copy(update={"name": lane.name})
        session.time.set_window(None)
        session.training.go_on(lane)
        session.time.go_live()
        where = f" in {resumed.path.name}, for its own file cannot be written" if resumed.copied else ""
        epoch = format_epoch(history.step / history.started.steps_per_epoch)
        session.message.emit(f"{lane.name} goes on from epoch {epoch}{where}", False)

    @Slot(str)
    def _say_failure(self, message: str) -> None:
        self._session.message.emit(message, True)


def _find_newest(folder: Path, report: Report) -> CutOff | None:
    report(JobProgress(0))
    return next(find_cut_off(folder), None)


def _resume(path: Path, more: int, report: Report) -> Resumed:
    """Raises RunFileError where the file keeps no state, SpecError for a spec that cannot be read here."""
    is_copied = not is_writable(path)
    if is_copied:
        copy = new_run_path(paths.runs_folder(), path.stem)
        copy_run(path, copy)
        path = copy
    kept = need_state(path)
    spec = plan_more(parse_spec(kept.metadata.started.spec_json), more)
    if kept.state.step >= spec.total_steps:
        raise VgdeskError(f"{spec.name!r} has come to its end; train it for longer instead")
    history = read_run(path, lambda share: report(JobProgress(round(_PARTS * share), _PARTS, path.name)))
    return Resumed(path, cut_history(history, kept), spec, is_copied)
