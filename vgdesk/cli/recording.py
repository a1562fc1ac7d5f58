"""Trains a spec in this process and records the run, for the commands that do."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vgdesk.errors import EngineError

if TYPE_CHECKING:
    from vgdesk.events import Event
    from vgdesk.experiment.spec import ExperimentSpec


@dataclass(frozen=True)
class Recording:
    """What came of a training.

    Attributes:
        path: of the file that the run is in.
        is_whole: whether it came to its end.
        problem: what happened to the file that was asked for, where the run is in another; else empty.
    """

    path: Path
    is_whole: bool
    problem: str


def record_training(spec: "ExperimentSpec", path: Path, take: "Callable[[Event], None]", run: str = "") -> Recording:
    """Train one spec to the end, or until Ctrl+C or the system ends the program, and record it.

    Args:
        spec: to train.
        path: the run file to write; it must not exist, unless the run goes on.
        take: is given every event as soon as it is recorded.
        run: id of the run that goes on in the file; empty for a new one.

    Returns:
        What came of it; everything that is said to be recorded has been read back.

    Raises:
        VgdeskError: the spec cannot be trained or recorded here, or the training failed.
    """
    from vgdesk.engine import Entry, train_recorded
    from vgdesk.experiment.recording import RunMoved
    from vgdesk.training.process import describe_failure, prepare_process

    prepare_process()
    from vgdesk.training.control import TrainControl

    control, problem = TrainControl(), ""
    entry = Entry(run or _run_id(path), spec.to_json(), path, spec.name, goes_on=bool(run))
    before = {each: signal.signal(each, lambda *_: setattr(control, "stop", True)) for each in _endings()}
    try:
        for event in train_recorded([entry], control):
            if isinstance(event, RunMoved):
                path, problem = event.path, event.message
            else:
                take(event)
    except (MemoryError, RuntimeError) as error:  # what torch raises
        raise EngineError(describe_failure(error)) from error
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    return Recording(path, not control.stop, problem)


def _endings() -> list[signal.Signals]:
    """The signals that ask a program to end, as far as the system has them."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _run_id(path: Path) -> str:
    """The file's name without its suffix, in characters that every table can hold."""
    return os.fsencode(path.stem).decode("utf-8", "replace") or "run"
