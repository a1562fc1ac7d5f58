"""When something happened, by clocks that may be wrong."""

import time

_YEAR_9999 = 253370764800.0  # seconds; dates go no further


def read_clock() -> float:
    """Seconds since 1970 now, as ``to_date_range``: a run does not hang on a clock."""
    return to_date_range(time.time())


def to_date_range(seconds: float) -> float:
    """Those seconds since 1970, or the nearest that a date can be written of on any system."""
    return min(max(seconds, 0.0), _YEAR_9999)
