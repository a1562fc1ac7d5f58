import pytest

from tests.runs.examples import example_history
from tests.session.examples import small_spec
from vgdesk.session import playback as module
from vgdesk.session.lane import Lane
from vgdesk.session.playback import SPEEDS, WHOLE_SECONDS, Cursor, Player


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


@pytest.fixture
def player(cursor):
    """Plays through the epochs 10 to 50, and tells how often it changed."""
    player = Player(cursor, lambda: player.told)
    player.told, player.changes = (10.0, 50.0), []
    player.changed.connect(lambda: player.changes.append((player.is_playing, player.speed)))
    yield player
    player.stop()


@pytest.mark.parametrize(("stands", "begins"), [(None, 10.0), (50.0, 10.0), (60.0, 10.0), (3.0, 10.0), (30.0, 30.0)])
def test_it_plays_from_where_the_cursor_stands_and_from_the_start_at_the_end(player, cursor, stands, begins):
    if stands is not None:
        cursor.seek(stands)
    player.toggle()
    assert (cursor.epoch, player.changes) == (begins, [(True, 1.0)])
    player.toggle()
    assert (cursor.epoch, player.is_playing) == (begins, False)


@pytest.mark.parametrize("speed", SPEEDS)
def test_the_whole_takes_its_time_at_every_speed_however_few_the_frames(player, cursor, speed):
    player.set_speed(speed)
    whole = WHOLE_SECONDS / speed
    for frames in (1, 7):
        cursor.seek(10.0)
        player.toggle()
        for _ in range(frames):
            player.advance(0.5 * whole / frames)
        assert cursor.epoch == pytest.approx(30.0)
        player.advance(0.499 * whole)
        assert player.is_playing
        player.advance(0.002 * whole)
        assert (cursor.is_live, player.is_playing) == (True, False)


def test_frames_that_come_late_are_longer(player, cursor, monkeypatch, qtbot):
    times = [5.0]
    monkeypatch.setattr(module, "monotonic", lambda: times[-1])
    player.toggle()
    times.append(5.0 + WHOLE_SECONDS / 4)
    with qtbot.waitSignal(cursor.moved, timeout=30_000):
        pass
    assert cursor.epoch == pytest.approx(20.0)


@pytest.mark.parametrize("seek", [lambda cursor: cursor.seek(30.0), lambda cursor: cursor.go_live()])
def test_it_gives_way_to_the_user(player, cursor, seek):
    player.toggle()
    player.advance(1.0)
    seek(cursor)
    assert not player.is_playing
    assert cursor.moves[-1] == cursor.epoch


def test_it_plays_on_into_what_is_recorded_meanwhile(player, cursor):
    cursor.seek(49.0)
    player.toggle()
    player.told = (10.0, 110.0)
    player.advance(1.0)
    assert (cursor.epoch, player.is_playing) == (54.0, True)


@pytest.mark.parametrize("told", [None, (10.0, 10.0)])
def test_without_two_moments_there_is_nothing_to_play(player, cursor, told):
    player.told = told
    player.toggle()
    assert (player.can_play, player.is_playing, cursor.moves) == (False, False, [])


def test_it_stops_when_the_run_is_dropped(player):
    player.toggle()
    player.told = None
    player.advance(1.0)
    assert not player.is_playing


def test_speeds_go_step_by_step_between_the_ends(player):
    for _ in SPEEDS:
        player.faster()
    assert player.speed == SPEEDS[-1]
    for _ in SPEEDS:
        player.slower()
    assert player.speed == SPEEDS[0]
    player.set_speed(3.9)
    assert player.speed == 4.0
    assert player.changes == [(False, speed) for speed in (2.0, 4.0, 8.0, 4.0, 2.0, 1.0, 0.5, 0.25, 4.0)]
