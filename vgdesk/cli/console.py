"""What the commands print, where it goes when the pipe is closed, and how they exit."""

import os
import sys
from contextlib import suppress

from vgdesk.errors import VgdeskError

CLAIM_FAILED = 1
USER_MISTAKE = 2
FAULT = 3
INTERRUPTED = 130

_BAR = 30
_LINE = 79


def say(*lines: str) -> None:
    """Print to stdout, unbuffered; to nowhere once the pipe is closed.

    Raises:
        VgdeskError: the output cannot be written.
    """
    if sys.stdout is None:
        return
    try:
        for line in lines:
            encoding = sys.stdout.encoding or "utf-8"
            print(line.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes there when Python exits
        if not isinstance(error, BrokenPipeError):
            raise VgdeskError(f"cannot write the output: {error.strerror}; send it elsewhere") from None


def complain(message: str) -> None:
    """One line on stderr, if anybody listens."""
    if sys.stderr is None:
        return
    with suppress(OSError):
        print(f"vgdesk: {' '.join(message.split())}", file=sys.stderr, flush=True)


def has_terminal() -> bool:
    """Whether somebody watches stderr."""
    return sys.stderr is not None and sys.stderr.isatty()


def show_progress(done: float, words: str, *, end: str = "") -> None:
    """Draw a bar over the last one, on stderr.

    Args:
        done: 0..1.
        words: said behind the bar.
        end: what follows, such as a new line.
    """
    print(f"\r[{'#' * round(_BAR * done):<{_BAR}}] {words}", end=end, file=sys.stderr, flush=True)


def clear_progress() -> None:
    """Wipe the bar away."""
    print(f"\r{'':<{_LINE}}\r", end="", file=sys.stderr, flush=True)
