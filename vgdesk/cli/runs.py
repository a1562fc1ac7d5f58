"""The command that lists the recorded runs."""

import argparse
import json
import math
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import say

if TYPE_CHECKING:
    from vgdesk.library.entries import RunEntry

_NAME, _VERDICT = 28, 22


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("runs", help="list the recorded runs, the newest first")
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="where they are (default: that of all)"
    )
    parser.add_argument("--json", action="store_true", help="print them as one JSON list")
    parser.set_defaults(act=print_runs)


def print_runs(options: argparse.Namespace) -> int:
    """Print a line a run, as the window's library has it; one that cannot be read says why."""
    from vgdesk import paths
    from vgdesk.errors import VgdeskError
    from vgdesk.library.listing import list_entries

    folder = options.folder or paths.runs_folder()
    if options.folder is not None and not folder.is_dir():
        raise VgdeskError(f"the folder {folder} is not there; check its name")
    entries = list_entries(folder, keeps_index=options.folder is None)
    if options.json:
        say(json.dumps([_to_table(entry) for entry in entries]))
    elif entries:
        say(*map(_to_line, entries))
    else:
        say(f"no runs in {folder}; vgdesk train records one")
    return 0


def _to_table(entry: "RunEntry") -> dict[str, Any]:
    """What is not known is null, and so is a number that is not finite."""
    table: dict[str, Any] = {
        "path": str(entry.path),
        "bytes": entry.bytes,
        "changed": entry.changed,
        "state": str(entry.state),
        "name": entry.name,
        "star": entry.shown.is_starred,
        "problem": entry.trouble or None,
    }
    facts = entry.facts
    if facts is None:
        return table
    return {
        **table,
        "run": facts.run,
        "lane": facts.lane,
        "about": facts.about,
        "difference": entry.difference or None,
        "started": facts.started,
        "step": facts.step,
        "total_steps": facts.total_steps or None,
        "ended": facts.ended or None,
        "verdict": facts.verdict,
        "loss": facts.loss if math.isfinite(facts.loss) else None,
        "accuracy": facts.accuracy if math.isfinite(facts.accuracy) else None,
    }


def _to_line(entry: "RunEntry") -> str:
    from vgdesk.analysis.numbers import format_value

    began = datetime.fromtimestamp(entry.date).astimezone()
    star = "*" if entry.shown.is_starred else " "
    head = f"{star} {began:%Y-%m-%d %H:%M}  {entry.bytes / 1e6:8.2f} MB"
    facts = entry.facts
    if facts is None:
        return f"{head}  {entry.path.name}: {entry.problem}"
    total = f" of {facts.total_steps}" if facts.total_steps else ""
    loss = "" if math.isnan(facts.loss) else f"loss {format_value(facts.loss, 3)}"
    apart = f", {entry.difference}" if entry.difference else ""
    words = f"{entry.name:<{_NAME}.{_NAME}}  {facts.verdict:<{_VERDICT}}  {loss:<14}"
    return f"{head}  {words}  step {facts.step}{total}, {entry.state}{apart}: {entry.path.name}"
