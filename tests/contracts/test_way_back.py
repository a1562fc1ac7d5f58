"""Every command that changes what is on the screen can be undone and redone."""

import pytest

from tests.session.examples import small_spec
from tests.ui.conftest import desk, shared_desk  # noqa: F401 - fixtures
from vgdesk.ui.commands.file import FILE
from vgdesk.ui.commands.lane import LANE
from vgdesk.ui.commands.lesson import make_lesson_menu
from vgdesk.ui.commands.train import TRAIN

LEAVING = {"quit", "remedy"}
ANSWERED = {"open_run", "rename_lane"}
"""Those that ask by a dialog which the test answers; the others with three dots are left out."""

LESSONS = [command for command in make_lesson_menu().commands() if command.key.startswith("lesson-")]
COMMANDS = [
    *(
        command
        for menu in (FILE, TRAIN, LANE)
        for command in menu.commands()
        if command.key in ANSWERED or not (command.key in LEAVING or command.title.endswith("…"))
    ),
    LESSONS[0],  # they are all one function
]
CHANGING = {
    *("new", "open_run", "train", "step", "train_again", "race"),
    *("add_lane", "rename_lane", "recolor_lane", "lane_down", "remove_lane"),
    LESSONS[0].key,
}


def facts(desk) -> tuple:  # noqa: F811
    lanes = [(lane.key, lane.name, lane.color, lane.spec, lane.run, lane.history) for lane in desk.session.lanes]
    return lanes, desk.session.selected.key, desk.session.time.epoch, desk.window.windowTitle(), desk.places


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.key)
def test_a_command_that_changes_the_screen_is_undone_and_redone(desk, command, monkeypatch):  # noqa: F811
    monkeypatch.setattr("vgdesk.ui.commands.lane.ask_name", lambda parent, name: "another name")
    desk.finish()
    monkeypatch.setattr(desk.window.desk.files, "ask_runs", lambda: [desk.session.lanes[1].path])
    desk.session.set_spec(small_spec("sigmoid", network__activation="tanh"))
    desk.press("Ctrl+Home")
    before, label = facts(desk), desk.session.way_back.undone_next
    desk.window.commands[command.key].trigger()
    if desk.session.reading.is_running:
        desk.wait(desk.session.reading)
    if desk.session.state.is_busy:
        desk.engine.train(4)
        desk.engine.finish()
    desk.settle()
    after = facts(desk)
    assert (after[0] != before[0]) == (command.key in CHANGING), "a command that is new belongs into the table"
    if after[0] == before[0]:
        return
    assert desk.session.way_back.undone_next not in ("", label)
    desk.press("Ctrl+Z")
    assert facts(desk) == before
    desk.press("Ctrl+Shift+Z")
    assert facts(desk)[0] == after[0]
