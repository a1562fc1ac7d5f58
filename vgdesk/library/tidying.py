"""What to remove from a folder of runs that has grown too large: offered, never done."""

from collections.abc import Collection, Sequence
from pathlib import Path

from vgdesk.library.entries import RunEntry, RunState

_NOT_OFFERED = (RunState.RUNNING, RunState.UNREAD)


def total_bytes(entries: Sequence[RunEntry]) -> int:
    """Of all runs together."""
    return sum(entry.bytes for entry in entries)


def offer_removal(entries: Sequence[RunEntry], limit: int, kept: Collection[Path] = ()) -> list[RunEntry]:
    """The oldest runs whose removal brings the folder below its limit, as far as there are such.

    Args:
        entries: of the folder.
        limit: bytes.
        kept: runs that are not offered, as those on the screen; those with a star and those under way never are.
    """
    excess = total_bytes(entries) - limit
    offered: list[RunEntry] = []
    for entry in sorted(entries, key=lambda each: each.date):
        if excess <= 0:
            break
        if not entry.shown.is_starred and entry.state not in _NOT_OFFERED and entry.path not in kept:
            offered.append(entry)
            excess -= entry.bytes
    return offered
