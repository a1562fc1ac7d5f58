from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from vgdesk.library.entries import RunEntry
from vgdesk.ui.library.rows import DATE, DIFFERENCE, RUN, SIZE, RunFilter, RunRows
from vgdesk.ui.library.runs_table import RunsTable

NONE, CONTROL, ALT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("No", "Control", "Alt"))


@pytest.fixture
def table(qtbot):
    rows = RunRows()
    rows.show_entries([RunEntry(Path(f"/runs/{number}.vgrun"), 1, float(number)) for number in range(5)])
    made = RunsTable(RunFilter(rows))
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("key", "modifiers", "is_own"),
    [
        (Qt.Key.Key_R, NONE, True),
        (Qt.Key.Key_Space, NONE, True),
        (Qt.Key.Key_PageUp, NONE, True),
        (Qt.Key.Key_F2, NONE, True),
        (Qt.Key.Key_Z, CONTROL, True),
        (Qt.Key.Key_Return, CONTROL, True),
        (Qt.Key.Key_F1, NONE, False),
        (Qt.Key.Key_Escape, NONE, False),
        (Qt.Key.Key_O, CONTROL, False),
        (Qt.Key.Key_Q, CONTROL, False),
        (Qt.Key.Key_Up, ALT, False),
    ],
)
def test_it_takes_its_own_keys_from_the_window_and_no_others(table, key, modifiers, is_own):
    event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, modifiers)
    event.ignore()
    table.event(event)
    assert event.isAccepted() == is_own


def test_the_newest_run_comes_first_and_one_row_is_always_chosen(table):
    assert table.header().sortIndicatorSection() == DATE
    table.select(set(), None)
    assert [entry.path.stem for entry in table.selected] == ["4"]
    table.select({Path("/runs/1.vgrun"), Path("/runs/3.vgrun")}, Path("/runs/1.vgrun"))
    assert [entry.path.stem for entry in table.selected] == ["3", "1"]
    assert table.model().index(table.currentIndex().row(), RUN).data() == "1"


@pytest.mark.parametrize(
    ("width", "hidden"), [(1000, set()), (700, {SIZE}), (560, {SIZE, DATE}), (450, {SIZE, DATE, DIFFERENCE})]
)
def test_where_there_is_little_room_the_names_keep_theirs(table, width, hidden):
    table.resize(width, 200)
    table.show()
    assert {column for column in range(6) if table.isColumnHidden(column)} == hidden
    assert table.columnWidth(RUN) >= 200
