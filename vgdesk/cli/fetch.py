"""The command that downloads a full set of images."""

import argparse
import json
import signal
import sys
from typing import Any

from vgdesk import paths
from vgdesk.cli.console import has_terminal, say
from vgdesk.cli.data_dir import add_data_dir
from vgdesk.experiment.image_files import IMAGE_SETS, find_image_files, full_set_there


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("fetch", help="download MNIST or Fashion-MNIST, checked by their SHA-256")
    parser.add_argument("kind", choices=tuple(IMAGE_SETS), help="which images")
    add_data_dir(parser)
    parser.add_argument("--json", action="store_true", help="print its progress as JSON, an object a line")
    parser.set_defaults(act=fetch_set)


def fetch_set(options: argparse.Namespace) -> int:
    """Download a set into the data folder, unless it is there."""
    if full_set_there(options.kind):
        file = find_image_files(options.kind)[0]
        words = f"{IMAGE_SETS[options.kind]} is there already: {file}"
    else:
        from vgdesk.training.fetching import fetch_images

        before = signal.signal(signal.SIGTERM, _interrupt)
        try:
            file = fetch_images(options.kind, paths.data_folder(), _report_json if options.json else _report_terminal)
        finally:
            signal.signal(signal.SIGTERM, before)
            if has_terminal() and not options.json:
                print(file=sys.stderr)
        words = f"{IMAGE_SETS[options.kind]} is in {file}"
    say(json.dumps({"state": "done", "file": str(file)}) if options.json else words)
    return 0


def _report_json(state: str, size: int) -> None:
    say(json.dumps({"state": state, "bytes": size}))


def _report_terminal(state: str, size: int) -> None:
    if has_terminal():
        print(f"\r{state} {size / 1e6:8.1f} MB", end="", file=sys.stderr, flush=True)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
