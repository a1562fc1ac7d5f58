import io

import pytest

from vgdesk.budget import Budget, Limits
from vgdesk.errors import DataError


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def refuse(reason: str) -> DataError:
    return DataError(f"the file {reason}; take a smaller one")


@pytest.mark.parametrize(
    ("size", "entries", "seconds", "words"),
    [
        (11, 0, 0, "the file holds more than 10 bytes, the most that is read; take a smaller one"),
        (0, 6, 0, "the file has more than 5 rows, the most that is read; take a smaller one"),
        (0, 0, 3, "the file takes more than 2 s to read; take a smaller one"),
    ],
)
def test_whatever_is_spent_too_much_of_ends_the_reading(size, entries, seconds, words):
    clock = Clock()
    budget = Budget(Limits(10, 5, "rows", seconds=2), refuse, clock)
    budget.spend(10, 5)
    budget.bytes = budget.entries = 0
    clock.now = seconds
    with pytest.raises(DataError) as caught:
        budget.spend(size, entries)
    assert str(caught.value) == words


def test_no_more_of_a_file_is_read_than_may_be(tmp_path):
    (tmp_path / "zeros").write_bytes(bytes(1000))
    assert len(Budget(Limits(1000), refuse).read(tmp_path / "zeros")) == 1000
    budget = Budget(Limits(100), refuse)
    with pytest.raises(DataError, match="more than 100 bytes"):
        budget.read(tmp_path / "zeros")
    assert budget.bytes == 101


def test_a_library_that_asks_for_everything_gets_a_piece_and_pays_for_it():
    budget = Budget(Limits(3 * 2**20), refuse)
    file = budget.meter(io.BytesIO(bytes(5 * 2**20)))
    assert (file.seek(5), file.tell(), file.seekable()) == (5, 5, True)
    assert len(file.read()) == len(file.read(2**22)) == budget.bytes / 2 == 2**20
    with pytest.raises(DataError, match="more than 3 MiB"):
        [file.read() for _ in range(4)]
