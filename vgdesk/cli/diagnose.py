"""The command that says how a recorded network fares."""

import argparse
import json
import math
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import complain, say
from vgdesk.cli.loss_scale import add_loss_scale
from vgdesk.errors import VgdeskError

if TYPE_CHECKING:
    from vgdesk.analysis.course import Stretch
    from vgdesk.analysis.court import Court
    from vgdesk.analysis.diagnosis import Diagnosis
    from vgdesk.analysis.findings import Finding
    from vgdesk.runs.history import History

_WIDTH = 100
_SHOWN_REMEDIES = 4


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("diagnose", help="say how the network of a run fares, and why")
    parser.add_argument("path", type=Path, metavar="RUN.vgrun", help="the run")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--epoch", type=_a_moment, metavar="E", help="at the last sample up to that epoch")
    where.add_argument("--step", type=_a_moment, metavar="S", help="at the last sample up to that update")
    where.add_argument("--over-time", action="store_true", help="the verdict from the first sample to the last")
    add_loss_scale(parser)
    parser.add_argument("--json", action="store_true", help="print the diagnosis as one JSON object")
    parser.set_defaults(act=diagnose_run)


def diagnose_run(options: argparse.Namespace) -> int:
    """Print the diagnosis of a run at its end, at a moment, or over time."""
    from vgdesk.analysis.court import hold_court
    from vgdesk.analysis.diagnosis import diagnose
    from vgdesk.runs.reader import read_run

    history = read_run(options.path)
    if history.note:
        complain(history.note)
    sample = _sample(options, history)
    diagnosis = diagnose(history, sample)
    if options.over_time:
        stretches = [_stretch_to_table(stretch, history) for stretch in diagnosis.stretches]
        say(*([json.dumps(stretches)] if options.json else map(_stretch_to_line, stretches)))
    elif options.json:
        court = hold_court(history, sample, options.loss_scale)
        say(json.dumps({**_to_table(diagnosis, history), **_court_to_table(court)}))
    else:
        court = hold_court(history, sample, options.loss_scale)
        say(*_to_lines(diagnosis, history), *_court_lines(court))
    return 0


def _a_moment(text: str) -> float:
    number = float(text)
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is no moment of a training; write 0 or more")
    return number


def _sample(options: argparse.Namespace, history: "History") -> int | None:
    """Index of the sample looked at; None for the newest."""
    moment = options.epoch if options.step is None else options.step / history.started.steps_per_epoch
    if moment is None or not history.sample_count:
        return None
    sample = history.at(moment)
    if sample < 0:
        name, value = ("--epoch", options.epoch) if options.step is None else ("--step", options.step)
        first = f"epoch {history.epochs[0]:g}, step {history.steps[0]}"
        raise VgdeskError(f"{name} {value:g}: the run has no sample so early; its first is at {first}")
    return sample


def _to_table(diagnosis: "Diagnosis", history: "History") -> dict[str, Any]:
    """The rate is in decades a layer or time step; a number that is not finite is null."""
    verdict, rate = diagnosis.verdict, diagnosis.rate
    return {
        "verdict": verdict.word,
        "green": verdict.is_green,
        "flow": verdict.flow,
        "learning": verdict.learning,
        "causes": [finding.rule for finding in diagnosis.causes],
        "findings": [_finding_to_table(finding, history) for finding in diagnosis.findings],
        "rate": rate.slope if rate else None,
        "notes": list(diagnosis.notes),
        **_moment_to_table(diagnosis.cursor, history),
    }


def _finding_to_table(finding: "Finding", history: "History") -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "cause": finding.is_cause,
        "good": finding.is_good,
        "layers": list(finding.layers),
        "tensor": finding.tensor or None,
        "sample": finding.sample,
        **_moment_to_table(finding.sample, history),
        "since": _moment_to_table(finding.since, history),
        "figure": finding.figure if math.isfinite(finding.figure) else None,
        "limit": finding.limit,
        "sentence": finding.sentence,
        "remedies": [remedy.key for remedy in finding.remedies],
    }


def _moment_to_table(sample: int | None, history: "History") -> dict[str, Any]:
    if sample is None:
        return {"step": None, "epoch": None}
    return {"step": int(history.steps[sample]), "epoch": float(history.epochs[sample])}


def _stretch_to_table(stretch: "Stretch", history: "History") -> dict[str, Any]:
    """The verdict of some samples in a row, from the first of them to the last."""
    verdict = stretch.verdict
    halves = {"verdict": verdict.word, "green": verdict.is_green, "flow": verdict.flow, "learning": verdict.learning}
    ends = {"from": _moment_to_table(stretch.first, history), "to": _moment_to_table(stretch.last, history)}
    return {**halves, **ends}


def _stretch_to_line(stretch: dict[str, Any]) -> str:
    begin, end = stretch["from"], stretch["to"]
    epochs = f"epoch {begin['epoch']:g} to {end['epoch']:g}"
    return f"{epochs:<24} step {begin['step']} to {end['step']}: {stretch['flow']} · {stretch['learning']}"


def _to_lines(diagnosis: "Diagnosis", history: "History") -> list[str]:
    if diagnosis.cursor is None:
        return [f"{diagnosis.verdict.text}: the run has no samples"]
    lines = [f"{diagnosis.verdict.text}, at epoch {history.epochs[diagnosis.cursor]:g}"]
    if not diagnosis.is_judged:
        lines += _wrap("Too little was measured for a verdict.")
    if diagnosis.rate:
        lines += _wrap(f"The signal {diagnosis.rate.text}.")
    for finding in diagnosis.findings:
        cause = "cause: " if finding.is_cause else ""
        lines += ["", f"{cause}{finding.rule}", *_wrap(finding.sentence)]
        if finding.remedies:
            titles = "; ".join(remedy.title for remedy in finding.remedies[:_SHOWN_REMEDIES])
            lines += _wrap(f"What may help: {titles}. vgdesk remedy tries it.")
    for note in diagnosis.notes:
        lines += ["", *_wrap(note, indent="")]
    return lines


def _court_lines(court: "Court") -> list[str]:
    if not court.rulings:
        return []
    lines = ["", court.text]
    for ruling in court.rulings:
        rule = ruling.rule
        limit = "" if rule.limit is None else f"limit {rule.limit:g}"
        flips = f" ({ruling.note})" if ruling.flips else ""
        lines.append(f"  {rule.says:<20} {rule.figure:>9.2g}  {limit:<12} {rule.source}: {rule.rule}{flips}")
    return lines


def _court_to_table(court: "Court") -> dict[str, Any]:
    rules = [
        {
            "source": ruling.rule.source,
            "rule": ruling.rule.rule,
            "figure": ruling.rule.figure if math.isfinite(ruling.rule.figure) else None,
            "limit": ruling.rule.limit,
            "says": ruling.rule.says,
            "unscaled": ruling.unscaled,
            "flips": ruling.flips,
        }
        for ruling in court.rulings
    ]
    return {"loss_scale": court.scale, "rules": rules}


def _wrap(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
