from dataclasses import fields

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from vgdesk.ui.actions import Actions, list_keys

NAMES = [field.name for field in fields(Actions)]
WITHOUT_KEYS: set[str] = set()


def test_every_action_has_words_keys_a_tip_a_name_and_a_place_in_a_menu(desk):
    lacking = {name: lacks for name in NAMES if (lacks := lacks_of(getattr(desk.window.actions_table, name), name))}
    assert lacking == {}


def lacks_of(action, name) -> list[str]:
    """What an action of that name has not."""
    keys = action.shortcut().toString()
    has = {
        "name": action.objectName() == f"action-{name}",
        "words": bool(action.text()),
        "keys": bool(keys) == (name not in WITHOUT_KEYS),
        "keys in its tip": action.toolTip().endswith(f"({keys})") or name in WITHOUT_KEYS,
        "tip": len(action.toolTip()) > len(f" ({keys})"),
        "place in a menu": any(isinstance(place, QMenu) for place in action.associatedObjects()),
    }
    return [what for what, is_there in has.items() if not is_there]


def test_no_two_actions_have_the_same_keys_words_or_tip(desk):
    actions = [getattr(desk.window.actions_table, name) for name in NAMES]
    keys = [action.shortcut().toString() for action in actions if action.shortcut().toString()]
    assert len(set(keys)) == len(keys) == len(NAMES) - len(WITHOUT_KEYS)
    assert len({action.text() for action in actions}) == len(actions)
    assert len({action.toolTip() for action in actions}) == len(actions)


def test_no_two_entries_of_a_menu_have_the_same_letter(desk):
    for menu in (desk.window.menuBar(), *desk.window.menuBar().findChildren(QMenu)):
        texts = [action.text().replace("&&", "") for action in menu.actions() if "&" in action.text()]
        letters = [text[text.index("&") + 1].lower() for text in texts]
        assert len(set(letters)) == len(letters), letters


def test_the_list_of_keys_holds_every_key_of_the_actions(desk):
    listed = {QKeySequence(keys).toString() for keys, _ in list_keys()}
    actions = [getattr(desk.window.actions_table, name) for name in NAMES]
    assert listed == {action.shortcut().toString() for action in actions} - {""}
