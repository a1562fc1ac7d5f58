"""The command that shows runs while other programs record them; ``vgdesk.__main__`` opens the window itself."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vgdesk.cli.console import complain
from vgdesk.errors import VgdeskError

NAME = "follow"

_MOST = 4
_LOOK_SECONDS = 0.2


def add_parser(commands: Any) -> None:
    """Add the command with its arguments."""
    parser = commands.add_parser(NAME, help="open the window on runs that grow, as vgdesk.watch records them")
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="RUN.vgrun|FOLDER", help="runs, or a folder: its newest four"
    )
    parser.set_defaults(act=lambda options: len(find_runs(options.paths)) == 0)


def runs_to_follow(arguments: Sequence[str]) -> list[Path]:
    """The run files that the command names, once they are there.

    Raises:
        VgdeskError: there are none, or more than fit in the window.
    """
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("paths", nargs="*", type=Path)
    given, unknown = parser.parse_known_args(arguments)
    if unknown or not given.paths:
        wrong = f"{unknown[0]}: " if unknown else ""
        raise VgdeskError(f"{wrong}write vgdesk follow RUN.vgrun, or a folder of runs; see vgdesk follow --help")
    return find_runs(given.paths)


def find_runs(paths: Sequence[Path]) -> list[Path]:
    """The runs of some files and folders, of a folder its newest; waits for files that are not there yet."""
    found: list[Path] = []
    for path in paths:
        _wait_for(path)
        if path.is_dir():
            newest = sorted(path.glob("*.vgrun"), key=lambda run: run.stat().st_mtime)[-_MOST:]
            if not newest:
                raise VgdeskError(f"the folder {path} holds no runs; name one where vgdesk.watch records")
            found += newest
        else:
            found.append(path)
    if len(found) > _MOST:
        raise VgdeskError(f"there is room for {_MOST} lanes; follow {_MOST} runs at most, not {len(found)}")
    return found


def _wait_for(path: Path) -> None:
    if not path.exists():
        if not path.parent.is_dir():
            raise VgdeskError(f"the folder {path.parent} is not there; check its name")
        complain(f"waiting for {path}; Ctrl+C ends that")
    while not path.exists():
        time.sleep(_LOOK_SECONDS)
