from datetime import UTC, datetime
from pathlib import Path

import pytest

from vgdesk.library.entries import RunEntry, RunState
from vgdesk.library.facts import RunFacts
from vgdesk.ui.library.words import describe_state, format_date, searched_text

NOW = datetime(2025, 12, 1, 20, 0, tzinfo=UTC)


def entry(state=RunState.FINISHED, step=40, total=100, **facts):
    return RunEntry(Path("run.vgrun"), 1, 0.0, state, RunFacts("r", "tanh", "circles", "", 0.0, step, total, **facts))


@pytest.mark.parametrize(
    ("when", "said"),
    [((2025, 12, 1, 4, 5), "04:05"), ((2025, 3, 9, 23, 59), "9 Mar 23:59"), ((2024, 12, 31, 1, 2), "31 Dec 2024")],
)
def test_a_date_is_as_short_as_it_can_be(when, said):
    assert format_date(datetime(*when, tzinfo=UTC).timestamp(), NOW) == said


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (entry(), ""),
        (entry(RunState.RUNNING), "running, 40 %"),
        (entry(RunState.CUT_OFF), "cut off at 40 %"),
        (entry(RunState.STOPPED, 999, 1000), "stopped at 99 %"),
        (entry(RunState.CUT_OFF, total=0), "cut off"),
        (RunEntry(Path("a.vgrun"), 1, 0.0, RunState.UNREADABLE), "unreadable"),
        (RunEntry(Path("a.vgrun"), 1, 0.0), "not read yet"),
    ],
)
def test_a_run_that_did_not_come_to_its_end_says_so(run, said):
    assert describe_state(run) == said


def test_a_run_is_found_by_all_that_its_row_says():
    text = searched_text(entry(RunState.CUT_OFF, verdict="vanishing · guessing"))
    for word in ("tanh", "circles", "vanishing", "cut off", "run.vgrun"):
        assert word in text
