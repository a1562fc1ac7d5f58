"""The command line: the same trainings without a window. Imports no Qt, and torch only to train."""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from vgdesk import __version__
from vgdesk.cli import check, diagnose, export, fetch, follow, lessons, remedy, sweep, train
from vgdesk.cli.console import INTERRUPTED, USER_MISTAKE, complain, say
from vgdesk.cli.data_dir import follow_data_dir
from vgdesk.errors import VgdeskError

_DESCRIPTION = "See why a deep network does not learn. Without a command, vgdesk opens its window."


class _Parser(argparse.ArgumentParser):
    """A parser whose mistakes are one line."""

    def _print_message(self, message: str, _: object = None) -> None:
        say(message.rstrip("\n"))  # argparse itself hides that it could not be written

    def error(self, message: str) -> NoReturn:
        raise VgdeskError(f"{message}; see {self.prog} --help")


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = _Parser(prog="vgdesk", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"vgdesk {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (lessons, train, follow, check, diagnose, remedy, sweep, fetch, export):
        command.add_parser(commands)
    return parser


def run_command(arguments: Sequence[str]) -> int:
    """Run one command.

    Returns:
        0, or 1 when a check fails, or 2 with one line on stderr for wrong input, or 130 when interrupted.
    """
    try:
        options = build_parser().parse_args(arguments)
        follow_data_dir(options)
        return int(options.act(options))
    except VgdeskError as error:
        complain(str(error))
    except SystemExit as end:  # of --help and --version
        return int(end.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    return USER_MISTAKE
