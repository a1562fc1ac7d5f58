from vgdesk.experiment.spec import change_spec
from vgdesk.session.states import State


def names(desk) -> list[str]:
    return [lane.name for lane in desk.session.lanes]


def test_lanes_go_up_and_down_by_keys_and_their_views_with_them(desk):
    a = desk.window.commands
    assert names(desk) == ["sigmoid", "relu"]
    assert a["lane_down"].isEnabled()
    assert not a["lane_up"].isEnabled()
    desk.press("Ctrl+Shift+Down")
    assert names(desk) == ["relu", "sigmoid"]
    assert [row.lane.name for row in desk.rows] == names(desk)
    assert a["lane_up"].isEnabled()
    assert not a["lane_down"].isEnabled()
    desk.press("Ctrl+Shift+Up")
    assert names(desk) == ["sigmoid", "relu"]


def test_a_lane_takes_another_colour_by_key(desk):
    desk.press("Ctrl+Shift+K")
    assert [lane.color for lane in desk.session.lanes] == [2, 1]


def test_a_run_without_kept_weights_cannot_be_trained_on(desk):
    assert not desk.window.commands["branch"].isEnabled()
    desk.finish()
    assert desk.window.commands["branch"].isEnabled()
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
    desk.session.time.look_at(2.0)
    desk.session.set_spec(change_spec(spec, {"network.activation": "relu"}))
    desk.press("Shift+R")
    assert not desk.is_error, desk.said
    qtbot.waitUntil(lambda: desk.session.state is State.FINISHED, timeout=60_000)
    kept, branch = desk.session.lanes
    assert kept.history.epochs[0] == 0.0
    assert branch.history.epochs[0] == 2.0
    assert branch.history.started.origin.epoch == 2.0
