"""The app's one mutable object: the lanes, their training, and the time they are looked at."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vgdesk.errors import BusyError, VgdeskError
from vgdesk.events import DataPreviewed
from vgdesk.experiment.data import DataSpec
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.session.following import Following
from vgdesk.session.lane import Lane
from vgdesk.session.lane_list import LaneList
from vgdesk.session.mailbox import Mailbox
from vgdesk.session.previews import Previews
from vgdesk.session.race import Progress
from vgdesk.session.run_files import OpenedRuns, RunReading, RunSaving
from vgdesk.session.screens import Screens
from vgdesk.session.states import State
from vgdesk.session.time import Time, TimeUnit
from vgdesk.session.training import Training
from vgdesk.session.trial_judge import TrialJudge
from vgdesk.session.way_back import WayBack
from vgdesk.session.worker import WorkerThread


class Session(QObject):
    """Puts lanes, training and time together, and refuses what must not happen while lanes are trained.

    Attributes:
        lane_list: the lanes; what needs no check of the state is called there.
        training: the race under way.
        time: which time is looked at.
        reading, saving: the jobs that open and save run files.
        following: what grows opened runs while other programs write them.
        screens: takes and puts back what is on the screen.
        way_back: undo and redo of every change of it.

    Signals:
        lanes_changed: lanes were added or removed, or changed their name, colour or order.
        selection_changed: another lane is selected.
        spec_changed: the selected lane's spec changed.
        history_changed: runs have grown, begun or been dropped.
        state_changed: the new State.
        preview_arrived: a DataPreviewed.
        runs_waiting: an OpenedRuns that was read and can be shown as soon as nothing trains.
        runs_opened: the tuple of paths of the run files that are shown now.
        message: text, and whether it is an error.
    """

    lanes_changed = Signal()
    selection_changed = Signal()
    spec_changed = Signal()
    history_changed = Signal()
    state_changed = Signal(object)
    preview_arrived = Signal(object)
    runs_waiting = Signal(object)
    runs_opened = Signal(object)
    message = Signal(str, bool)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        mailbox = Mailbox()
        self._worker = WorkerThread(mailbox)
        self.lane_list = LaneList(self)
        self.training = Training(self._worker, mailbox, self)
        self.time = Time(self.lane_list.list_epochs, self)
        self._previews = Previews(self.training.post, self)
        self.reading, self.saving = RunReading(self), RunSaving(self)
        self.following = Following(self)
        self.screens = Screens(self.lane_list, self.time, self.training, self.following, self)
        self.way_back = WayBack(self.screens, self)
        self._connect()

    @property
    def lanes(self) -> list[Lane]:
        """From the top of the screen."""
        return self.lane_list.lanes

    @property
    def selected(self) -> Lane:
        """The lane that the builder shows."""
        return self.lane_list.selected

    @property
    def longest_lane(self) -> Lane | None:
        """The lane with the most samples, which the timeline counts; None before any training."""
        return self.lane_list.longest

    @property
    def state(self) -> State:
        """What is being done with the lanes."""
        return self.training.state

    @property
    def plays_next(self) -> bool:
        """Whether every run is as the lanes ask for it, so that there is nothing but to look at them."""
        return not self.state.is_busy and self.time.can_play and not any(lane.is_due for lane in self.lanes)

    @property
    def progress(self) -> Progress:
        """How far the race is, or the last one was."""
        return self.training.race.progress()

    @property
    def previews(self) -> Mapping[str, DataPreviewed]:
        """The points of data sets that are here, by the JSON of their data spec."""
        return self._previews.points

    def open(self) -> None:
        """Start the worker and its engine; until then nothing trains."""
        self.training.open()

    def close(self) -> None:
        """End all that is under way; the runs so far stay in their files."""
        self.reading.close()
        self.saving.close()
        self.way_back.close()
        self.following.stop()
        self.training.close()

    def load(self, specs: Sequence[ExperimentSpec], label: str = "new lanes") -> None:
        """Replace all lanes by new ones of these specs.

        Args:
            specs: from the top of the screen.
            label: what that is called when it can be undone.

        Raises:
            BusyError: a race is under way.
        """
        self.refuse_while_busy()
        with self.way_back.step(label):
            self._replace([Lane(spec, color) for color, spec in enumerate(specs)])

    @Slot(int)
    def select(self, index: int) -> None:
        """Select another lane; does nothing where there is none of that index."""
        self.lane_list.select(index)

    @Slot(object)
    def set_spec(self, spec: ExperimentSpec) -> None:
        """Change the selected lane's spec; its next training uses it.

        Raises:
            BusyError: a race is under way, and more than the name would change.
        """
        if spec.model_copy(update={"name": self.selected.name}) != self.selected.spec:
            self.refuse_while_busy()
        self.lane_list.set_spec(spec)

    def add_lane(self, spec: ExperimentSpec | None = None) -> None:
        """Add a lane, as ``LaneList.add``; refused while a race is under way."""
        self.refuse_while_busy()
        self.lane_list.add(spec)
        self.follow_lanes()

    def remove_lane(self, index: int) -> None:
        """Remove a lane, as ``LaneList.remove``; refused while a race is under way."""
        self.refuse_while_busy()
        self.lane_list.remove(index)
        self.follow_lanes()

    def open_runs(self, paths: Sequence[Path], *, beside: bool = False) -> None:
        """Read run files in the background, then show them, a lane each, in place of all lanes or beside them.

        ``runs_opened`` and ``message`` follow; for a file that cannot be read only ``message``.

        Raises:
            VgdeskError: there are too many, others are being opened, or a race is under way.
        """
        self.refuse_while_busy()
        self.lane_list.refuse_more(len(paths), beside=beside)
        self.reading.start(paths, beside=beside)

    @Slot(object)
    def show_runs(self, opened: OpenedRuns) -> None:
        """Show runs that were read; while a race is under way ``runs_waiting`` is told instead."""
        if self.state.is_busy:  # the user may have started it since
            self.runs_waiting.emit(opened)
            return
        names = ", ".join(path.name for path in opened.paths)
        with self.way_back.step(f"open {names} beside" if opened.beside else f"open {names}"):
            if opened.beside:
                self.lane_list.extend(opened.lanes)
                self.follow_lanes()
            else:
                self._replace(opened.lanes)
            if all(lane.history is not None and not lane.history.started.has_epochs for lane in self.lanes):
                self.time.set_unit(TimeUnit.STEP)
            self.following.start(self.lanes)
        self.runs_opened.emit(opened.paths)
        self.message.emit(opened.message, opened.is_damaged)

    def save_run(self, path: Path) -> None:
        """Copy the selected lane's run file in the background; ``message`` follows.

        Raises:
            VgdeskError: there is no run yet, or another is being saved.
        """
        lane = self.selected
        if lane.path is None or lane.history is None:
            raise VgdeskError(f"lane {lane.name!r} has no run yet; train it first")
        self.saving.start(lane.path, path)

    def start(self, *, paused: bool = False) -> None:
        """Train the lanes that are due from the start; with ``paused``, to the first sample. Not during a race.

        Raises:
            VgdeskError: none is due, a spec is broken, or the run files cannot be made; nothing is lost.
        """
        if self.state.is_busy:
            return
        due = [lane for lane in self.lanes if lane.is_due]
        if not due:
            self.selected.refuse_watched()
            raise VgdeskError("nothing has changed since the lanes were trained; Train again trains all of them anew")
        self.train(due, paused=paused)

    def start_again(self) -> None:
        """Train all lanes from the start, whether or not their runs are finished.

        Raises:
            VgdeskError: as ``start``, or a race is under way.
        """
        self.refuse_while_busy()
        self.train(self.lanes)

    def train(self, lanes: Sequence[Lane], *, paused: bool = False) -> None:
        """Train some of the lanes from their start, and look at the newest sample; raises as ``start``."""
        with self.way_back.step(f"train {', '.join(lane.name for lane in lanes)}"):
            self.time.set_window(None)
            self.training.start(lanes, paused=paused)
            self.time.go_live()

    def toggle(self) -> None:
        """Train what is due, pause or resume, whichever is next; where nothing is due, play what is recorded.

        Raises:
            VgdeskError: as ``start``.
        """
        if self.state is State.RUNNING:
            self.training.pause()
        elif self.state is State.PAUSED:
            self.time.go_live()
            self.training.resume()
        elif self.plays_next:
            self.time.toggle_play()
        else:
            self.start()

    def step(self) -> None:
        """Train every lane to its next sample, then wait; where nothing is due, look at the next sample.

        Raises:
            VgdeskError: as ``start``.
        """
        if self.state.is_busy:
            self.time.go_live()
            self.training.step()
        elif self.plays_next:
            self.time.step(1)
        else:
            self.start(paused=True)

    def stop(self) -> None:
        """End the race and keep what there is."""
        self.training.stop()

    def follow_lanes(self) -> None:
        """Show all of the time of the lanes that are there now."""
        self.time.set_window(None)
        self.history_changed.emit()

    def refuse_while_busy(self) -> None:
        """Raise BusyError while a race is under way."""
        if self.state.is_busy:
            raise BusyError

    @Slot(object)
    def request_preview(self, data: DataSpec) -> None:
        """Ask for the points of a data set; ``preview_arrived`` follows."""
        self._previews.request(data)

    @Slot(object)
    def fetch_preview(self, data: DataSpec) -> None:
        """Ask for the points of a data set, unless they are here or on their way."""
        self._previews.fetch(data)

    def _connect(self) -> None:
        lanes, training, previews = self.lane_list, self.training, self._previews
        lanes.changing.connect(self.way_back.note)
        self.way_back.said.connect(self.message)
        self.screens.runs_changed.connect(self.history_changed)
        lanes.lanes_changed.connect(self.lanes_changed)
        lanes.selection_changed.connect(self.selection_changed)
        lanes.spec_changed.connect(self.spec_changed)
        training.history_changed.connect(self.history_changed)
        TrialJudge(training, self).said.connect(self._say)
        training.state_changed.connect(self.state_changed)
        training.failed.connect(self._report_failure)
        training.said.connect(self.message)
        training.previewed.connect(previews.keep)
        training.engine_lost.connect(previews.forget_requests)
        previews.arrived.connect(self.preview_arrived)
        self.reading.done.connect(self.show_runs)
        self.saving.done.connect(self._report_saved)
        self.following.grown.connect(self.history_changed)
        self.following.lost.connect(self._report_failure)
        for job in (self.reading, self.saving):
            job.failed.connect(self._report_failure)

    def _replace(self, lanes: Sequence[Lane]) -> None:
        self.following.stop()
        self.training.reset()
        self.time.go_live()
        self.lane_list.replace(lanes)
        self.follow_lanes()

    @Slot(object)
    def _report_saved(self, path: Path) -> None:
        self.message.emit(f"saved {path.name}", False)

    @Slot(str)
    def _say(self, message: str) -> None:
        self.message.emit(message, False)

    @Slot(str)
    def _report_failure(self, message: str) -> None:
        self.message.emit(message, True)
