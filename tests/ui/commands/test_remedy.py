from PySide6.QtWidgets import QPushButton

from vgdesk.experiment.remedies import find_remedy
from vgdesk.session.lane import MAX_LANES
from vgdesk.session.states import State
from vgdesk.ui.dialogs.remedies import RemediesDialog


def test_a_click_on_a_remedy_trains_it_in_a_lane_beside(desk):
    desk.finish()
    before = desk.session.selected.history
    desk.window.dashboard.pane("findings").remedy_chosen.emit("tanh")
    lane = desk.session.selected
    assert (lane.name, desk.session.state) == ("sigmoid + tanh", State.PREPARING)
    assert desk.session.lanes[0].history is before
    assert lane in desk.session.training.race.lanes.values()
    assert len(desk.session.training.race.lanes) == 1


def test_where_there_are_four_lanes_one_of_them_makes_way(desk):
    desk.finish()
    while len(desk.session.lanes) < MAX_LANES:
        desk.session.add_lane()
    desk.session.select(0)
    desk.window.dashboard.pane("findings").remedy_chosen.emit("tanh")
    desk.settle()
    desk.press("3")
    assert [lane.name for lane in desk.session.lanes] == ["sigmoid", "relu", "sigmoid + tanh", "sigmoid 3"]
    assert desk.session.state.is_busy


def test_all_that_is_offered_stands_in_a_table_and_any_row_can_be_a_lane(desk, monkeypatch):
    desk.finish()
    remedies = (find_remedy("tanh"), find_remedy("relu"))
    monkeypatch.setattr("vgdesk.ui.commands.remedy.list_offered", lambda history: remedies)
    desk.choose("action-remedy")
    dialog = desk.window.findChild(RemediesDialog)
    buttons = [button for button in dialog.findChildren(QPushButton) if button.objectName().startswith("lane-of-")]
    assert [button.objectName() for button in buttons] == [f"lane-of-{remedy.key}" for remedy in remedies]
    buttons[0].click()
    assert desk.session.selected.treatment.remedy is remedies[0]
    dialog.reject()


def test_a_lane_that_nothing_is_found_on_says_so(desk, monkeypatch):
    desk.finish()
    monkeypatch.setattr("vgdesk.ui.commands.remedy.list_offered", lambda history: ())
    desk.window.dashboard.pane("findings").remedy_chosen.emit("")
    assert desk.said == "nothing is found on lane 'sigmoid' that a remedy is known for"
