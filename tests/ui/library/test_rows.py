from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from vgdesk.library.entries import RunEntry, RunState
from vgdesk.library.facts import RunFacts
from vgdesk.ui.library.rows import LOSS, RUN, SIZE, RunFilter, RunRows


def entry(number, loss=0.5, size=10):
    facts = RunFacts(f"r{number}", f"lane {number}", "circles", "", float(number), 1, 1, loss=loss)
    return RunEntry(Path(f"/runs/{number}.vgrun"), size, float(number), RunState.FINISHED, facts)


@pytest.fixture
def rows(qapp):
    made = RunRows()
    made.show_entries([entry(3, float("nan"), 30), entry(2, 0.25, 5), entry(1, float("inf"), 200)])
    return made


def names(model) -> list[str]:
    return [model.index(row, RUN).data() for row in range(model.rowCount())]


def test_qt_finds_no_fault_in_the_model(rows):
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.show_entries([entry(4)])
    assert rows.rowCount(rows.index(0, 0)) == 0
    assert rows.columnCount(QModelIndex()) == 6


def test_a_change_of_some_rows_is_no_new_list(rows):
    changed, renewed = [], []
    rows.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    rows.modelReset.connect(lambda: renewed.append(True))
    entries = list(rows.entries)
    entries[1] = replace(entries[1], difference="tanh for sigmoid")
    rows.show_entries(entries)
    assert (changed, renewed) == ([(1, 1)], [])


def test_numbers_are_sorted_as_numbers_and_what_is_unknown_comes_last(rows):
    model = RunFilter(rows)
    model.sort(LOSS, Qt.SortOrder.AscendingOrder)
    assert names(model)[0] == "lane 2"
    model.sort(SIZE, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["lane 1", "lane 3", "lane 2"]


def test_all_words_must_be_there_in_any_order(rows):
    model = RunFilter(rows)
    model.search("CIRCLES 2")
    assert names(model) == ["lane 2"]
    model.search("")
    model.show_only({Path("/runs/1.vgrun")})
    assert names(model) == ["lane 1"]
    model.show_only(None)
    assert len(names(model)) == 3


def test_rows_are_dragged_as_files(rows):
    data = rows.mimeData([rows.index(2, RUN), rows.index(2, SIZE), rows.index(0, RUN)])
    assert [url.toLocalFile() for url in data.urls()] == ["/runs/3.vgrun", "/runs/1.vgrun"]


def test_thousands_of_rows_are_searched_once_each(rows, monkeypatch):
    looked = []
    monkeypatch.setattr("vgdesk.ui.library.rows.searched_text", lambda each: looked.append(each) or "")
    rows.show_entries([entry(number) for number in range(3000)])
    model = RunFilter(rows)
    model.search("x")
    assert (model.rowCount(), len(looked)) == (0, 3000)
