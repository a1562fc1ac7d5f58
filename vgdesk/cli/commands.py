"""The command line: the same trainings without a window. Imports no Qt, and torch only to train."""

import argparse
import logging
from collections.abc import Sequence
from typing import NoReturn

from vgdesk import __version__, logs, paths
from vgdesk.cli import check, diagnose, export, fetch, follow, go_on, lessons, remedy, runs, sweep, train
from vgdesk.cli.console import FAULT, INTERRUPTED, USER_MISTAKE, complain, say
from vgdesk.cli.data_dir import follow_data_dir
from vgdesk.errors import VgdeskError

_log = logging.getLogger(__name__)

_DESCRIPTION = "See why a deep network does not learn. Without a command, vgdesk opens its window."


class _Parser(argparse.ArgumentParser):
    """A parser whose mistakes are one line."""

    def _print_message(self, message: str, _: object = None) -> None:
        say(message.rstrip("\n"))  # argparse itself hides that it could not be written

    def error(self, message: str) -> NoReturn:
        raise VgdeskError(f"{message}; see {self.prog} --help")


class _Diagnostics(argparse.Action):
    """Prints what a report of a fault should hold, and ends."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str):
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from vgdesk.cli.diagnostics import describe_installation

        say(describe_installation())
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = _Parser(prog="vgdesk", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"vgdesk {__version__}")
    parser.add_argument("--diagnostics", action=_Diagnostics, help="print what a report of a fault should hold")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (lessons, train, go_on, follow, runs, check, diagnose, remedy, sweep, fetch, export):
        command.add_parser(commands)
    return parser


def run_command(arguments: Sequence[str]) -> int:
    """Run one command.

    Returns:
        0, or 1 when a check fails, or 2 with one line on stderr for wrong input, or 3 with one line on stderr for a
        fault of vgdesk's own, which the log has in full, or 130 when interrupted.
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
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback reaches the user
        complain(_log_fault(error))
        return FAULT
    return USER_MISTAKE


def _log_fault(error: Exception) -> str:
    """Write a fault to the log; one line that says where."""
    logs.start_logging()
    _log.error("uncaught", exc_info=error)
    words = f"something went wrong in vgdesk itself: {type(error).__name__}: {error}"
    return f"{words}; {paths.logs_folder() / 'vgdesk.log'} has the details, vgdesk --diagnostics what to report"
