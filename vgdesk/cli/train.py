"""The command that trains a lesson or a spec and records the run."""

import argparse
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.cli.asked import add_asked, find_asked
from vgdesk.cli.console import INTERRUPTED, has_terminal, say, show_progress
from vgdesk.cli.data_dir import add_data_dir
from vgdesk.cli.recording import record_training

if TYPE_CHECKING:
    from vgdesk.cli.recording import Recording
    from vgdesk.experiment.spec import ExperimentSpec


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("train", help="train a lesson or a spec and record the run")
    add_asked(parser)
    parser.add_argument("--out", type=Path, metavar="RUN.vgrun", help="file to record; default: the folder of runs")
    parser.add_argument("--epochs", type=int, metavar="N", help="passes over the training points")
    parser.add_argument("--seed", type=int, metavar="N", help="seed of the weights and the data order")
    add_data_dir(parser)
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(act=train_and_record)


def train_and_record(options: argparse.Namespace) -> int:
    """Train one spec, recording it."""
    from vgdesk import paths
    from vgdesk.runs.library import new_run_path

    spec = _wanted_spec(options)
    path = options.out or new_run_path(paths.runs_folder(), spec.name)
    report = TrainReport(options.what, spec, print_progress if has_terminal() else None)
    return report.tell(record_training(spec, path, report.take), as_json=options.json)


def _wanted_spec(options: argparse.Namespace) -> "ExperimentSpec":
    changes: dict[str, Any] = {"training.epochs": options.epochs, "seed": options.seed}
    given = {field: value for field, value in changes.items() if value is not None}
    return find_asked(options.what, options.set, given)


@dataclass
class TrainReport:
    """What is said about a training, while it runs and at the end.

    Attributes:
        lesson: what was asked for.
        spec: that is trained.
        show: shows how far it is; None where nobody watches.
        scored: the last score.
        step: updates done.
        seconds: spent training.
    """

    lesson: str
    spec: "ExperimentSpec"
    show: "Callable[[TrainReport], None] | None"
    started: Any = None
    scored: Any = None
    step: int = 0
    seconds: float = 0.0

    def take(self, event: Any) -> None:
        """Note what an event says."""
        from vgdesk.events import RunEnded, RunStarted, Scored

        if isinstance(event, RunStarted):
            self.started = event
        elif isinstance(event, Scored):
            self.scored = event
        elif isinstance(event, RunEnded):
            self.seconds = event.seconds
        self.step = getattr(event, "step", self.step)
        if self.show is not None and hasattr(event, "run"):
            self.show(self)

    def tell(self, recording: "Recording", *, as_json: bool) -> int:
        """Say what came of it; the exit status.

        Raises:
            RunFileError: the run is not in the file that was asked for.
        """
        from vgdesk.errors import RunFileError

        say(self._to_json(recording.path) if as_json else self._to_text(recording.path))
        if recording.problem:
            raise RunFileError(recording.problem)
        return 0 if recording.is_whole else INTERRUPTED

    def _to_json(self, path: Path) -> str:
        """One line; a loss that is no number is null."""
        scores = {key: getattr(self.scored, key) for key in ("loss", "accuracy", "test_accuracy")}
        finite = {key: value if value is not None and math.isfinite(value) else None for key, value in scores.items()}
        table = {"lesson": self.lesson, "seed": self.spec.seed, "epochs": self.step // self.spec.steps_per_epoch}
        return json.dumps({**table, **finite, "seconds": round(self.seconds, 3), "run": str(path)})

    def _to_text(self, path: Path) -> str:
        """Two lines for people."""
        from vgdesk.analysis.losses import describe_fit

        words = [f"loss {self.scored.loss:.4g}"]
        if fit := describe_fit(self.started, self.scored.loss):
            words.append(fit)
        for name, share in (("accuracy", self.scored.accuracy), ("test accuracy", self.scored.test_accuracy)):
            if share is not None and math.isfinite(share):  # a regression has none
                words.append(f"{name} {share:.1%}")
        return f"{'   '.join(words)}   {self.seconds:.1f} s\nrecorded in {path}"


def print_progress(report: TrainReport) -> None:
    """Show on the terminal how far a training is."""
    epoch = report.step // report.spec.steps_per_epoch
    loss = f"loss {report.scored.loss:.4g}" if report.scored else ""
    words = f"epoch {epoch}/{report.spec.training.epochs} {loss:<16}"
    show_progress(report.step / report.spec.total_steps, words, end="\n" if report.seconds else "")
