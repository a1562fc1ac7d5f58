import numpy as np
import pytest

from vgdesk.runs.column import Column


def numbers(first, count):
    return np.arange(3 * first, 3 * (first + count), dtype=np.float32).reshape(count, 3)


def test_rows_come_back_read_only_in_their_type():
    column = Column(np.float32, (3,))
    column.extend(numbers(0, 2))
    assert (column.dtype, column.count) == (np.float32, 2)
    assert column.view().tolist() == numbers(0, 2).tolist()
    with pytest.raises(ValueError, match="read-only"):
        column.view()[0] = 0


def test_a_long_column_grows_a_few_rows_at_a_time(monkeypatch):
    """Of the rows written with each five new ones; that all are written twice shows that they do move."""
    written = []

    class Noted(np.ndarray):
        def __setitem__(self, place, rows):
            written[-1] += len(rows)
            super().__setitem__(place, rows)

    make = np.empty
    monkeypatch.setattr("vgdesk.runs.column.np.empty", lambda *shape: make(*shape).view(Noted))
    column = Column(np.float32, (3,))
    for first in range(0, 3000, 5):
        written.append(0)
        column.extend(numbers(first, 5))
    assert sum(written) > 2 * 3000
    assert max(written) <= 5 + 15
    assert column.view().tobytes() == numbers(0, 3000).tobytes()


@pytest.mark.parametrize("before", [0, 30, 40, 63, 64, 65, 100])
def test_one_large_batch_finds_room_at_any_moment(before):
    column = Column(np.float32, (3,))
    for first in range(before):
        column.extend(numbers(first, 1))
    column.extend(numbers(before, 1000))
    column.extend(numbers(before + 1000, 3))
    assert column.view().tobytes() == numbers(0, before + 1003).tobytes()


def test_a_view_handed_out_keeps_its_numbers():
    column = Column(np.float32, (3,))
    column.extend(numbers(0, 3))
    early = column.view()
    for first in range(3, 600, 3):
        column.extend(numbers(first, 3))
    assert early.tobytes() == numbers(0, 3).tobytes()
