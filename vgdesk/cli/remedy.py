"""The command that tries remedies on the network of a run."""

import argparse
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import INTERRUPTED, clear_progress, complain, has_terminal, say, show_progress
from vgdesk.cli.data_dir import add_data_dir
from vgdesk.cli.recording import record_training

if TYPE_CHECKING:
    from vgdesk.analysis.standing import Standing, Trial
    from vgdesk.checking.treatment import Treatment
    from vgdesk.experiment.remedies import Remedy
    from vgdesk.experiment.spec import ExperimentSpec
    from vgdesk.runs.history import History

_BEST = 3
_INDENT = f"\n{'':10}"


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("remedy", help="try remedies on the network of a run, each from the same seed")
    parser.add_argument("path", type=Path, metavar="RUN.vgrun", help="the run")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--remedy", nargs="+", metavar="KEY", help=f"remedies to try (default: the best {_BEST} that are offered)"
    )
    which.add_argument("--all", action="store_true", help="try every remedy that the findings offer")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder of the runs made (default: that of all)")
    add_data_dir(parser)
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(act=try_on_run)


def try_on_run(options: argparse.Namespace) -> int:
    """Train the network of a run with each remedy, beside it, and say what each did."""
    from vgdesk.analysis.forward import read_spec
    from vgdesk.analysis.standing import stand
    from vgdesk.checking.treatment import treat
    from vgdesk.runs.reader import read_run

    history = read_run(options.path)
    if history.note:
        complain(history.note)
    spec, before = read_spec(history), stand(history)
    treatments = [treat(spec.name, spec, history, remedy) for remedy in _wanted_remedies(options, history)]
    table: dict[str, Any] = {"run": str(options.path), "before": _to_table(before), "trials": []}
    if not options.json:
        say(f"{spec.name}: {_describe(before)}" + ("" if treatments else "; no finding offers a remedy"))
    for treatment in treatments:
        tried = _try(treatment, options.out)
        if tried is None:
            return INTERRUPTED
        table["trials"].append(_trial_to_table(*tried))
        if not options.json:
            say(_to_text(*tried))
    if options.json:
        say(json.dumps(table))
    return 0


def _wanted_remedies(options: argparse.Namespace, history: "History") -> "tuple[Remedy, ...]":
    from vgdesk.analysis.standing import list_offered
    from vgdesk.experiment.remedies import find_remedy

    if options.remedy:
        return tuple(map(find_remedy, options.remedy))
    return list_offered(history)[: None if options.all else _BEST]


def _try(treatment: "Treatment", folder: Path | None) -> "tuple[Trial, Path] | None":
    """What a remedy did, and where that is recorded; None after Ctrl+C."""
    from vgdesk import paths
    from vgdesk.errors import RunFileError
    from vgdesk.runs.library import new_run_path
    from vgdesk.runs.reader import read_run

    path = new_run_path(folder or paths.runs_folder(), treatment.spec.name)
    recording = record_training(treatment.spec, path, _Watch(treatment.spec).take)
    if has_terminal():
        clear_progress()
    if recording.problem:
        raise RunFileError(recording.problem)
    trial = treatment.judge(treatment.spec, read_run(path))
    return (trial, path) if trial is not None else None


class _Watch:
    """Shows how far a training is, if somebody watches."""

    def __init__(self, spec: "ExperimentSpec"):
        self._spec = spec
        self._is_seen = has_terminal()

    def take(self, event: Any) -> None:
        """Show what an event says."""
        step = getattr(event, "step", None)
        if self._is_seen and step is not None:
            show_progress(step / self._spec.total_steps, self._spec.name)


def _describe(standing: "Standing") -> str:
    from vgdesk.analysis.numbers import format_value

    accuracy = "" if math.isnan(standing.accuracy) else f", accuracy {standing.accuracy:.2f}"
    return f"{standing.word}, loss {format_value(standing.loss)}{accuracy}"


def _to_text(trial: "Trial", path: Path) -> str:
    price = f"{_INDENT}its price: {trial.remedy.price}" if trial.remedy.price else ""
    return f"  {trial.outcome:<7} {trial.remedy.title}: {trial.text}{price}{_INDENT}recorded in {path}"


def _trial_to_table(trial: "Trial", path: Path) -> dict[str, Any]:
    remedy = trial.remedy
    named = {"remedy": remedy.key, "title": remedy.title, "price": remedy.price, "outcome": trial.outcome}
    return {**named, "text": trial.text, "after": _to_table(trial.after), "run": str(path)}


def _to_table(standing: "Standing") -> dict[str, Any]:
    """A number that is not finite is null."""
    figures = {"loss": standing.loss, "accuracy": standing.accuracy, "guessing": standing.guessing}
    finite = {key: value if math.isfinite(value) else None for key, value in figures.items()}
    return {"verdict": standing.word, "sick": standing.is_sick, **finite}
