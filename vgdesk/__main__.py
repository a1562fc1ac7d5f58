"""Starts vgdesk: the window, or with a command, the command line."""

import multiprocessing
import sys
from pathlib import Path

from vgdesk.paths import TABLE_SUFFIXES

_COMMANDS = ("lessons", "train", "check", "diagnose", "export")
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
    from vgdesk.cli.commands import run_command

    return run_command(arguments)


def _is_shown(argument: str) -> bool:
    """Whether it names a file that the window opens: a run, or a table for the builder."""
    return argument not in _COMMANDS and argument.endswith((".vgrun", *TABLE_SUFFIXES))


if __name__ == "__main__":
    main()
