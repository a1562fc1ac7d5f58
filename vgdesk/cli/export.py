"""The command that writes files for people out of recorded runs."""

import argparse
from pathlib import Path
from typing import Any

from vgdesk.cli.console import complain
from vgdesk.errors import VgdeskError

_PICTURES = ("png", "svg", "pdf")


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("export", help="write the numbers or a picture of a run")
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN.vgrun", help="runs; several share one picture")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="every number, one a row")
    for kind in _PICTURES:
        parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=f"the picture as {kind.upper()}")
    parser.add_argument("--pane", default="heatmap", metavar="PANE", help="which picture (default: heatmap)")
    parser.add_argument("--size", default="1920x1080", metavar="WxH", help="its size in pixels (default: 1920x1080)")
    parser.set_defaults(act=export_run)


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
            complain(history.note)
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


def _parse_size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not all(side.isdecimal() and len(side) <= 5 and 100 <= int(side) <= 10_000 for side in (width, height)):
        raise VgdeskError(f"--size {text}: write WIDTHxHEIGHT in pixels, each 100 to 10000, such as 1920x1080")
    return int(width), int(height)
