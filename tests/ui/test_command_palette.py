import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget

from vgdesk.lessons.catalog import find_lesson, list_lessons
from vgdesk.session.states import State
from vgdesk.ui.command_palette import list_commands


@pytest.fixture
def palette(desk):
    desk.window.dashboard.setFocus()
    desk.press("Ctrl+K")
    return desk


def type_in(desk, text: str) -> None:
    QTest.keyClicks(desk.find("palette-field"), text)


def offered(desk) -> list[str]:
    rows: QListWidget = desk.find("palette-list")
    return [rows.item(row).text() for row in range(rows.count())]


def chosen(desk) -> str:
    return desk.find("palette-list").currentItem().text()


def test_every_entry_of_the_menus_can_be_found(desk):
    commands = list_commands(desk.window.menuBar())
    actions = [command.action for command in commands]
    assert len(set(actions)) == len(actions)
    assert set(desk.window.commands.actions) <= set(actions)
    texts = [command.text for command in commands]
    assert {lesson.title for lesson in list_lessons()} <= set(texts)
    panes = [desk.window.dashboard.pane(key) for key in desk.window.dashboard.keys]
    assert {pane.title[:1].upper() + pane.title[1:] for pane in panes} <= set(texts)
    assert not [text for text in texts if "&" in text]
    train = next(command for command in commands if command.text == "Train")
    assert (train.place, train.keys, train.tip) == (
        "Train",
        "Space",
        "Train what is new or changed, pause, resume; else play what is recorded",
    )


def test_ctrl_k_opens_it_with_the_focus_and_again_closes_it(palette):
    assert palette.find("palette").isVisible()
    assert QApplication.focusWidget() is palette.find("palette-field")
    assert palette.window.rect().contains(palette.find("palette").geometry())
    assert len(offered(palette)) > 40
    palette.press("Ctrl+K")
    assert not palette.find("palette").isVisible()
    assert QApplication.focusWidget() is palette.window.dashboard


def test_a_few_letters_find_a_lesson_and_enter_shows_it(palette):
    type_in(palette, "explod grad")
    assert chosen(palette) == "Exploding gradients"
    palette.press("Return")
    assert not palette.find("palette").isVisible()
    assert palette.session.selected.spec == find_lesson("fashion-explode").spec


def test_keys_of_the_window_are_letters_there(palette):
    type_in(palette, "r m ")
    palette.press("Space")
    assert palette.session.state is State.IDLE
    assert not palette.window.pane_mask.is_on
    assert palette.find("palette-field").text().startswith("r m ")


def test_arrows_and_page_keys_move_through_the_list(palette):
    names = offered(palette)
    for keys, row in (("Down", 1), ("Down", 2), ("Up", 1), ("PgDown", 13), ("PgUp", 1), ("Up", 0), ("Up", 0)):
        palette.press(keys)
        assert chosen(palette) == names[row]


def test_escape_changes_nothing(palette):
    before = palette.session.lanes
    palette.press("Esc")
    assert not palette.find("palette").isVisible()
    assert palette.session.lanes is before


def test_what_cannot_be_done_now_is_faint_and_does_nothing(palette):
    type_in(palette, "save run")
    assert chosen(palette) == "Save run as…"
    palette.press("Return")
    assert palette.find("palette").isVisible()
    assert not palette.find("palette").grab().isNull()


def test_a_click_does_it_and_a_click_elsewhere_closes(palette):
    rows = palette.find("palette-list")
    type_in(palette, "dark")
    item = rows.item(0)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(item).center())
    assert palette.window.settings.theme == "dark"
    palette.press("Ctrl+K")
    palette.window.dashboard.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not palette.find("palette").isVisible()


def test_nothing_fits_and_enter_does_nothing(palette):
    type_in(palette, "qqqq")
    assert offered(palette) == []
    palette.press("Return")
    assert palette.find("palette").isVisible()
