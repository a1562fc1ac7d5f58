import pytest

from vgdesk.ui.panes.time_axis import TimeAxis

MOVES = [("Ctrl+Home", 0.0), (",", 2.0), ("Ctrl+End", None)]


@pytest.fixture
def trained(desk):
    desk.finish()
    return desk


@pytest.mark.parametrize(("keys", "epoch"), MOVES)
def test_keys_and_menu_move_the_cursor_alike(trained, keys, epoch):
    actions = trained.window.commands
    by_key = {"Ctrl+Home": actions["go_start"], ",": actions["go_back"], "Ctrl+End": actions["go_live"]}
    for move in (lambda: trained.press(keys), by_key[keys].trigger):
        trained.session.time.go_live()
        move()
        assert trained.session.time.epoch == epoch


def test_p_plays_from_the_start_and_holds(trained):
    cursor, player = trained.session.time, trained.session.time
    trained.press("P")
    assert player.is_playing
    assert trained.window.commands["replay"].text() == "Pause &replay"
    player.advance(5.0)
    epoch = cursor.epoch
    assert 0 < epoch < 4
    trained.press("P")
    assert not player.is_playing
    assert cursor.epoch >= epoch
    assert trained.window.commands["replay"].text() == "&Replay"


def test_brackets_change_the_speed_of_the_replay(trained):
    player = trained.session.time
    for keys, speed in (("]", 2.0), ("]", 4.0), ("[", 2.0)):
        trained.press(keys)
        assert player.speed == speed


def test_the_first_bad_sample_is_one_key_away_and_told(trained):
    trained.press("Ctrl+B")
    assert trained.said.startswith("sigmoid: ")
    assert not trained.is_error


def test_before_any_training_there_is_nowhere_to_go(desk):
    a = desk.window.commands
    for action in (a["replay"], a["replay_faster"], a["replay_slower"], a["go_first_bad"]):
        assert not action.isEnabled()
    for keys in ("P", "Ctrl+B", "Ctrl+Home"):
        desk.press(keys)
    assert desk.session.time.is_live
    assert not desk.session.time.is_playing


def test_every_axis_of_time_counts_steps_when_it_is_asked_to(trained):
    loss = trained.window.dashboard.pane("loss")
    assert loss.frame.x_label == "epoch"
    trained.press("Ctrl+T")
    assert loss.frame.x_label == "step"
    assert {axis.accessibleName() for axis in trained.window.findChildren(TimeAxis) if axis.isVisible()} == {"steps"}
    assert trained.find("transport-place").text().startswith("step ")
    trained.click("transport-place")
    assert loss.frame.x_label == "epoch"
    assert not trained.window.commands["count_steps"].isChecked()
