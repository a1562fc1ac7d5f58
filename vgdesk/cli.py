"""The command line: the same trainings without a window. Imports no Qt, and torch only to train."""

import argparse
import json
import math
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from vgdesk import __version__
from vgdesk.errors import EngineError, VgdeskError

if TYPE_CHECKING:
    from vgdesk.experiment.spec import ExperimentSpec

USER_MISTAKE = 2
INTERRUPTED = 130

_PICTURES = ("png", "svg", "pdf")
_DESCRIPTION = "See why a deep network does not learn. Without a command, vgdesk opens its window."
_SET_HELP = "set a field of the spec, such as network.activation=tanh or network.hidden.0.units=10"


class _Parser(argparse.ArgumentParser):
    """A parser whose mistakes are one line."""

    def _print_message(self, message: str, _: object = None) -> None:
        _print(message.rstrip("\n"))  # argparse itself hides that it could not be written

    def error(self, message: str) -> NoReturn:
        raise VgdeskError(f"{message}; see {self.prog} --help")


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = _Parser(prog="vgdesk", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"vgdesk {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_lessons(commands)
    _add_train(commands)
    _add_export(commands)
    return parser


def _add_lessons(commands: Any) -> None:
    parser = commands.add_parser("lessons", help="list the lessons")
    parser.add_argument("--json", action="store_true", help="print them with their specs as JSON")
    parser.set_defaults(act=list_all_lessons)


def _add_train(commands: Any) -> None:
    parser = commands.add_parser("train", help="train a lesson or a spec and record the run")
    parser.add_argument("what", metavar="LESSON|SPEC.json", help="id of a lesson, or a file with a spec")
    parser.add_argument("--out", type=Path, metavar="RUN.vgrun", help="file to record; default: the folder of runs")
    parser.add_argument("--epochs", type=int, metavar="N", help="passes over the training points")
    parser.add_argument("--seed", type=int, metavar="N", help="seed of the weights and the data order")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help=_SET_HELP)
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(act=train_and_record)


def _add_export(commands: Any) -> None:
    parser = commands.add_parser("export", help="write the numbers or a picture of a run")
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN.vgrun", help="runs; several share one picture")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="every number, one a row")
    for kind in _PICTURES:
        parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=f"the picture as {kind.upper()}")
    parser.add_argument("--pane", default="heatmap", metavar="PANE", help="which picture (default: heatmap)")
    parser.add_argument("--size", default="1920x1080", metavar="WxH", help="its size in pixels (default: 1920x1080)")
    parser.set_defaults(act=export_run)


def run_command(arguments: Sequence[str]) -> int:
    """Run one command.

    Returns:
        0, or 2 with one line on stderr for a user's mistake, or 130 when interrupted.
    """
    try:
        options = build_parser().parse_args(arguments)
        return int(options.act(options))
    except VgdeskError as error:
        _complain(str(error))
    except SystemExit as end:  # of --help and --version
        return int(end.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    return USER_MISTAKE


def list_all_lessons(options: argparse.Namespace) -> int:
    """Print the lessons."""
    from vgdesk.lessons.catalog import list_lessons

    lessons = list_lessons()
    if options.json:
        table = [
            {"id": item.id, "title": item.title, "summary": item.summary, "spec": item.spec.model_dump(mode="json")}
            for item in lessons
        ]
        _print(json.dumps(table, indent=2))
    else:
        width = max(len(item.id) for item in lessons)
        _print("\n".join(f"{item.id:<{width}}  {item.summary}" for item in lessons))
    return 0


def train_and_record(options: argparse.Namespace) -> int:
    """Train one spec, recording it."""
    from vgdesk import paths
    from vgdesk.engine import Entry, describe_failure, prepare_process, train_recorded
    from vgdesk.runs.library import new_run_path

    spec = _wanted_spec(options)
    path = options.out or new_run_path(paths.runs_folder(), spec.name)
    prepare_process()
    from vgdesk.training.control import TrainControl

    control = TrainControl()
    before = signal.signal(signal.SIGINT, lambda *_: setattr(control, "stop", True))
    report = _Report(options.what, spec, path, _print_progress if sys.stderr and sys.stderr.isatty() else None)
    try:
        for event in train_recorded([Entry(_run_id(path), spec.to_json(), path, spec.name)], control):
            report.take(event)
    except (MemoryError, RuntimeError) as error:  # what torch raises
        raise EngineError(describe_failure(error)) from error
    finally:
        signal.signal(signal.SIGINT, before)
    _print(report.to_json() if options.json else report.to_text())
    return INTERRUPTED if control.stop else 0


def export_run(options: argparse.Namespace) -> int:
    """Write the files asked for."""
    from vgdesk.runs.reader import read_run

    pictures = _wanted_pictures(options)
    if options.csv is None and not pictures:
        raise VgdeskError("nothing to write; name a file with --csv, --png, --svg or --pdf")
    size = _parse_size(options.size)
    histories = [read_run(path) for path in options.runs]
    for history in histories:
        if history.note:
            _complain(history.note)
    if options.csv is not None:
        from vgdesk.export.tables import write_csv

        write_csv(histories, options.csv)
    if pictures:
        from vgdesk.export.figures import write_figure

        for path in pictures:
            write_figure(histories, options.pane, path, size=size)
    return 0


def _wanted_pictures(options: argparse.Namespace) -> list[Path]:
    """Their paths; each ends as its option says, for the ending decides what is written."""
    wanted = {kind: path for kind in _PICTURES if (path := getattr(options, kind)) is not None}
    for kind, path in wanted.items():
        if path.suffix.lower() != f".{kind}":
            raise VgdeskError(f"--{kind} {path}: name a file that ends in .{kind}")
    return list(wanted.values())


def _wanted_spec(options: argparse.Namespace) -> "ExperimentSpec":
    from vgdesk.experiment.spec import change_spec, parse_spec
    from vgdesk.lessons.catalog import find_lesson

    if options.what.endswith(".json"):
        spec = parse_spec(_read_file(Path(options.what)))
    else:
        spec = find_lesson(options.what).spec
    changes: dict[str, Any] = {}
    for assignment in options.set:
        field, equals, value = assignment.partition("=")
        if not equals:
            raise VgdeskError(f"--set {assignment}: write FIELD=VALUE, such as network.activation=tanh")
        changes[field] = _parse_value(value)
    if options.epochs is not None:
        changes["training.epochs"] = options.epochs
    if options.seed is not None:
        changes["seed"] = options.seed
    return change_spec(spec, changes) if changes else spec


def _run_id(path: Path) -> str:
    """The file's name without its suffix, in characters that every table can hold."""
    return os.fsencode(path.stem).decode("utf-8", "replace") or "run"


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise VgdeskError(f"cannot read {path}: {error.strerror}; check its name") from None


def _parse_value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _parse_size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not all(side.isdecimal() and len(side) <= 5 and 100 <= int(side) <= 10_000 for side in (width, height)):
        raise VgdeskError(f"--size {text}: write WIDTHxHEIGHT in pixels, each 100 to 10000, such as 1920x1080")
    return int(width), int(height)


@dataclass
class _Report:
    """What the command says about its training, while it runs and at the end."""

    lesson: str
    spec: "ExperimentSpec"
    path: Path
    show: "Callable[[_Report], None] | None"
    scored: Any = None
    step: int = 0
    seconds: float = 0.0

    def take(self, event: Any) -> None:
        """Note what an event says."""
        from vgdesk.events import RunEnded, Scored

        if isinstance(event, Scored):
            self.scored = event
        elif isinstance(event, RunEnded):
            self.seconds = event.seconds
        self.step = getattr(event, "step", self.step)
        if self.show is not None and hasattr(event, "run"):
            self.show(self)

    def to_json(self) -> str:
        """One line; a loss that is no number is null."""
        scores = {key: getattr(self.scored, key) for key in ("loss", "accuracy", "test_accuracy")}
        finite = {key: value if value is not None and math.isfinite(value) else None for key, value in scores.items()}
        table = {"lesson": self.lesson, "seed": self.spec.seed, "epochs": self.step // self.spec.steps_per_epoch}
        return json.dumps({**table, **finite, "seconds": round(self.seconds, 3), "run": str(self.path)})

    def to_text(self) -> str:
        """Two lines for people."""
        scores = f"loss {self.scored.loss:.4g}   accuracy {self.scored.accuracy:.1%}"
        if self.scored.test_accuracy is not None:
            scores += f"   test accuracy {self.scored.test_accuracy:.1%}"
        return f"{scores}   {self.seconds:.1f} s\nrecorded in {self.path}"


def _print_progress(report: _Report) -> None:
    done = report.step / report.spec.total_steps
    bar = "#" * round(30 * done)
    epoch = report.step // report.spec.steps_per_epoch
    end = "\n" if report.seconds else ""
    loss = f"loss {report.scored.loss:.4g}" if report.scored else ""
    line = f"\r[{bar:<30}] epoch {epoch}/{report.spec.training.epochs} {loss:<16}"
    print(line, end=end, file=sys.stderr, flush=True)


def _print(*lines: str) -> None:
    """Print to stdout, at once; when nobody reads it any more, to nowhere.

    Raises:
        VgdeskError: the output cannot be written.
    """
    if sys.stdout is None:
        return
    try:
        for line in lines:
            encoding = sys.stdout.encoding or "utf-8"
            print(line.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes there when Python exits
        if not isinstance(error, BrokenPipeError):
            raise VgdeskError(f"cannot write the output: {error.strerror}; send it elsewhere") from None


def _complain(message: str) -> None:
    """One line on stderr, if anybody listens."""
    if sys.stderr is None:
        return
    with suppress(OSError):
        print(f"vgdesk: {' '.join(message.split())}", file=sys.stderr, flush=True)
