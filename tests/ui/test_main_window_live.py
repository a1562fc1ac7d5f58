"""The window over a real engine."""

import numpy as np

from tests.session.examples import ENDLESS, small_spec
from vgdesk.analysis.rewind import run_rewind
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import first_lesson, lanes_of
from vgdesk.runs.reader import read_run
from vgdesk.session.states import State

SECONDS = 60_000


def wait_for_state(desk, qtbot, *states) -> None:
    qtbot.waitUntil(lambda: desk.session.state in states, timeout=SECONDS)


def test_space_trains_both_lanes_of_the_lesson_and_the_pictures_show_it(real_desk, qtbot):
    desk = real_desk
    desk.session.load([change_spec(spec, {"training.epochs": 5}) for spec in lanes_of(first_lesson())])
    desk.press("Space")
    wait_for_state(desk, qtbot, State.FINISHED)
    desk.settle()
    frames = [row.panes[-1].frame for row in desk.rows]
    assert [frame.sample_count for frame in frames] == [6, 6]
    assert frames[0].limits == frames[1].limits
    first = [frame.values[0, frame.channels] for frame in frames]
    assert first[0][-1] / first[0][0] > 100
    assert first[1][-1] / first[1][0] < 10
    assert not np.array_equal(frames[0].codes, frames[1].codes)
    recorded = [read_run(lane.path) for lane in desk.session.lanes]
    assert [run.sample_count for run in recorded] == [6, 6]
    assert desk.said == "Finished"


def test_pause_step_stop_and_the_change_by_keys(real_desk, qtbot):
    desk = real_desk
    desk.session.load([small_spec("a", epochs=ENDLESS)])
    desk.press("F10")
    wait_for_state(desk, qtbot, State.PAUSED)
    lane = desk.session.selected
    assert lane.history.sample_count == 1
    desk.press("F10")
    qtbot.waitUntil(lambda: lane.history.sample_count == 2, timeout=SECONDS)
    desk.press("Space")
    wait_for_state(desk, qtbot, State.RUNNING)
    qtbot.waitUntil(lambda: lane.history.sample_count > 5, timeout=SECONDS)
    desk.press("Shift+F5")
    wait_for_state(desk, qtbot, State.STOPPED)
    assert desk.rows[0].panes[-1].frame.sample_count == lane.history.sample_count
    desk.session.set_spec(small_spec("a", epochs=2))
    lane.trained_spec = small_spec("a", epochs=3)
    desk.press("R")
    wait_for_state(desk, qtbot, State.FINISHED)
    assert [each.history.sample_count for each in desk.session.lanes] == [4, 3]


def test_many_quick_clicks_on_train_do_no_harm(real_desk, qtbot):
    desk = real_desk
    desk.session.load([small_spec("a", epochs=ENDLESS)])
    for _ in range(10):
        desk.action("action-train").trigger()
    wait_for_state(desk, qtbot, State.RUNNING, State.PAUSED)
    for _ in range(10):
        desk.action("action-train").trigger()
    desk.press("Shift+F5")
    wait_for_state(desk, qtbot, State.STOPPED)
    assert not desk.is_error
    assert desk.find("training.epochs").isEnabled()


def test_layers_are_set_back_on_the_points_that_the_engine_sends(fresh_real_desk, qtbot):
    desk = fresh_real_desk
    desk.session.load([small_spec("a", epochs=4), small_spec("b", epochs=4, network__activation="relu")])
    for key in ("rewind", "activation"):
        desk.window.dashboard.docks.show_pane(key)
    desk.press("Space")
    wait_for_state(desk, qtbot, State.FINISHED)
    pane = desk.window.dashboard.pane("rewind")

    def is_done():
        return pane.frame is not None and pane.frame.title.endswith("epoch 4") and not pane.job.is_running

    qtbot.waitUntil(is_done, timeout=SECONDS)
    points = desk.session.previews[desk.session.lanes[0].trained_spec.data.model_dump_json()]
    for curve, lane in zip(pane.frame.curves, desk.session.lanes, strict=True):
        assert curve.y.tolist() == run_rewind(lane.history, points).accuracies.tolist()
        assert curve.y[0] == lane.history.scores.accuracy[-1]
    qtbot.waitUntil(lambda: desk.window.dashboard.pane("activation").frame is not None, timeout=SECONDS)


def test_closing_while_it_trains_ends_soon_and_keeps_the_run(fresh_real_desk, qtbot):
    desk = fresh_real_desk
    desk.session.load([small_spec("a", epochs=ENDLESS)])
    desk.press("Space")
    qtbot.waitUntil(lambda: desk.session.selected.history is not None, timeout=SECONDS)
    qtbot.waitUntil(lambda: desk.session.selected.history.sample_count > 3, timeout=SECONDS)
    path = desk.session.selected.path
    desk.window.close()
    assert not desk.window.isVisible()
    assert read_run(path).sample_count > 3
