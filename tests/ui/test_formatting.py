import math

import pytest

from vgdesk.ui.formatting import (
    format_bytes,
    format_duration,
    format_time_left,
)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.42, "0.4 s"), (12.4, "12 s"), (59.6, "1 min"), (80, "1 min 20 s"), (3599.9, "1 h"), (7500, "2 h 5 min")],
)
def test_durations_use_two_units_at_most(seconds, text):
    assert format_duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(80.9, "1 min 20 s left"), (4.4, "4 s left"), (0.3, "less than 1 s left"), (12.6, "15 s left"), (math.inf, "")],
)
def test_time_left_moves_in_calm_steps(seconds, text):
    assert format_time_left(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1500, "1.5 kB"),
        (999_960, "1.0 MB"),
        (230_000_000, "230 MB"),
        (5 * 10**15, "5000 TB"),
    ],
)
def test_sizes_grow_by_thousands(count, text):
    assert format_bytes(count) == text
