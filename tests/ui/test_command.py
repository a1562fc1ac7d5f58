"""What holds for every command, and which ones may be given when."""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from tests.session.examples import small_spec
from vgdesk.session.states import State
from vgdesk.ui.command import Command, Menu, list_keys
from vgdesk.ui.command_palette import list_commands
from vgdesk.ui.commands.menus import make_menus

COMMANDS = {command.key: command for menu in make_menus() for command in menu.commands()}
WRITTEN = [key for key, command in COMMANDS.items() if command.keys]
"""Those that are no list of lessons, tensors or colours."""

ALWAYS = {
    *(
        "quit",
        "copy_picture",
        "copy_number",
        "copy_row",
        "copy_column",
        "copy_spec",
        "paste_spec",
        "recolor_lane",
        "story_back",
        "story_on",
        "story_notes",
        "go_start",
        "go_back",
        "go_on",
        "go_live",
    ),
    *("new", "open_run", "race", "add_lane", "rename_lane", "remove_lane"),
    *("count_steps", "reset_layout", "system_theme", "light_theme", "dark_theme", "mask", "lecture"),
    *("library", "find_command", "explain", "measures", "show_keys", "welcome", "about"),
}
RUN = {
    *("save_run", "export_picture", "export_numbers", "print", "go_first_bad"),
    *("train_again", "branch", "go_on_run", "undo"),
}
"""A training can be undone."""
REPLAY = {"replay", "replay_slower", "replay_faster"}
FIRST = {"lane_down"}
TRAIN = {"train", "step"}
TABLE = {
    "untrained": (State.IDLE, 0, ALWAYS | FIRST | TRAIN),
    "preparing": (State.PREPARING, 0, ALWAYS | FIRST | {"stop"}),
    "first sample": (State.RUNNING, 1, ALWAYS | FIRST | RUN | TRAIN | {"stop"}),
    "running": (State.RUNNING, 3, ALWAYS | FIRST | RUN | REPLAY | TRAIN | {"stop"}),
    "paused": (State.PAUSED, 3, ALWAYS | FIRST | RUN | REPLAY | TRAIN | {"stop"}),
    "stopping": (State.STOPPING, 3, ALWAYS | FIRST | RUN | REPLAY),
    "stopped": (State.STOPPED, 3, ALWAYS | FIRST | RUN | REPLAY | TRAIN),
    "finished": (State.FINISHED, 3, ALWAYS | FIRST | RUN | REPLAY | TRAIN),
    "failed": (State.FAILED, 3, ALWAYS | FIRST | RUN | REPLAY | TRAIN),
}


def enabled(desk) -> set[str]:
    return {key for key in WRITTEN if desk.window.commands[key].isEnabled()}


@pytest.mark.parametrize("name", TABLE)
def test_what_may_be_given_in_every_state_of_the_session(desk, name):
    state, samples, wanted = TABLE[name]
    if samples:
        desk.train(samples)
    desk.session.training.state = state
    desk.session.state_changed.emit(state)
    assert enabled(desk) == wanted
    desk.session.training.state = State.FINISHED


def test_what_may_be_given_follows_lanes_selection_and_edits(desk):
    desk.finish(1)
    before = enabled(desk)
    desk.session.select(1)
    assert enabled(desk) == before - {"lane_down"} | {"lane_up"}
    desk.session.remove_lane(1)
    assert enabled(desk) == before - {"lane_down", "remove_lane"}
    desk.session.set_spec(small_spec("sigmoid", epochs=9))
    assert enabled(desk) == before - {"lane_down", "remove_lane"} | {"undo"}
    desk.press("Ctrl+Z")
    assert enabled(desk) == before - {"lane_down", "remove_lane"} | {"redo"}


def entries(menu: Menu) -> Iterator[Command | Menu]:
    for entry in menu.entries:
        if isinstance(entry, Command | Menu):
            yield entry
        if isinstance(entry, Menu):
            yield from entries(entry)


@pytest.mark.parametrize("key", COMMANDS)
def test_a_command_has_a_title_a_tip_and_one_place(key):
    command = COMMANDS[key]
    assert command.title.replace("&", "")
    assert command.tip or command.object_name.startswith(("show-column-", "colours-", "relative-"))
    assert command.keys or command.object_name
    assert [entry for menu in make_menus() for entry in entries(menu) if getattr(entry, "key", "") == key]


def test_every_command_is_one_action_for_menu_palette_and_key(desk, monkeypatch):
    given, found = [], {entry.action: entry for entry in list_commands(desk.window.menuBar())}
    monkeypatch.setattr(desk.window.desk.__class__, "attempt", lambda desk, act, **how: given.append(act))
    for key in WRITTEN:
        action = desk.window.commands[key]
        assert action.objectName() == f"action-{key}"
        assert [isinstance(place, QMenu) for place in action.associatedObjects()].count(True) == 1
        assert action in desk.window.actions()
        assert (found[action].tip, bool(found[action].keys)) == (COMMANDS[key].tip, True)
        action.setEnabled(True)
        found[action].action.trigger()
        wanted = partial(COMMANDS[key].act, desk.window.desk)
        assert (given[-1].func, given[-1].args) == (wanted.func, wanted.args)


def test_no_two_commands_have_the_same_keys_title_or_tip(desk):
    actions = [desk.window.commands[key] for key in WRITTEN]
    for words in (
        [QKeySequence(COMMANDS[key].keys).toString() for key in WRITTEN],
        [action.text() for action in actions],
        [action.toolTip() for action in actions],
    ):
        assert len(set(words)) == len(words)


@pytest.mark.parametrize("state", [State.IDLE, State.RUNNING, State.PAUSED])
def test_no_two_entries_of_a_menu_have_the_same_letter(desk, state):
    desk.session.training.state = state
    desk.window.commands.refresh()
    for menu in (desk.window.menuBar(), *desk.window.menuBar().findChildren(QMenu)):
        texts = [action.text().replace("&&", "") for action in menu.actions() if "&" in action.text()]
        letters = [text[text.index("&") + 1].lower() for text in texts]
        assert len(set(letters)) == len(letters), letters
    desk.session.training.state = State.IDLE


def test_the_list_of_keys_holds_every_shortcut(desk):
    listed = {QKeySequence(keys).toString() for keys, _ in list_keys([*desk.window.actions(), QAction()])}
    assert listed == {action.shortcut().toString() for action in desk.window.commands.actions} - {""}
