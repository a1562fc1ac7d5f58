"""Numbers as people read them: never a small number as 0, never a bare count of bytes or seconds."""

import math

_BYTE_UNITS = ("kB", "MB", "GB", "TB")


def format_duration(seconds: float) -> str:
    """``0.4 s``, ``12 s``, ``1 min 20 s``, ``2 h 5 min``."""
    if seconds < 9.95:
        return f"{max(seconds, 0.0):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def format_time_left(seconds: float) -> str:
    """``1 min 20 s left``; from ten seconds on in steps of five, so that it does not flicker. Empty if unknown."""
    if not math.isfinite(seconds):
        return ""
    if seconds < 1:
        return "less than 1 s left"
    if seconds < 9.5:
        return f"{round(seconds)} s left"
    return f"{format_duration(5 * round(seconds / 5))} left"


def format_bytes(count: int) -> str:
    """``1 byte``, ``512 bytes``, ``1.5 kB``, ``230 MB``: in steps of 1000."""
    if count < 1000:
        return "1 byte" if count == 1 else f"{count} bytes"
    size, unit = count / 1000, 0
    while size >= 999.5 and unit < len(_BYTE_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.1f} {_BYTE_UNITS[unit]}" if size < 99.95 else f"{size:.0f} {_BYTE_UNITS[unit]}"
