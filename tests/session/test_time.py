import numpy as np
import pytest

from vgdesk.analysis.window import Window
from vgdesk.session import time as module
from vgdesk.session.time import FULL_REPLAY_SECONDS, SPEEDS, Time, TimeMode, TimeUnit


@pytest.fixture
def time(qapp):
    """Live, over two lanes sampled at the epochs 0 .. 3 and 0 .. 9, with a list of its moves."""
    time = Time(lambda: time.lanes)
    time.lanes, time.moves = [np.arange(0.0), np.arange(10.0), np.arange(4.0)], []
    time.moved.connect(lambda: time.moves.append(time.epoch))
    return time


def test_new_time_is_live(time):
    assert (time.mode, time.is_live, time.epoch) == (TimeMode.LIVE, True, None)


def test_every_move_is_told_once(time):
    time.look_at(2)
    time.look_at(2.0)
    time.go_live()
    time.go_live()
    assert time.moves == [2.0, None]


@pytest.mark.parametrize(("epoch", "found"), [(-3, 0.0), (0, 0.0), (1.25, 1.25), (8.999, 8.999)])
def test_an_epoch_before_the_newest_sample_of_all_lanes_is_fixed(time, epoch, found):
    time.look_at(epoch)
    assert (time.epoch, time.mode) == (found, TimeMode.FIXED)


@pytest.mark.parametrize("epoch", [9, 9.5, 1e9])
def test_the_newest_sample_and_whatever_lies_beyond_it_is_live(time, epoch):
    time.look_at(3.0)
    time.look_at(epoch)
    assert (time.epoch, time.mode) == (None, TimeMode.LIVE)


def test_without_any_sample_every_epoch_is_fixed(time):
    time.lanes = [np.arange(0.0)]
    time.look_at(5.0)
    assert (time.epoch, time.mode) == (5.0, TimeMode.FIXED)


@pytest.mark.parametrize(
    ("start", "steps", "found"),
    [(None, -1, 8.0), (None, 1, None), (3.0, 2, 5.0), (3.5, 1, 4.0), (3.5, -1, 2.0), (0.0, -5, 0.0), (8.0, 99, None)],
)
def test_steps_go_from_sample_to_sample_and_stop_at_the_ends(time, start, steps, found):
    time.go_live() if start is None else time.look_at(start)
    time.step(steps)
    assert time.epoch == found


def test_without_samples_there_is_nowhere_to_go(time):
    for time.lanes in ([], [np.arange(0.0)]):
        time.step(-1)
        time.go_start()
    assert (time.is_live, time.moves, time.span) == (True, [], None)


def test_unit_and_window_are_told_once_and_do_not_stop_the_replay(time):
    time.toggle_play()
    moves = len(time.moves)
    for _ in range(2):
        time.set_unit(TimeUnit.STEP)
        time.set_window(Window(2.0, 5.0))
    assert len(time.moves) == moves + 2
    assert (time.unit, time.window, time.mode) == (TimeUnit.STEP, Window(2.0, 5.0), TimeMode.PLAYING)
    time.stop_play()
    time.set_window(None)
    assert time.window is None


@pytest.fixture
def player(time):
    """Plays through the epochs 10 to 50, and tells how often it changed."""
    time.lanes, time.changes = [np.array([10.0, 50.0])], []
    time.play_changed.connect(lambda: time.changes.append((time.is_playing, time.speed)))
    yield time
    time.stop_play()


@pytest.mark.parametrize(("stands", "begins"), [(None, 10.0), (50.0, 10.0), (60.0, 10.0), (3.0, 10.0), (30.0, 30.0)])
def test_it_plays_from_where_the_cursor_stands_and_from_the_start_at_the_end(player, stands, begins):
    if stands is not None:
        player.look_at(stands)
    player.toggle_play()
    assert (player.epoch, player.changes) == (begins, [(True, 1.0)])
    player.toggle_play()
    assert (player.epoch, player.is_playing) == (begins, False)


@pytest.mark.parametrize("speed", SPEEDS)
def test_the_whole_takes_its_time_at_every_speed_however_few_the_frames(player, speed):
    player.set_speed(speed)
    whole = FULL_REPLAY_SECONDS / speed
    for frames in (1, 7):
        player.look_at(10.0)
        player.toggle_play()
        for _ in range(frames):
            player.advance(0.5 * whole / frames)
        assert player.epoch == pytest.approx(30.0)
        player.advance(0.499 * whole)
        assert player.is_playing
        player.advance(0.002 * whole)
        assert (player.is_live, player.is_playing) == (True, False)


def test_frames_that_come_late_are_longer(player, monkeypatch, qtbot):
    times = [5.0]
    monkeypatch.setattr(module, "monotonic", lambda: times[-1])
    player.toggle_play()
    times.append(5.0 + FULL_REPLAY_SECONDS / 4)
    with qtbot.waitSignal(player.moved):
        pass
    assert player.epoch == pytest.approx(20.0)


@pytest.mark.parametrize("seek", [lambda time: time.look_at(30.0), Time.go_live])
def test_it_gives_way_to_the_user(player, seek):
    player.toggle_play()
    player.advance(1.0)
    seek(player)
    assert not player.is_playing
    assert player.moves[-1] == player.epoch


def test_it_plays_on_into_what_is_recorded_meanwhile(player):
    player.look_at(49.0)
    player.toggle_play()
    player.lanes = [np.array([10.0, 110.0])]
    player.advance(1.0)
    assert (player.epoch, player.is_playing) == (54.0, True)


@pytest.mark.parametrize("lanes", [[], [np.array([10.0])]])
def test_without_two_moments_there_is_nothing_to_play(player, lanes):
    player.lanes = lanes
    player.toggle_play()
    assert (player.can_play, player.is_playing, player.moves) == (False, False, [])


def test_it_stops_when_the_run_is_dropped(player):
    player.toggle_play()
    player.lanes = []
    player.advance(1.0)
    assert not player.is_playing


def test_speeds_go_step_by_step_between_the_ends(player):
    for _ in SPEEDS:
        player.change_speed(1)
    assert player.speed == SPEEDS[-1]
    for _ in SPEEDS:
        player.change_speed(-1)
    assert player.speed == SPEEDS[0]
    player.set_speed(3.9)
    assert player.speed == 4.0
    assert player.changes == [(False, speed) for speed in (2.0, 4.0, 8.0, 4.0, 2.0, 1.0, 0.5, 0.25, 4.0)]
