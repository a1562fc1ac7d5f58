"""The command that lists the recorded runs."""

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import say

if TYPE_CHECKING:
    from vgdesk.runs.library import RunListing

_NAME = 32


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("runs", help="list the recorded runs, the newest first")
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="where they are (default: that of all)"
    )
    parser.add_argument("--json", action="store_true", help="print them as one JSON list")
    parser.set_defaults(act=print_runs)


def print_runs(options: argparse.Namespace) -> int:
    """Print a line a run; one that cannot be read says why."""
    from vgdesk import paths
    from vgdesk.errors import VgdeskError
    from vgdesk.runs.library import list_runs

    folder = options.folder or paths.runs_folder()
    if options.folder is not None and not folder.is_dir():
        raise VgdeskError(f"the folder {folder} is not there; check its name")
    listings = list_runs(folder)
    if options.json:
        say(json.dumps([_to_table(listing) for listing in listings]))
    elif listings:
        say(*map(_to_line, listings))
    else:
        say(f"no runs in {folder}; vgdesk train records one")
    return 0


def _to_table(listing: "RunListing") -> dict[str, Any]:
    """What is not known is null."""
    table: dict[str, Any] = {"path": str(listing.path), "bytes": listing.bytes, "changed": listing.changed}
    metadata = listing.metadata
    if metadata is None:
        return {**table, "problem": listing.problem}
    started, watched = metadata.started, metadata.started.watched
    return {
        **table,
        "run": started.run,
        "lane": metadata.lane,
        "network": None if watched is None else watched.network,
        "step": metadata.step,
        "total_steps": started.total_steps or None,
        "ended": None if metadata.ended is None else metadata.ended.reason,
    }


def _to_line(listing: "RunListing") -> str:
    changed = datetime.fromtimestamp(listing.changed).astimezone()
    head = f"{changed:%Y-%m-%d %H:%M}  {listing.bytes / 1e6:8.2f} MB"
    metadata = listing.metadata
    if metadata is None:
        return f"{head}  {listing.path.name}: {listing.problem}"
    total = f" of {metadata.started.total_steps}" if metadata.started.total_steps else ""
    ended = "cut off, or under way" if metadata.ended is None else metadata.ended.reason
    name = metadata.lane or listing.path.stem
    return f"{head}  {name:<{_NAME}.{_NAME}}  step {metadata.step}{total}, {ended}: {listing.path.name}"
