"""An engine that a test plays: it trains as far as it is told, and records like the real one."""

import itertools

import numpy as np
from PySide6.QtCore import QObject, Signal

from vgdesk.engine import PauseRace, ResumeRace, StartRace, StopRace
from vgdesk.events import (
    Channel,
    Layer,
    Layout,
    RaceEnded,
    RacePaused,
    RaceResumed,
    RunEnded,
    RunStarted,
    Sampled,
    Scored,
)
from vgdesk.experiment.spec import parse_spec
from vgdesk.measures import measures_of
from vgdesk.runs.history import History
from vgdesk.runs.states import need_state
from vgdesk.runs.writer import RunWriter

STEPS_PER_EPOCH = 4


class PlayedEngine(QObject):
    """Takes the place of WorkerThread and of its worker, without thread, process and torch.

    Attributes:
        posted: every command, in order.
        calls: ``start`` and ``close`` as they came.
    """

    statistics_ready = Signal()
    engine_lost = Signal(str, str)

    def __init__(self, mailbox):
        super().__init__()
        self.worker = self
        self.posted: list = []
        self.seconds_silent = 0.0
        self.calls: list[str] = []
        self._mailbox = mailbox
        self._writers: dict[str, RunWriter] = {}
        self._samples: dict[str, int] = {}

    def start(self) -> None:
        self.calls.append("start")

    def close(self) -> bool:
        self.calls.append("close")
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()
        return True

    def silence(self) -> float:
        return self.seconds_silent

    def kill_engine(self) -> None:
        self.calls.append("kill")

    def forget(self) -> None:
        """Be as one that has just been started."""
        self.posted.clear()
        self.calls[:] = ["start"]

    def post(self, command) -> None:
        self.posted.append(command)
        if isinstance(command, StartRace):
            self._begin(command)
        elif isinstance(command, PauseRace):
            self.tell(RacePaused(self.race))
        elif isinstance(command, ResumeRace):
            self.tell(RaceResumed(self.race))
        elif isinstance(command, StopRace):
            self.finish("stopped")

    @property
    def race(self) -> str:
        """Id of the last race."""
        return next(command.race for command in reversed(self.posted) if isinstance(command, StartRace))

    def tell(self, *events) -> None:
        """Record and deliver events."""
        for event in events:
            if getattr(event, "run", None) in self._writers:
                self._writers[event.run].write(event)
            if isinstance(event, RunEnded):
                self._writers.pop(event.run).close()
        if self._mailbox.put(events):
            self.statistics_ready.emit()

    def train(self, epochs: int, values=None) -> None:
        """Sample every lane so many epochs on; ``values`` [sample, layer] stand in for those of the gradient."""
        for run, first in list(self._samples.items()):
            made = played_values(first, epochs, len(self._layouts[run].layers)) if values is None else values
            self.tell(*played_samples(run, self._layouts[run], first, made))
            self._samples[run] += epochs

    def end_run(self, run: str) -> None:
        """End one run; the others go on."""
        del self._samples[run]
        self.tell(RunEnded(run, "finished"))

    def finish(self, reason: str = "finished", message: str = "") -> None:
        """End all runs and the race."""
        self.tell(*(RunEnded(run, reason, message) for run in self._samples))
        self._samples = {}
        self.tell(RaceEnded(self.race, message))

    def _begin(self, command: StartRace) -> None:
        specs = {entry.run: parse_spec(entry.spec_json) for entry in command.entries}
        self._layouts = {run: played_layout(spec) for run, spec in specs.items()}
        self._samples = dict.fromkeys(specs, 0)
        for entry in command.entries:
            if entry.goes_on:
                self._go_on(entry)
                continue
            spec, layout = specs[entry.run], self._layouts[entry.run]
            self._writers[entry.run] = RunWriter(entry.path, entry.lane)
            steps = spec.training.epochs * STEPS_PER_EPOCH
            self.tell(RunStarted(entry.run, entry.spec_json, layout, steps, STEPS_PER_EPOCH, 9, 0.0))
        if command.paused:
            self.train(1)
            self.tell(RacePaused(command.race))

    def _go_on(self, entry) -> None:
        kept = need_state(entry.path)
        started = kept.metadata.started
        self._layouts[entry.run], self._samples[entry.run] = started.layout, kept.state.step // STEPS_PER_EPOCH
        self._writers[entry.run] = RunWriter(entry.path, kept=kept)
        self.tell(started)


def played_layout(spec) -> Layout:
    """What the real engine measures of such a network."""
    count = len(spec.network.hidden) + 1
    names = ["1 input", *map(str, range(2, count)), f"{count} output"][-count:]
    tensors = [(tensor, measure.key) for tensor in ("gradient", "weight") for measure in measures_of(tensor)]
    channels = [Channel(layer, *pair) for layer, pair in itertools.product(range(1, count + 1), tensors)]
    return Layout(tuple(Layer(name, 5, "sigmoid") for name in names), tuple(channels))


def played_samples(run: str, layout: Layout, first: int, values) -> list[Sampled | Scored]:
    """A sample and its scores for each row of ``values`` [sample, layer], beginning with epoch ``first``."""
    made = np.asarray(values, np.float32)
    wide = np.empty((len(made), len(layout.channels)), np.float32)
    for column, channel in enumerate(layout.channels):
        wide[:, column] = made[:, channel.layer - 1] if "gradient" in channel.tensor else channel.layer
    steps = np.arange(first, first + len(made), dtype=np.int64) * STEPS_PER_EPOCH
    scores = [Scored(run, int(step), 1 / (1 + step), 0.5 + 0.4 * step / (step + 9)) for step in steps]
    return [Sampled(run, steps, np.zeros(len(made), np.float32), wide), *scores]


def played_history(spec, values=None) -> History:
    """The run of a spec, with these gradients [sample, layer], or four samples of the usual ones."""
    layout = played_layout(spec)
    made = played_values(0, 4, len(layout.layers)) if values is None else np.asarray(values, np.float32)
    steps = max(len(made) - 1, 1) * STEPS_PER_EPOCH
    history = History(RunStarted("run", spec.to_json(), layout, steps, STEPS_PER_EPOCH, 9, 0.0), spec.name)
    for event in played_samples("run", layout, 0, made):
        history.append(event)
    return history


def played_values(first: int, epochs: int, layers: int) -> np.ndarray:
    """Gradients [sample, layer] that grow a decade a layer towards the output, and shrink a little every epoch."""
    decades = np.arange(layers) - layers - 0.01 * np.arange(first, first + epochs)[:, None]
    return (10.0**decades).astype(np.float32)
