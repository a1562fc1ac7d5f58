"""Every action of the window, with its words, keys and tip, in one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence


@dataclass(frozen=True)
class _Words:
    """How an action is called: text of the menu entry, keys, and tip."""

    text: str
    keys: str
    tip: str


_TABLE = {
    "new": _Words("&New", "Ctrl+N", "Start with one small network"),
    "open_run": _Words("&Open runs…", "Ctrl+O", "Show recorded runs, a lane each"),
    "save_run": _Words("&Save run as…", "Ctrl+S", "Copy the selected lane's run to a file of your own"),
    "export_picture": _Words("Export &picture…", "Ctrl+E", "Write a pane, or all of them, as PNG, SVG, PDF or film"),
    "export_numbers": _Words("Export n&umbers…", "Ctrl+Shift+E", "Write every number as CSV"),
    "print": _Words("P&rint…", "Ctrl+P", "Print all panes on one page"),
    "quit": _Words("&Quit", "Ctrl+Q", "Close the window; the runs so far are kept"),
    "undo": _Words("&Undo", "Ctrl+Z", "Take back the last edit of the selected lane"),
    "redo": _Words("&Redo", "Ctrl+Shift+Z", "Make the edit again that was taken back"),
    "copy_picture": _Words("&Copy as picture", "Ctrl+Shift+C", "Copy the pane under the pointer, or all of them"),
    "train": _Words("&Train", "Space", "Train all lanes, pause, or go on"),
    "step": _Words("&Step", "F10", "Train on to the next sample"),
    "stop": _Words("Sto&p", "Shift+F5", "End the training and keep what there is"),
    "race": _Words(
        "&Race the change", "R", "Keep the run, put the changed network in a lane beside it, and train both"
    ),
    "branch": _Words(
        "Train on from &here", "Shift+R", "Train a copy with the changes from the weights at the cursor on"
    ),
    "go_back": _Words("Sample &before", ",", "Look at the sample before"),
    "go_on": _Words("Sample &after", ".", "Look at the next sample"),
    "go_start": _Words("&First sample", "Ctrl+Home", "Look at the untrained network"),
    "go_first_bad": _Words("First that &went bad", "Ctrl+B", "Look at the first sample that was not healthy"),
    "go_live": _Words("&live", "Ctrl+End", "Look at the newest sample"),
    "count_steps": _Words("C&ount steps", "Ctrl+T", "Count steps in place of epochs on every axis of time"),
    "replay": _Words("&Replay", "P", "Play through what is recorded, from the cursor on"),
    "replay_slower": _Words("Replay &slower", "[", "Play at the next lower speed"),
    "replay_faster": _Words("Replay fas&ter", "]", "Play at the next higher speed"),
    "add_lane": _Words("&Add lane", "Ctrl+L", "Copy the selected lane for a race from the same seed"),
    "rename_lane": _Words("Re&name lane…", "F2", "Give the selected lane another name"),
    "recolor_lane": _Words("Re&colour lane", "Ctrl+Shift+K", "Give the selected lane the next colour"),
    "lane_up": _Words("Move lane &up", "Ctrl+Shift+Up", "Put the selected lane above the one before"),
    "lane_down": _Words("Move lane &down", "Ctrl+Shift+Down", "Put the selected lane below the next one"),
    "remove_lane": _Words("Re&move lane", "Ctrl+W", "Take the selected lane off the screen; its file is kept"),
    "story_back": _Words("Story: step &before", "PgUp", "Tell the step before"),
    "story_on": _Words("Story: &next step", "PgDown", "Tell the next step"),
    "mask": _Words("&Mask the panes", "M", "Ask what will happen: hide all panes until this is chosen again"),
    "lecture": _Words("Lect&ure mode", "F11", "Fill the screen with pictures, story and transport, in large type"),
    "system_theme": _Words("As the &system", "Ctrl+Shift+Y", "Light or dark as the desktop is"),
    "light_theme": _Words("&Light", "Ctrl+Shift+L", "Always light"),
    "dark_theme": _Words("&Dark", "Ctrl+Shift+D", "Always dark"),
    "reset_layout": _Words("&Reset the layout", "Ctrl+0", "Put the panes back where they belong"),
    "find_command": _Words("&Find a command…", "Ctrl+K", "Search all menus, lessons and panes by a few letters"),
    "explain": _Words("&What am I looking at?", "Shift+F1", "Explain the pane under the pointer"),
    "measures": _Words("&Measures", "Ctrl+F1", "Define every measure"),
    "show_keys": _Words("&Keys", "F1", "What every key does"),
    "welcome": _Words("W&elcome", "Ctrl+Shift+W", "Offer three lessons to begin with"),
    "about": _Words("&About vgdesk", "Ctrl+Shift+A", "Version, licence and thanks"),
}


@dataclass(frozen=True)
class Actions:
    """The actions by name; the main window connects them."""

    new: QAction
    open_run: QAction
    save_run: QAction
    export_picture: QAction
    export_numbers: QAction
    print: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    copy_picture: QAction
    train: QAction
    step: QAction
    stop: QAction
    race: QAction
    branch: QAction
    go_back: QAction
    go_on: QAction
    go_start: QAction
    go_first_bad: QAction
    go_live: QAction
    count_steps: QAction
    replay: QAction
    replay_slower: QAction
    replay_faster: QAction
    add_lane: QAction
    rename_lane: QAction
    recolor_lane: QAction
    lane_up: QAction
    lane_down: QAction
    remove_lane: QAction
    story_back: QAction
    story_on: QAction
    mask: QAction
    lecture: QAction
    system_theme: QAction
    light_theme: QAction
    dark_theme: QAction
    reset_layout: QAction
    find_command: QAction
    explain: QAction
    measures: QAction
    show_keys: QAction
    welcome: QAction
    about: QAction


def make_actions(parent: QObject) -> Actions:
    """All actions, owned by the parent and not yet connected."""
    return Actions(**{field.name: _make(field.name, _TABLE[field.name], parent) for field in fields(Actions)})


def list_actions(actions: Actions) -> list[QAction]:
    """All of them, in the order of the menus."""
    return [getattr(actions, field.name) for field in fields(Actions)]


def connect(acts: Mapping[QAction, Callable[[], object]]) -> None:
    """Have each action do its part, whether or not it is checkable."""
    for action, act in acts.items():
        action.triggered.connect(partial(_call, act))


def list_keys() -> tuple[tuple[str, str], ...]:
    """(keys, what they do) of every action that has keys, in the order of the menus."""
    native = QKeySequence.SequenceFormat.NativeText
    return tuple((QKeySequence(words.keys).toString(native), words.tip) for words in _TABLE.values() if words.keys)


def _make(name: str, words: _Words, parent: QObject) -> QAction:
    action = QAction(words.text, parent, objectName=f"action-{name}")
    action.setToolTip(f"{words.tip} ({words.keys})" if words.keys else words.tip)
    if words.keys:
        action.setShortcut(QKeySequence(words.keys))
    return action


def _call(act: Callable[[], object], checked: bool = False) -> None:  # noqa: ARG001
    act()
