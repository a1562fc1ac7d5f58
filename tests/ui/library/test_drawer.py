import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.library.examples import make_run
from vgdesk import paths
from vgdesk.session.states import State
from vgdesk.ui.library.rows import DATE, DIFFERENCE, ENTRY, LOSS, RUN, SIZE, VERDICT


@pytest.fixture
def folder(home):
    for number, name in enumerate(("sigmoid", "tanh", "relu")):
        make_run(paths.runs_folder(), number, name=name, network__activation=name)
    return paths.runs_folder()


@pytest.fixture
def library(desk, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    desk.press("Ctrl+O")
    desk.wait(desk.window.runs.reading)
    yield desk
    if desk.find("library").isVisible():
        desk.click("library-close")
    desk.wait(desk.window.runs.reading)


def table(desk):
    return desk.find("library-runs")


def shown(desk, column=RUN) -> list[str]:
    model = table(desk).model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def lanes(desk) -> list[str]:
    return [lane.name for lane in desk.session.lanes]


def key(desk, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    desk.settle()


def opened(desk) -> list[str]:
    desk.wait(desk.session.reading)
    return lanes(desk)


def test_every_run_is_listed_with_what_is_known_of_it(library):
    assert shown(library) == ["relu", "tanh", "sigmoid"]
    assert shown(library, DIFFERENCE) == ["relu for tanh", "tanh for sigmoid", ""]
    assert shown(library, LOSS) == ["0.250"] * 3
    assert all(shown(library, column)[0] for column in (VERDICT, DATE, SIZE))
    assert library.find("library-count").text().startswith("3 runs, ")
    assert QApplication.focusWidget() is table(library)


def test_enter_opens_the_run_that_the_arrows_chose_and_escape_leaves(library):
    key(library, Qt.Key.Key_Down)
    key(library, Qt.Key.Key_Return)
    assert opened(library) == ["tanh"]
    assert library.find("library").isVisible()
    key(library, Qt.Key.Key_Escape)
    assert not library.find("library").isVisible()


@pytest.mark.parametrize("way", ["Ctrl+Enter", "Shift+Enter", "button", "drag"])
def test_a_run_is_opened_beside(library, way):
    modifiers = {"Ctrl+Enter": Qt.KeyboardModifier.ControlModifier, "Shift+Enter": Qt.KeyboardModifier.ShiftModifier}
    if way == "button":
        library.click("library-beside")
    elif way == "drag":
        drop(library, QPoint(library.window.width() - 100, 300))
    else:
        key(library, Qt.Key.Key_Return, modifiers[way])
    assert opened(library) == ["sigmoid", "relu", "relu 2"]


def test_a_run_that_is_dropped_on_the_library_itself_stays_there(library):
    drop(library, QPoint(200, 300))
    assert opened(library) == ["sigmoid", "relu"]


def test_up_to_four_runs_are_compared(library):
    key(library, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    key(library, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert library.find("library-open").text() == "Compare 3"
    library.click("library-open")
    assert opened(library) == ["relu", "tanh", "sigmoid"]


def test_five_are_too_many(desk, folder, library):
    for number in range(3, 6):
        make_run(folder, number, name=f"more {number}")
    desk.window.runs.refresh()
    desk.wait(desk.window.runs.reading)
    table(desk).selectAll()
    assert not library.find("library-open").isEnabled()
    key(library, Qt.Key.Key_Return)
    assert "select 4 runs at most" in library.said


def test_what_is_typed_in_the_list_searches_and_escape_takes_it_back(library):
    key(library, Qt.Key.Key_T)  # a letter that is the key of no command here
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    for letter in (Qt.Key.Key_A, Qt.Key.Key_N):
        key(library, letter)
    assert shown(library) == ["relu", "tanh"]  # one is told apart from tanh
    key(library, Qt.Key.Key_X)
    assert shown(library) == []
    assert "Escape shows all" in library.find("library-empty").text()
    key(library, Qt.Key.Key_Escape)
    assert len(shown(library)) == 3
    assert library.find("library").isVisible()


def test_letters_and_space_are_not_commands_of_the_window_in_the_list(library):
    for each in (Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_M):
        key(library, each)
    assert library.session.state is State.IDLE
    assert not library.window.pane_mask.is_on


def test_delete_moves_to_the_trash_and_undo_takes_back(library, folder):
    key(library, Qt.Key.Key_Delete)
    assert shown(library) == ["tanh", "sigmoid"]
    assert not (folder / "run-2.vgrun").exists()
    assert "in the trash" in library.find("library-offer").whole
    assert table(library).selected[0].name == "tanh"
    key(library, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(library) == ["relu", "tanh", "sigmoid"]
    assert (folder / "run-2.vgrun").exists()
    assert not library.find("library-strip").isVisible()


def test_a_name_is_edited_in_place(library):
    key(library, Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "mine")
    key(library, Qt.Key.Key_Return)
    assert shown(library)[0] == "mine"
    assert lanes(library) == ["sigmoid", "relu"]


def test_a_star_is_given_by_key_and_by_click(library):
    key(library, Qt.Key.Key_Asterisk)
    row = table(library).visualRect(table(library).model().index(1, RUN))
    place = QPoint(row.left() + 8, row.center().y())
    QTest.mouseClick(table(library).viewport(), Qt.MouseButton.LeftButton, pos=place)
    model = table(library).model()
    assert [model.index(row, RUN).data(ENTRY).shown.is_starred for row in range(3)] == [True, True, False]


def test_a_file_that_cannot_be_read_is_a_row_that_says_why(desk, folder, library):
    (folder / "torn.vgrun").write_text("thesis")
    desk.window.runs.refresh()
    desk.wait(desk.window.runs.reading)
    assert shown(library)[0] == "torn"
    assert shown(library, DIFFERENCE)[0].startswith("torn.vgrun is no vgdesk run")
    table(library).select({folder / "torn.vgrun"}, None)
    key(library, Qt.Key.Key_Return)
    assert "is no vgdesk run" in library.said
    assert lanes(library) == ["sigmoid", "relu"]


def test_an_empty_library_says_how_runs_come_into_it(desk):
    desk.press("Ctrl+O")
    desk.wait(desk.window.runs.reading)
    assert "Space begins one" in desk.find("library-empty").text()
    desk.press("Ctrl+O")
    assert not desk.find("library").isVisible()


def test_a_folder_beyond_its_limit_offers_the_oldest_and_removes_nothing(library, folder):
    library.window.runs.star(library.window.runs.entries[2:])
    library.window.settings.library_limit = 2 * (folder / "run-0.vgrun").stat().st_size
    library.window.desk.library.offer()
    assert "more than the limit" in library.find("library-offer").whole
    library.click("library-offered")
    assert shown(library) == ["tanh"]
    assert [entry.name for entry in table(library).selected] == ["tanh"]
    assert len(list(folder.glob("*.vgrun"))) == 3
    library.click("library-offered")
    assert len(shown(library)) == 3


def test_while_lanes_train_opening_is_refused(library):
    library.click("library-close")
    library.train(2)
    library.press("Ctrl+O")
    library.wait(library.window.runs.reading)
    key(library, Qt.Key.Key_Return)
    assert "stop them first" in library.said


def drop(desk, place: QPoint) -> None:
    """Drop the first run of the list on the window."""
    source = table(desk).viewport()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(table(desk).selected[0].path))])

    class FromLibrary(QDropEvent):
        def source(self):
            return source

    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = FromLibrary(QPointF(place), copy, data, left, Qt.KeyboardModifier.NoModifier)
    for watcher in desk.window.children():
        if type(watcher).__name__ == "Drops":
            watcher.eventFilter(desk.window, event)
