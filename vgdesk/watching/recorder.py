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
from torch import Tensor, nn
from torch.optim import Optimizer

from vgdesk.errors import VgdeskError
from vgdesk.events import EndReason, Event, RunEnded, RunStarted, Scored
from vgdesk.experiment.watched import Watched
from vgdesk.watching.copies import Copies, Sample
from vgdesk.watching.flow import FlowHooks
from vgdesk.watching.pace import Pace, make_pace
from vgdesk.watching.reading import SampleReader
from vgdesk.watching.steps import StepHooks
from vgdesk.watching.tree import list_rows
from vgdesk.watching.writing import WritingThread

_HAND_OVER_SECONDS = 0.1
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
        self._model, self._optimizer, self._options = type(model).__name__, type(optimizer).__name__, options
        self._rows = list_rows(model, options.include, options.exclude)
        self._pace: Pace = make_pace(options.every)
        self._run = uuid.uuid4().hex
        self._reader: SampleReader | None = None
        self._early: list[Event] = []
        parameters = [parameter for row in self._rows for parameter in row.parameters.values()]
        self._parameters = sum(parameter.numel() for parameter in parameters)
        self._copies, self._free = Copies(parameters), [Copies(parameters)]
        self._pending: Sample | None = None
        self._fresh_loss: Tensor | float | None = None
        self._step = 0
        self._began = self._handed_over = time.perf_counter()
        self._is_open = True
        self._thread = WritingThread(path, self._model)
        is_compiled = type(model).__name__ == "OptimizedModule"
        self._flow = FlowHooks(() if is_compiled else self._rows, self._tell_silence)
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

    def log(self, loss: Tensor | float | None = None, **scores: Tensor | float) -> None:
        """Tell numbers of the step under way, before or behind the optimizer's step.

        Args:
            loss: of the batch; a tensor is not waited for.
            scores: losses and accuracies over many points: ``train_loss``, ``val_loss``, ``accuracy``,
                ``val_accuracy`` and their usual other names.

        Raises:
            VgdeskError: a score has another name.
        """
        unknown = [name for name in scores if name not in _SCORES]
        if unknown:
            raise VgdeskError(f"log({unknown[0]}=...): there is no place for it; take loss, {', '.join(_SCORES)}")
        if loss is not None:
            self._take_loss(loss.detach().clone() if isinstance(loss, Tensor) else loss)
        if scores:
            told = dict.fromkeys(("loss", "accuracy", "test_loss", "test_accuracy"), float("nan"))
            told |= {_SCORES[name]: float(value) for name, value in scores.items()}
            self._post(Scored(self._run, self._step, **told))

    def close(self) -> None:
        """End the run; safe to call twice."""
        self._close("finished", "")

    def _close(self, reason: EndReason, message: str) -> None:
        if not self._is_open:
            return
        self._release()
        self._hand_over()
        self._post(RunEnded(self._run, reason, message, time.perf_counter() - self._began))
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
        self._copies = self._free.pop()
        self._thread.do(partial(self._read, full))

    def _start(self, first: Sample) -> None:
        """Say what the run holds: its rows are known once a first step went through them."""
        self._reader = SampleReader(self._run, self._rows, list(first.outputs))
        versions = (("python", platform.python_version()), ("torch", torch.__version__))
        watched = Watched(self._model, self._optimizer, self._reader.watched, self._pace.text, versions)
        plan = (self._options.total_steps, self._options.steps_per_epoch, self._parameters)
        self._early.insert(0, RunStarted(self._run, "", self._reader.layout, *plan, time.time(), watched=watched))
        early, self._early = self._early, []
        self._thread.do(lambda: early)

    def _post(self, event: Event) -> None:
        if self._reader is None:
            self._early.append(event)
        else:
            self._thread.do(lambda: [event])

    def _read(self, copies: Copies) -> list[Event]:
        assert self._reader is not None
        events: list[Event] = list(self._reader.read(copies))
        copies.samples = []
        self._free.append(copies)
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
        optimizer: whose steps are recorded; of two optimizers take a recorder each.
        path: of the new run file; None makes one in the folder of runs.
        every: sample every so many steps, or a share of the time such as ``"5%"``.
        options: the others of ``WatchOptions``.

    Returns:
        The recorder. Close it at the end, or use it as a context; the end of the program closes it too.

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
    return Recorder(model, optimizer, _new_file(path, type(model).__name__), WatchOptions(every, **options))


def _new_file(path: str | Path | None, name: str) -> Path:
    from vgdesk.paths import runs_folder  # noqa: PLC0415 - not needed where a path is given
    from vgdesk.runs.library import new_run_path  # noqa: PLC0415

    file = new_run_path(runs_folder(), name) if path is None else Path(path)
    if file.exists():
        raise VgdeskError(f"{file} exists already; name a new file")
    if not file.parent.is_dir():
        raise VgdeskError(f"the folder {file.parent} is not there; make it, or name another")
    return file
