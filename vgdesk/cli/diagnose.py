"""The command that says how a recorded network fares."""

import argparse
import json
import math
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import complain, say

if TYPE_CHECKING:
    from vgdesk.analysis.diagnosis import Diagnosis
    from vgdesk.analysis.findings import Finding
    from vgdesk.analysis.published_rules import PublishedRule
    from vgdesk.runs.history import History

_WIDTH = 100


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("diagnose", help="say how the network of a run fares, and why")
    parser.add_argument("path", type=Path, metavar="RUN.vgrun", help="the run")
    parser.add_argument("--json", action="store_true", help="print the diagnosis as one JSON object")
    parser.set_defaults(act=diagnose_run)


def diagnose_run(options: argparse.Namespace) -> int:
    """Print the diagnosis of a run at its end."""
    from vgdesk.analysis.diagnosis import diagnose
    from vgdesk.analysis.published_rules import published_rules
    from vgdesk.runs.reader import read_run

    history = read_run(options.path)
    if history.note:
        complain(history.note)
    diagnosis = diagnose(history)
    if options.json:
        say(json.dumps(_to_table(diagnosis)))
    else:
        say(*_to_lines(diagnosis, history), *_published_lines(published_rules(history)))
    return 0


def _to_table(diagnosis: "Diagnosis") -> dict[str, Any]:
    """The rate is in decades a layer or time step; a number that is not finite is null."""
    findings = [_finding_to_table(finding) for finding in diagnosis.findings]
    rate = diagnosis.rate.slope if diagnosis.rate else None
    return {"verdict": diagnosis.verdict, "rate": rate, "findings": findings}


def _finding_to_table(finding: "Finding") -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "layers": list(finding.layers),
        "sample": finding.sample,
        "figure": finding.figure if math.isfinite(finding.figure) else None,
        "limit": finding.limit,
    }


def _to_lines(diagnosis: "Diagnosis", history: "History") -> list[str]:
    if diagnosis.cursor is None:
        return [f"{diagnosis.verdict}: the run has no samples"]
    lines = [f"{diagnosis.verdict}, at epoch {history.epochs[diagnosis.cursor]:g}"]
    if diagnosis.verdict == "unknown":
        lines += _wrap("Too little was measured for a verdict.")
    if diagnosis.rate:
        lines += _wrap(f"The signal {diagnosis.rate.text}.")
    for finding in diagnosis.findings:
        lines += ["", f"{finding.rule}", *_wrap(finding.sentence)]
        if finding.remedies:
            lines += _wrap(f"What helps: {'; '.join(finding.remedies)}.")
    for note in diagnosis.notes:
        lines += ["", *_wrap(note, indent="")]
    return lines


def _published_lines(rules: "tuple[PublishedRule, ...]") -> list[str]:
    if not rules:
        return []
    lines = ["", "published rules at this sample, with their own limits"]
    for rule in rules:
        limit = "" if rule.limit is None else f"limit {rule.limit:g}"
        lines.append(f"  {rule.says:<20} {rule.figure:>9.2g}  {limit:<12} {rule.source}: {rule.rule}")
    return lines


def _wrap(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
