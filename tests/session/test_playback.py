import pytest

from tests.runs.examples import example_history
from tests.session.examples import small_spec
from vgdesk.session.lane import Lane
from vgdesk.session.playback import Cursor


@pytest.fixture
def cursor(qapp):
    """A live cursor, and how often it has moved."""
    cursor = Cursor()
    cursor.moves = []
    cursor.moved.connect(lambda: cursor.moves.append(cursor.epoch))
    return cursor


def lane(samples: int) -> Lane:
    """Sampled at the epochs 0, 1, 2 ..."""
    return Lane(small_spec(), 0, history=example_history(samples) if samples else None)


def test_a_new_cursor_is_live(cursor):
    assert (cursor.is_live, cursor.epoch) == (True, None)


def test_every_move_is_told_once(cursor):
    cursor.seek(2)
    cursor.seek(2.0)
    cursor.go_live()
    cursor.go_live()
    assert cursor.moves == [2.0, None]


@pytest.mark.parametrize(("epoch", "found"), [(-3, 0.0), (0, 0.0), (1.25, 1.25), (1e9, 1e9)])
def test_a_cursor_stays_behind_the_beginning(cursor, epoch, found):
    cursor.seek(epoch)
    assert (cursor.epoch, cursor.is_live) == (found, False)


@pytest.mark.parametrize(
    ("start", "steps", "found"),
    [(None, -1, 8.0), (None, 1, 9.0), (3.0, 2, 5.0), (3.5, 1, 4.0), (3.5, -1, 2.0), (0.0, -5, 0.0), (8.0, 99, 9.0)],
)
def test_steps_go_from_sample_to_sample_and_stop_at_the_ends(cursor, start, steps, found):
    cursor.go_live() if start is None else cursor.seek(start)
    cursor.step([lane(0), lane(10), lane(4)], steps)
    assert cursor.epoch == found


def test_without_samples_there_is_nowhere_to_go(cursor):
    cursor.step([], -1)
    cursor.step([lane(0), Lane(small_spec(), 0, history=example_history(0))], -1)
    assert (cursor.is_live, cursor.moves) == (True, [])
