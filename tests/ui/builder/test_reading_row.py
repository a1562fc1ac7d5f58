import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from vgdesk.experiment.read_once import ReadOnce, report_share
from vgdesk.session.file_reading import FileReading
from vgdesk.ui.builder.reading_row import ReadingRow

FILE = (("folder/table.csv", 1, 10),)


@pytest.fixture
def gate():
    return threading.Event()


@pytest.fixture
def shelf(gate):
    def read(_, choices):
        while not gate.wait(0.005):
            report_share(0.25)
        return choices

    return ReadOnce(read)


@pytest.fixture
def row(qtbot, shelf):
    made, job = ReadingRow(), FileReading()
    qtbot.addWidget(made)
    made.follow(job)
    job.take_over()
    shelf.find(FILE)
    qtbot.waitUntil(made.isVisible)
    yield made
    job.close()


def press(row: ReadingRow, name: str) -> None:
    QTest.mouseClick(row.findChild(QWidget, name), Qt.MouseButton.LeftButton)


def test_it_names_the_file_and_says_how_much_of_it_is_read_until_it_is(qtbot, row, gate):
    assert row.findChild(QWidget, "reading_said").text() == "table.csv is being read"
    bar = row.findChild(QWidget, "reading_progress")
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() // 4 > 0)
    gate.set()
    qtbot.waitUntil(lambda: not row.isVisible())


def test_a_reading_can_be_cancelled_and_wanted_again(qtbot, row, gate, shelf):
    press(row, "cancel_reading")
    retry = row.findChild(QWidget, "retry_reading")
    qtbot.waitUntil(retry.isVisible)
    assert not row.findChild(QWidget, "reading_progress").isVisible()
    gate.set()
    press(row, "retry_reading")
    qtbot.waitUntil(lambda: not row.isVisible())
    assert shelf.find(FILE) is None
