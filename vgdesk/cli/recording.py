"""Trains a spec in this process and records the run, for the commands that do."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vgdesk.errors import EngineError

if TYPE_CHECKING:
    from vgdesk.events import Event
    from vgdesk.experiment.spec import ExperimentSpec


def record_training(spec: "ExperimentSpec", path: Path, take: "Callable[[Event], None]") -> bool:
    """Train one spec to the end, or until Ctrl+C, and record it.

    Args:
        spec: to train.
        path: the run file to write; it must not exist.
        take: is given every event as soon as it is recorded.

    Returns:
        Whether it came to the end.

    Raises:
        VgdeskError: the spec cannot be trained or recorded here, or the training failed.
    """
    from vgdesk.engine import Entry, train_recorded
    from vgdesk.training.process import describe_failure, prepare_process

    prepare_process()
    from vgdesk.training.control import TrainControl

    control = TrainControl()
    before = signal.signal(signal.SIGINT, lambda *_: setattr(control, "stop", True))
    try:
        for event in train_recorded([Entry(_run_id(path), spec.to_json(), path, spec.name)], control):
            take(event)
    except (MemoryError, RuntimeError) as error:  # what torch raises
        raise EngineError(describe_failure(error)) from error
    finally:
        signal.signal(signal.SIGINT, before)
    return not control.stop


def _run_id(path: Path) -> str:
    """The file's name without its suffix, in characters that every table can hold."""
    return os.fsencode(path.stem).decode("utf-8", "replace") or "run"
