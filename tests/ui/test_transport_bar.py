import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.session.examples import small_spec
from tests.ui.played_engine import played_layout, played_samples, played_values
from vgdesk.events import RunStarted, Sampled
from vgdesk.runs.history import History
from vgdesk.ui.timeline import Timeline


def said(desk) -> str:
    return desk.find("transport-place").text()


def at(timeline, share) -> QPoint:
    return QPoint(round(6 + share * (timeline.width() - 12)), timeline.height() // 2)


def test_before_any_training_there_is_nothing_to_seek(desk):
    assert said(desk) == "not trained yet"
    assert not desk.find("timeline").isEnabled()
    desk.window.transport.seek(3)
    assert desk.session.time.is_live


def test_the_timeline_spans_the_planned_training_and_follows_it(desk):
    desk.session.load([small_spec(epochs=10)])
    desk.train(3)
    timeline = desk.find("timeline")
    assert (timeline.minimum(), timeline.maximum(), timeline.value()) == (0, 10, 2)
    assert said(desk) == "epoch 2 of 10"


def test_a_drag_moves_the_cursor_along_and_not_beyond_what_is_trained(desk):
    desk.session.load([small_spec(epochs=10)])
    desk.train(6)
    timeline = desk.find("timeline")
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 0.5))
    assert desk.session.time.is_live
    for share, epoch in ((0.2, 2.0), (0.1, 1.0), (0.4, 4.0)):
        QTest.mouseMove(timeline, at(timeline, share))
        assert desk.session.time.epoch == epoch
        assert said(desk) == f"epoch {epoch:.0f} of 10"
    QTest.mouseMove(timeline, at(timeline, 0.9))
    assert desk.session.time.is_live
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 0.9))
    desk.engine.train(1)
    desk.settle()
    assert timeline.value() == 6


def test_the_timeline_is_moved_by_keys(desk):
    desk.session.load([small_spec(epochs=4)])
    desk.finish(5)
    desk.find("timeline").setFocus()
    for key, epoch in (("Home", 0.0), ("End", None), ("Left", 3.0), ("Left", 2.0), ("End", None)):
        desk.press(key)
        assert desk.session.time.epoch == epoch


def test_a_growing_run_does_not_pull_the_handle_out_of_the_hand(desk):
    desk.session.load([small_spec(epochs=10)])
    desk.train(6)
    timeline = desk.find("timeline")
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 0.3))
    desk.engine.train(3)
    desk.settle()
    assert timeline.sliderPosition() == 3
    assert desk.session.time.epoch == 3.0
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 0.3))


def test_nothing_moves_sideways_while_epochs_are_counted(desk):
    desk.session.load([small_spec(epochs=2000)])
    desk.train(1)
    widths = set()
    for epochs in (1, 10, 100, 1000):
        desk.engine.train(epochs)
        desk.settle()
        widths.add((desk.find("timeline").width(), desk.find("transport-place").x()))
    assert len(widths) == 1


def test_fractions_of_an_epoch_have_two_digits(desk):
    desk.session.load([small_spec(sampling={"kind": "steps", "steps": 1}, epochs=2)])
    desk.press("Space")
    history = desk.session.lanes[0].history
    sample_every_step(desk, history, 3)
    desk.settle()
    assert said(desk) == "epoch 0.50 of 2"
    assert desk.find("timeline").maximum() == 8


def sample_every_step(desk, history, count):
    zeros = np.zeros(count, np.float32)
    values = np.ones((count, len(history.layout.channels)), np.float32)
    desk.engine.tell(Sampled(history.run, np.arange(count, dtype=np.int64), zeros, values))


def test_a_press_jumps_to_where_it_was(qtbot):
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(412, 20)
    timeline.show_range(100, 100, 0)
    sought = []
    timeline.sought.connect(sought.append)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 0.75))
    assert sought[-1] == 75
    QTest.mouseClick(timeline, Qt.MouseButton.RightButton, pos=at(timeline, 0.25))
    assert sought[-1] == 75


def test_the_place_counts_epochs_or_steps(desk):
    desk.session.load([small_spec(epochs=10)])
    desk.train(3)
    desk.click("transport-place")
    assert said(desk) == "step 8 of 40"
    desk.find("transport-place").setFocus()
    desk.press("Return")
    assert said(desk) == "epoch 2 of 10"


def test_the_timeline_reaches_over_a_lane_that_begins_late(desk):
    desk.session.load([small_spec("short", epochs=4), small_spec("branch", epochs=10)])
    short, branch = desk.session.lanes
    short.history, branch.history = sampled(desk, 0, 3, 4), sampled(desk, 2, 8, 10)
    desk.window.transport.refresh()
    timeline = desk.find("timeline")
    assert (timeline.minimum(), timeline.maximum(), timeline.value()) == (0, 10, 9)
    assert said(desk) == "epoch 9 of 10"
    desk.window.transport.seek(1)
    assert (desk.session.time.epoch, said(desk)) == (1.0, "epoch 1 of 10")
    desk.window.transport.seek(9)
    assert desk.session.time.is_live


def sampled(desk, first, count, epochs) -> History:
    layout = played_layout(desk.session.selected.spec)
    history = History(RunStarted("run", "{}", layout, 4 * epochs, 4, 9, 0.0))
    for event in played_samples("run", layout, first, played_values(first, count, len(layout.layers))):
        history.append(event)
    return history


def test_there_is_nothing_to_replay_before_two_samples(desk):
    replay, speed = desk.find("transport-replay"), desk.find("transport-speed")
    assert not replay.isEnabled()
    assert not speed.isEnabled()
    desk.train(2)
    assert replay.isEnabled()
    assert speed.isEnabled()


def test_the_replay_button_plays_and_holds(desk):
    desk.finish(4)
    player, before = desk.session.time, desk.find("transport-replay").grab().toImage()
    desk.click("transport-replay")
    assert (player.is_playing, desk.session.time.epoch) == (True, 0.0)
    desk.find("timeline").setFocus()  # the pointer's shade stays off the picture
    assert desk.find("transport-replay").grab().toImage() != before
    player.advance(10)
    assert said(desk) == "epoch 1 of 3"
    desk.click("transport-replay")
    assert not player.is_playing


def test_a_hand_on_the_timeline_ends_the_replay(desk):
    desk.finish(4)
    desk.click("transport-replay")
    QTest.mouseClick(desk.find("timeline"), Qt.MouseButton.LeftButton, pos=at(desk.find("timeline"), 0.34))
    assert (desk.session.time.is_playing, desk.session.time.epoch) == (False, 1.0)


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_speed_is_chosen_from_a_list(desk):
    desk.finish(4)
    button = desk.find("transport-speed")
    desk.click("transport-speed")
    (menu,) = [menu for menu in button.findChildren(QMenu) if menu.isVisible()]
    assert [action.text() for action in menu.actions()] == ["0.25×", "0.5×", "1×", "2×", "4×", "8×"]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["1×"]
    menu.actions()[3].trigger()
    menu.close()
    assert (desk.session.time.speed, button.text(), button.accessibleName()) == (2.0, "2×", "Replay speed 2×")
