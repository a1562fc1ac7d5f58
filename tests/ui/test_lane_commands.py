from vgdesk.engine import PauseRace
from vgdesk.errors import Problem
from vgdesk.experiment.spec import change_spec
from vgdesk.session.states import State


def names(desk) -> list[str]:
    return [lane.name for lane in desk.session.lanes]


def test_lanes_go_up_and_down_by_keys_and_their_views_with_them(desk):
    a = desk.window.actions_table
    assert names(desk) == ["sigmoid", "relu"]
    assert a.lane_down.isEnabled()
    assert not a.lane_up.isEnabled()
    desk.press("Ctrl+Shift+Down")
    assert names(desk) == ["relu", "sigmoid"]
    assert [view.lane.name for view in desk.views] == names(desk)
    assert a.lane_up.isEnabled()
    assert not a.lane_down.isEnabled()
    desk.press("Ctrl+Shift+Up")
    assert names(desk) == ["sigmoid", "relu"]


def test_a_lane_takes_another_colour_by_key(desk):
    desk.press("Ctrl+Shift+K")
    assert [lane.color for lane in desk.session.lanes] == [2, 1]


def test_a_run_without_kept_weights_cannot_be_trained_on(desk):
    assert not desk.window.actions_table.branch.isEnabled()
    desk.finish()
    assert desk.window.actions_table.branch.isEnabled()
    desk.press("Shift+R")
    assert desk.is_error
    assert "kept no weights" in desk.said
    assert names(desk) == ["sigmoid", "relu"]


def test_a_branch_is_trained_beside_its_lane_from_the_weights_at_the_cursor(real_desk, qtbot):
    desk = real_desk
    changes = {"training.epochs": 4, "snapshots": {"kind": "epochs", "epochs": 1}}
    spec = change_spec(desk.session.selected.spec, changes)
    desk.session.load([spec])
    desk.press("Space")
    qtbot.waitUntil(lambda: desk.session.state is State.FINISHED, timeout=60_000)
    desk.session.cursor.seek(2.0)
    desk.session.set_spec(change_spec(spec, {"network.activation": "relu"}))
    desk.press("Shift+R")
    assert not desk.is_error, desk.said
    qtbot.waitUntil(lambda: desk.session.state is State.FINISHED, timeout=60_000)
    kept, branch = desk.session.lanes
    assert kept.history.epochs[0] == 0.0
    assert branch.history.epochs[0] == 2.0
    assert branch.history.started.origin.epoch == 2.0


def test_a_training_can_be_paused_when_the_disk_has_become_too_full_for_another(desk, monkeypatch):
    desk.train(1)
    full = (Problem("training.epochs", "3", "too long for the disk"),)
    monkeypatch.setattr("vgdesk.ui.builder.panel.find_excess", lambda _spec, _room: full)
    desk.press("Space")
    assert not desk.is_error, desk.said
    assert isinstance(desk.engine.posted[-1], PauseRace)
