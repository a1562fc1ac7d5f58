"""Starts vgdesk: the window, or with a command, the command line."""

import multiprocessing
import sys
from pathlib import Path

from vgdesk.paths import TABLE_SUFFIXES

_INTERRUPTED = 130


def main() -> None:
    """Run vgdesk with the arguments of the process, and exit."""
    multiprocessing.freeze_support()
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _run(arguments: list[str]) -> int:
    if not arguments or _is_shown(arguments[0]):
        from vgdesk.app import run_window

        return run_window([Path(argument) for argument in arguments])
    if arguments[0] == "follow" and not {"-h", "--help"} & set(arguments):
        return _follow(arguments[1:])
    from vgdesk.cli.commands import run_command

    return run_command(arguments)


def _follow(arguments: list[str]) -> int:
    from vgdesk.cli.console import USER_MISTAKE, complain
    from vgdesk.cli.follow import runs_to_follow
    from vgdesk.errors import VgdeskError

    try:
        paths = runs_to_follow(arguments)
    except VgdeskError as error:
        complain(str(error))
        return USER_MISTAKE
    from vgdesk.app import run_window

    return run_window(paths)


def _is_shown(argument: str) -> bool:
    """Whether it names a file that the window opens: a run, or a table for the builder."""
    return argument.endswith((".vgrun", *TABLE_SUFFIXES))


if __name__ == "__main__":
    main()
