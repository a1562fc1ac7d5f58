"""Records the training of a network of one's own: one call a step, from the optimizer's own hooks."""

import atexit
import platform
import time
import uuid
import warnings
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import torch
from torch import Tensor, distributed, nn
from torch.optim import Optimizer

from vgdesk.errors import VgdeskError
from vgdesk.events import LONGEST_NAME, EndReason, Event, Logged, RunEnded, RunStarted, Scored
from vgdesk.experiment.clock import read_clock
from vgdesk.experiment.watched import Watched
from vgdesk.watching.copies import Copies, Sample
from vgdesk.watching.fetching import fetch, mark
from vgdesk.watching.flow import FlowHooks
from vgdesk.watching.pace import Pace, make_pace
from vgdesk.watching.reading import SampleReader
from vgdesk.watching.steps import StepHooks
from vgdesk.watching.tree import has_flow, inner_network, keep_trained, list_rows
from vgdesk.watching.writing import Work, WritingThread

_HAND_OVER_SECONDS = 0.1
_CPU = torch.device("cpu")
_SCORES = {
    "train_loss": "loss",
    "val_loss": "test_loss",
    "test_loss": "test_loss",
    "accuracy": "accuracy",
    "acc": "accuracy",
    "train_accuracy": "accuracy",
    "train_acc": "accuracy",
    "val_accuracy": "test_accuracy",
    "val_acc": "test_accuracy",
    "test_accuracy": "test_accuracy",
    "test_acc": "test_accuracy",
}
"""Names under which losses and accuracies over many points are told, and what the window calls them."""


@dataclass(frozen=True)
class WatchOptions:
    """What may be said of a training beside its network and optimizer.

    Attributes:
        every: sample every so many steps, or a share of the time such as ``"5%"``.
        include: regular expression for the paths of rows that are recorded; empty for all.
        exclude: regular expression for those that are left out; empty for none.
        scaler: a ``GradScaler`` whose left out steps are recorded as the overflow that they are.
        steps_per_epoch: updates an epoch, where there are epochs.
        total_steps: updates planned, where they are known.
    """

    every: int | str = 1
    include: str = ""
    exclude: str = ""
    scaler: Any = None
    steps_per_epoch: int = 1
    total_steps: int = 0


class Recorder:
    """Records the steps of one optimizer on one network to a run file, until it is closed.

    The training is the same with it and without it. Whatever goes wrong here is said once, and the training goes on.

    Attributes:
        path: of the run file.
    """

    def __init__(self, model: nn.Module, optimizer: Optimizer, path: Path, options: WatchOptions):
        self.path = path
        network, self._optimizer, self._options = inner_network(model), type(optimizer).__name__, options
        self._model = type(network).__name__
        self._rows = keep_trained(list_rows(network, options.include, options.exclude), optimizer)
        self._pace: Pace = make_pace(options.every)
        self._run = uuid.uuid4().hex
        self._reader: SampleReader | None = None
        self._early: list[Work] = []
        parameters = [parameter for row in self._rows for parameter in row.parameters.values()]
        self._parameters = sum(parameter.numel() for parameter in parameters)
        self._copies, self._free = Copies(parameters), [Copies(parameters)]
        self._pending: Sample | None = None
        self._fresh_loss: Tensor | float | None = None
        self._step = 0
        self._began = self._handed_over = time.perf_counter()
        self._is_open = True
        self._thread = WritingThread(path, self._model)
        self._flow = FlowHooks(self._rows if has_flow(model) else (), self._tell_silence)
        self._steps = StepHooks(optimizer, options.scaler, self._take_step, self._finish_step)
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self._close("failed", f"{type(error).__name__}: {error}")

    def log(self, loss: Tensor | float | None = None, **numbers: Tensor | float) -> None:
        """Tell numbers of the step under way, before or behind the optimizer's step; after the end they are dropped.

        Args:
            loss: of the batch.
            numbers: losses and accuracies over many points, ``train_loss``, ``val_loss``, ``accuracy``,
                ``val_accuracy`` and their usual other names; any other name is kept as it is, such as ``lr``. Tensors
                of one entry are not waited for.

        Raises:
            VgdeskError: a name is too long, or a value is no number.
        """
        if not self._is_open:
            return
        told = {name: _check_number(name, value) for name, value in {"loss": loss, **numbers}.items()}
        if loss is not None:
            self._take_loss(told["loss"])
        del told["loss"]
        if told:
            device = next((value.device for value in told.values() if isinstance(value, Tensor)), _CPU)
            self._post(partial(_to_events, self._run, self._step, told, mark(device)))

    def close(self) -> None:
        """End the run; safe to call twice."""
        self._close("finished", "")

    def _close(self, reason: EndReason, message: str) -> None:
        if not self._is_open:
            return
        self._release()
        self._hand_over()
        ended = RunEnded(self._run, reason, message, time.perf_counter() - self._began)
        self._post(lambda: [ended])
        self._thread.close()
        self._complain()
        if self._reader is None:
            self._warn(f"vgdesk recorded nothing: {self._optimizer} did no step before the end")

    def _take_step(self, loss: Any = None) -> None:
        """Copy what belongs to the update that comes next."""
        if isinstance(loss, Tensor) and self._fresh_loss is None:
            self._fresh_loss = loss.detach().clone()
        with _Guard(self):
            if self._flow.is_wanted:
                sample = Sample(self._step, self._fresh_loss)
                self._fresh_loss = None
                sample.outputs, sample.signals = self._flow.take()
                self._copies.take(sample)
                self._pending = sample

    def _finish_step(self, is_updated: bool) -> None:
        """Copy what came of the update; give what is there to the thread now and then."""
        with _Guard(self):
            if self._flow.is_wanted and is_updated:
                self._copies.take_update()
            self._step += 1
            if self._copies.is_full or time.perf_counter() - self._handed_over > _HAND_OVER_SECONDS:
                self._hand_over()
        self._flow.is_wanted = self._pace.wants(self._step)

    def _take_loss(self, loss: Tensor | float) -> None:
        """A loss told behind the optimizer's step is that of the step behind; any other that of the next."""
        pending = self._pending
        if pending is not None and pending.loss is None and pending.step == self._step - 1:
            pending.loss = loss
        else:
            self._fresh_loss = loss

    def _hand_over(self) -> None:
        """Give what was copied to the thread, all but a last sample whose loss may still come, and go on."""
        self._handed_over = time.perf_counter()
        full = self._copies
        if not full.samples:
            return
        if self._reader is None:
            self._start(full.samples[0])
        while not self._free:
            if self._thread.failure is not None:
                return
            time.sleep(0.001)
        full.seal()
        self._copies = self._free.pop()
        self._thread.do(partial(self._read, full))

    def _start(self, first: Sample) -> None:
        """Say what the run holds: its rows are known once a first step went through them."""
        self._reader = SampleReader(self._run, self._rows, list(first.outputs))
        versions = (("python", platform.python_version()), ("torch", torch.__version__))
        watched = Watched(self._model, self._optimizer, self._reader.watched, self._pace.text, versions)
        plan = (self._options.total_steps, self._options.steps_per_epoch, self._parameters)
        started = RunStarted(self._run, "", self._reader.layout, *plan, read_clock(), watched=watched)
        early, self._early = self._early, []
        self._thread.do(lambda: [started, *(event for work in early for event in work())])

    def _post(self, work: Work) -> None:
        if self._reader is None:
            self._early.append(work)
        else:
            self._thread.do(work)

    def _read(self, copies: Copies) -> list[Event]:
        assert self._reader is not None
        began = time.thread_time()
        events: list[Event] = list(self._reader.read(copies))
        copies.samples = []
        self._free.append(copies)
        self._pace.spend_beside(time.thread_time() - began)
        return events

    def _release(self) -> None:
        self._is_open = False
        self._steps.remove()
        self._flow.remove()
        atexit.unregister(self.close)

    def _complain(self) -> None:
        failure, self._thread.failure = self._thread.failure, None
        if failure is not None:
            self._warn(f"vgdesk stopped recording at step {self._step}: {failure}; the training goes on")

    def _tell_silence(self) -> None:
        self._warn(
            f"vgdesk has nothing to record yet: the network is at work, but this {self._optimizer} does no step"
        )

    def _warn(self, words: str) -> None:
        warnings.warn(f"{words} (run file {self.path})", stacklevel=4)


def _check_number(name: str, value: Any) -> Tensor | float:
    """The number, a tensor copied for it may change; None, of a loss that is not told, is NaN."""
    if len(name.encode()) > LONGEST_NAME:
        raise VgdeskError(f"log({name}=...): the name is too long; take {LONGEST_NAME} bytes at most")
    if isinstance(value, Tensor) and value.numel() == 1:
        return value.detach().clone()
    try:
        return float("nan") if value is None else float(value)
    except (TypeError, ValueError, RuntimeError):
        kind = f"tensor of shape {tuple(value.shape)}" if isinstance(value, Tensor) else type(value).__name__
        raise VgdeskError(f"log({name}=...): a {kind} is no number; take one number, such as its mean") from None


def _to_events(run: str, step: int, told: dict[str, Tensor | float], ready: torch.cuda.Event | None) -> list[Event]:
    """What was told, in the thread that may wait for the device."""
    tensors = [value for value in told.values() if isinstance(value, Tensor)]
    fetched = iter(fetch(tensors, ready))
    numbers = {name: float(next(fetched) if isinstance(value, Tensor) else value) for name, value in told.items()}
    scores = {_SCORES[name]: value for name, value in numbers.items() if name in _SCORES}
    others: list[Event] = [Logged(run, step, name, value) for name, value in numbers.items() if name not in _SCORES]
    if not scores:
        return others
    nothing = dict.fromkeys(("loss", "accuracy", "test_loss", "test_accuracy"), float("nan"))
    return [Scored(run, step, **{**nothing, **scores}), *others]


class _Onlooker(Recorder):
    """Stands for the recorder in the further processes of a training: the first one records for all."""

    def __init__(self, path: Path):
        self.path = path
        self._is_open = False


class _Guard:
    """What goes wrong inside ends the recording and is said once; the time spent inside is noted."""

    def __init__(self, recorder: Recorder):
        self._recorder = recorder

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        recorder = self._recorder
        if isinstance(error, Exception):
            recorder._thread.failure = recorder._thread.failure or error
        recorder._pace.spend(time.perf_counter() - self._began)
        if recorder._thread.failure is not None and recorder._is_open:
            recorder._release()
            recorder._complain()
        return isinstance(error, Exception)


def watch(
    model: Any, optimizer: Any, path: str | Path | None = None, every: int | str = 1, **options: Any
) -> Recorder:
    """Record the training of a network: gradients, weights, updates, activations and signals of every layer.

    Args:
        model: the network.
        optimizer: whose steps are recorded, with the parameters that it trains and those that nothing trains; of
            two optimizers take a recorder each.
        path: of the new run file; None makes one in the folder of runs.
        every: sample every so many steps, or a share of the time such as ``"5%"``.
        options: the others of ``WatchOptions``.

    Returns:
        The recorder. Close it at the end, or use it as a context; the end of the program closes it too. Where
        several processes train together, the first records and the others' recorders do nothing.

    Raises:
        VgdeskError: an argument is wrong, or there is no place for the file.
    """
    known = [name for name in WatchOptions.__dataclass_fields__ if name != "every"]
    if unknown := [name for name in options if name not in known]:
        raise VgdeskError(f"watch({unknown[0]}=...): there is no such option; take {', '.join(known)}")
    if not isinstance(model, nn.Module):
        raise VgdeskError(f"watch({type(model).__name__}, ...): the first argument is the network, a torch.nn.Module")
    if not isinstance(optimizer, Optimizer):
        words = "the second argument is the optimizer, a torch.optim.Optimizer; of several take a recorder each"
        raise VgdeskError(f"watch(..., {type(optimizer).__name__}): {words}")
    if distributed.is_available() and distributed.is_initialized() and distributed.get_rank():
        return _Onlooker(Path(path or "."))
    file = _new_file(path, type(inner_network(model)).__name__)
    return Recorder(model, optimizer, file, WatchOptions(every, **options))


def _new_file(path: str | Path | None, name: str) -> Path:
    from vgdesk.paths import runs_folder  # noqa: PLC0415 - not needed where a path is given
    from vgdesk.runs.library import new_run_path  # noqa: PLC0415

    file = new_run_path(runs_folder(), name) if path is None else Path(path)
    if file.exists():
        raise VgdeskError(f"{file} exists already; name a new file")
    if not file.parent.is_dir():
        raise VgdeskError(f"the folder {file.parent} is not there; make it, or name another")
    return file
