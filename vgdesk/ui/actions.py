"""Every action of the window, with its words, keys and tip, in one table."""

from dataclasses import dataclass, fields

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
    "open_run": _Words("&Open run…", "Ctrl+O", "Show a recorded run"),
    "save_run": _Words("&Save run as…", "Ctrl+S", "Copy the selected lane's run to a file of your own"),
    "export_picture": _Words("Export &picture…", "Ctrl+E", "Write the heatmaps as PNG, SVG or PDF"),
    "export_numbers": _Words("Export n&umbers…", "Ctrl+Shift+E", "Write every number as CSV"),
    "quit": _Words("&Quit", "Ctrl+Q", "Close the window; the runs so far are kept"),
    "undo": _Words("&Undo", "Ctrl+Z", "Take back the last edit of the selected lane"),
    "redo": _Words("&Redo", "Ctrl+Shift+Z", "Make the edit again that was taken back"),
    "train": _Words("&Train", "Space", "Train all lanes, pause, or go on"),
    "step": _Words("&Step", "F10", "Train on to the next sample"),
    "stop": _Words("Sto&p", "Shift+F5", "End the training and keep what there is"),
    "race": _Words(
        "&Race the change", "R", "Keep the run, put the changed network in a lane beside it, and train both"
    ),
    "go_back": _Words("Sample &before", ",", "Look at the sample before"),
    "go_on": _Words("Sample &after", ".", "Look at the next sample"),
    "go_start": _Words("&First sample", "Ctrl+Home", "Look at the untrained network"),
    "go_live": _Words("&live", "Ctrl+End", "Look at the newest sample"),
    "add_lane": _Words("&Add lane", "Ctrl+L", "Copy the selected lane for a race from the same seed"),
    "rename_lane": _Words("Re&name lane…", "F2", "Give the selected lane another name"),
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
    quit: QAction
    undo: QAction
    redo: QAction
    train: QAction
    step: QAction
    stop: QAction
    race: QAction
    go_back: QAction
    go_on: QAction
    go_start: QAction
    go_live: QAction
    add_lane: QAction
    rename_lane: QAction
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
