import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from vgdesk.ui.drops import Drops

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def data_of(*names):
    data = QMimeData()
    data.setUrls([QUrl(name) if "://" in name else QUrl.fromLocalFile(name) for name in names])
    return data


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_runs_and_tables_are_taken_and_other_files_left(window):
    drops, found = Drops(window), []
    drops.dropped.connect(found.extend)
    data = data_of("/a/b.vgrun", "/c/iris.CSV", "/c/thesis.tex", "https://x.org/z.csv")
    entering = QDragEnterEvent(QPoint(1, 1), COPY, data, LEFT, NONE)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    assert not found
    QApplication.sendEvent(window, QDropEvent(QPointF(1, 1), COPY, data, LEFT, NONE))
    assert [path.name for path in found] == ["b.vgrun", "iris.CSV"]


def test_what_is_of_no_use_is_not_accepted(window):
    Drops(window)
    data = data_of("/c/thesis.tex")
    entering = QDragEnterEvent(QPoint(1, 1), COPY, data, LEFT, NONE)
    entering.ignore()
    QApplication.sendEvent(window, entering)
    assert not entering.isAccepted()
