from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vgdesk.errors import DataError
from vgdesk.experiment.read_once import (
    KEPT,
    ReadOnce,
    UnreadError,
    leave_reading_to,
    report_share,
    reporting_to,
)

FILE = (("folder/table.csv", 1, 10),)


@pytest.fixture
def reads():
    return []


@pytest.fixture
def shelf(reads):
    return ReadOnce(lambda path, choices: reads.append((path, choices)) or f"{path.name} {choices}")


@pytest.fixture
def asked():
    """What this thread would have read."""
    found = []
    leave_reading_to(found.append)
    yield found
    leave_reading_to(None)


def test_a_file_is_read_once_for_the_same_choices_until_it_changes(shelf, reads):
    assert [shelf.find(FILE, "a"), shelf.find(FILE, "a"), shelf.find(FILE, "b")] == ["table.csv a"] * 2 + [
        "table.csv b"
    ]
    shelf.find((("folder/table.csv", 2, 10),), "a")
    assert [choices for _, choices in reads] == ["a", "b", "a"]
    assert reads[0][0] == Path("folder/table.csv")


def test_the_content_not_asked_for_longest_is_dropped(shelf, reads):
    for number in range(KEPT):
        shelf.find(FILE, number)
    shelf.find(FILE, 0)
    shelf.find(FILE, "one more")
    shelf.find(FILE, 0)
    assert len(reads) == KEPT + 1
    shelf.find(FILE, 1)
    assert len(reads) == KEPT + 2


def test_a_thread_that_leaves_reading_to_another_asks_and_reads_nothing(shelf, reads, asked):
    found = shelf.find(FILE, "a")
    assert isinstance(found, UnreadError)
    assert "table.csv is being read" in str(found)
    assert not reads
    with ThreadPoolExecutor(1) as pool:
        content = pool.submit(asked[0].read).result()
    assert isinstance(shelf.find(FILE, "a"), UnreadError)
    asked[0].keep(content)
    assert shelf.find(FILE, "a") == "table.csv a"
    assert len(asked) == 2


def test_a_file_that_was_given_up_is_not_asked_for_before_it_is_forgotten(shelf, reads, asked):
    shelf.find(FILE)
    asked[0].give_up("was not read")
    found = shelf.find(FILE)
    assert isinstance(found, DataError)
    assert not isinstance(found, UnreadError)
    assert len(asked) == 1
    asked[0].forget()
    shelf.find(FILE)
    assert len(asked) == 2


def test_shares_go_to_whoever_reads_and_what_is_raised_there_ends_the_reading(reads):
    def read(path, choices):
        reads.append(choices)
        report_share(0.5)
        return choices

    def stop(share):
        raise KeyboardInterrupt

    shelf, shares = ReadOnce(read), []
    with pytest.raises(KeyboardInterrupt), reporting_to(stop):
        shelf.find(FILE)
    with reporting_to(shares.append):
        shelf.find(FILE)
    assert (len(reads), shares) == (2, [0.5])
