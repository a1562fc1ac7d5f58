"""The app's one mutable object: the lanes, their training, and the time they are looked at."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vgdesk.analysis.numbers import format_epoch
from vgdesk.errors import VgdeskError
from vgdesk.events import DataPreviewed
from vgdesk.experiment.data import DataSpec
from vgdesk.experiment.spec import ExperimentSpec, check_spec
from vgdesk.experiment.start import check_start
from vgdesk.session.following import Following
from vgdesk.session.lane import MAX_LANES, Lane
from vgdesk.session.lane_list import LaneList
from vgdesk.session.mailbox import Mailbox
from vgdesk.session.previews import Previews
from vgdesk.session.race import Progress
from vgdesk.session.run_files import OpenedRuns, RunReading, RunSaving
from vgdesk.session.states import State
from vgdesk.session.time import Time, TimeUnit
from vgdesk.session.training import Training
from vgdesk.session.trial_judge import TrialJudge
from vgdesk.session.worker import WorkerThread


class Session(QObject):
    """Puts lanes, training and time together, and refuses what must not happen while lanes are trained.

    Attributes:
        lane_list: the lanes; what needs no check of the state is called there.
        training: the race under way.
        time: which time is looked at.
        reading, saving: the jobs that open and save run files.
        following: what grows opened runs while other programs write them.

    Signals:
        lanes_changed: lanes were added or removed, or changed their name, colour or order.
        selection_changed: another lane is selected.
        spec_changed: the selected lane's spec changed.
        history_changed: runs have grown, begun or been dropped.
        state_changed: the new State.
        preview_arrived: a DataPreviewed.
        runs_opened: the tuple of paths of the run files that are shown now.
        message: text, and whether it is an error.
    """

    lanes_changed = Signal()
    selection_changed = Signal()
    spec_changed = Signal()
    history_changed = Signal()
    state_changed = Signal(object)
    preview_arrived = Signal(object)
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
        self.following.stop()
        self.training.close()

    def load(self, specs: Sequence[ExperimentSpec]) -> None:
        """Replace all lanes by new ones of these specs.

        Raises:
            VgdeskError: a race is under way.
        """
        self.refuse_while_busy()
        self._replace([Lane(spec, color) for color, spec in enumerate(specs)])

    @Slot(int)
    def select(self, index: int) -> None:
        """Select another lane; does nothing where there is none of that index."""
        self.lane_list.select(index)

    @Slot(object)
    def set_spec(self, spec: ExperimentSpec) -> None:
        """Change the selected lane's spec; its next training uses it."""
        self.lane_list.set_spec(spec)

    def add_lane(self, spec: ExperimentSpec | None = None) -> None:
        """Add a lane, as ``LaneList.add``; refused while a race is under way."""
        self.refuse_while_busy()
        self.lane_list.add(spec)
        self._follow_lanes()

    def add_change(self) -> None:
        """Add the selected lane's change, as ``LaneList.add_change``; refused while a race is under way."""
        self.refuse_while_busy()
        self.lane_list.add_change()
        self._follow_lanes()

    def remove_lane(self, index: int) -> None:
        """Remove a lane, as ``LaneList.remove``; refused while a race is under way."""
        self.refuse_while_busy()
        self.lane_list.remove(index)
        self._follow_lanes()

    def open_runs(self, paths: Sequence[Path]) -> None:
        """Read run files in the background, then show them, a lane each, in place of all lanes.

        ``runs_opened`` and ``message`` follow; for a file that cannot be read only ``message``.

        Raises:
            VgdeskError: there are too many, others are being opened, or a race is under way.
        """
        self.refuse_while_busy()
        if len(paths) > MAX_LANES:
            raise VgdeskError(f"there is room for {MAX_LANES} lanes; open {MAX_LANES} runs at most")
        self.reading.start(paths)

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
        """Train all lanes from the start; with ``paused``, to the first sample. Does nothing during a race.

        Raises:
            VgdeskError: a spec is broken, or the run files cannot be made; nothing is lost.
        """
        if not self.state.is_busy:
            self.train(self.lanes, paused=paused)

    def train(self, lanes: Sequence[Lane], *, paused: bool = False) -> None:
        """Train some of the lanes from their start, and look at the newest sample; raises as ``start``."""
        self.time.set_window(None)
        self.training.start(lanes, paused=paused)
        self.time.go_live()

    def toggle(self) -> None:
        """Train, pause or resume, whichever is next.

        Raises:
            VgdeskError: as ``start``.
        """
        if self.state is State.RUNNING:
            self.training.pause()
        elif self.state is State.PAUSED:
            self.time.go_live()
            self.training.resume()
        else:
            self.start()

    def step(self) -> None:
        """Train every lane to its next sample, then wait.

        Raises:
            VgdeskError: as ``start``.
        """
        if self.state.is_busy:
            self.time.go_live()
            self.training.step()
        else:
            self.start(paused=True)

    def stop(self) -> None:
        """End the race and keep what there is."""
        self.training.stop()

    def branch(self) -> None:
        """Continue training from the weights of the selected lane at the time looked at, in a lane beside it.

        The new lane has the changes of the spec; the lane itself keeps its run. The optimizer starts without a
        state; the order of the data continues as in the spec.

        Raises:
            VgdeskError: there are no such weights, they do not fit the changed network, nothing is left to train,
                there is no room for the lane, or a race is under way.
        """
        self.refuse_while_busy()
        lane = self.selected
        start = lane.weights_at(self.time.epoch)
        check_spec(lane.spec)
        check_start(lane.spec, start)
        self.add_change()
        self.selected.start = start
        self.train([self.selected])
        name, epoch = self.selected.name, format_epoch(start.origin.epoch)
        self.message.emit(f"{name} continues from {lane.name} at epoch {epoch} with a new optimizer state", False)

    def refuse_while_busy(self) -> None:
        """Raise VgdeskError while a race is under way."""
        if self.state.is_busy:
            raise VgdeskError("the lanes are training; stop them first")

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
        lanes.lanes_changed.connect(self.lanes_changed)
        lanes.selection_changed.connect(self.selection_changed)
        lanes.spec_changed.connect(self.spec_changed)
        training.history_changed.connect(self.history_changed)
        TrialJudge(training, self).said.connect(self._say)
        training.state_changed.connect(self.state_changed)
        training.failed.connect(self._report_failure)
        training.previewed.connect(previews.keep)
        training.engine_lost.connect(previews.forget_requests)
        previews.arrived.connect(self.preview_arrived)
        self.reading.done.connect(self._show_runs)
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
        self._follow_lanes()

    def _follow_lanes(self) -> None:
        """Show all of the time of the lanes that are there now."""
        self.time.set_window(None)
        self.history_changed.emit()

    @Slot(object)
    def _show_runs(self, opened: OpenedRuns) -> None:
        try:
            self.refuse_while_busy()  # the user may have started a race since
        except VgdeskError as error:
            self._report_failure(str(error))
            return
        self._replace(opened.lanes)
        if all(lane.history is not None and not lane.history.started.has_epochs for lane in opened.lanes):
            self.time.set_unit(TimeUnit.STEP)
        self.following.start(opened.lanes)
        self.runs_opened.emit(opened.paths)
        self.message.emit(opened.message, opened.is_damaged)

    @Slot(object)
    def _report_saved(self, path: Path) -> None:
        self.message.emit(f"saved {path.name}", False)

    @Slot(str)
    def _say(self, message: str) -> None:
        self.message.emit(message, False)

    @Slot(str)
    def _report_failure(self, message: str) -> None:
        self.message.emit(message, True)
