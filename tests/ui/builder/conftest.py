"""A builder on a window, and hands to work it with."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from tests.form.examples import build_circles
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.ui.builder.fold import Fold, FoldLine
from vgdesk.ui.builder.panel import BuilderPanel
from vgdesk.ui.theme import apply_theme, themed


@pytest.fixture
def circles() -> ExperimentSpec:
    """Four hidden layers of five sigmoid units, normal(0, 1), RMSprop."""
    return build_circles(4)


class Hands:
    """Works a panel by keys and mouse, and keeps what it told."""

    def __init__(self, panel: BuilderPanel):
        self.panel = panel
        self.specs: list[ExperimentSpec] = []
        self.problems: list[tuple] = []
        self.previews: list[object] = []
        panel.spec_changed.connect(self.specs.append)
        panel.problems_changed.connect(self.problems.append)
        panel.data_preview_wanted.connect(self.previews.append)

    def find(self, name: str) -> QWidget:
        found = self.panel.findChildren(QWidget, name)
        assert len(found) == 1, f"{len(found)} widgets named {name}"
        return found[0]

    def open_all(self) -> None:
        """Open every part that can be opened."""
        for line in self.panel.findChildren(FoldLine):
            if line.isEnabled() and not line.isChecked():
                line.click()

    def focus(self, name: str) -> QWidget:
        widget = self.find(name)
        self._reveal(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert QApplication.focusWidget() is widget, f"{name} takes no focus"
        return widget

    def _reveal(self, widget: QWidget) -> None:
        folds = [fold for fold in self.panel.findChildren(Fold) if fold.isAncestorOf(widget)]
        for fold in folds:
            if not fold.body.isVisibleTo(fold) and widget is not fold.line:
                fold.open()

    def type(self, name: str, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> QWidget:
        widget = self.focus(name)
        QTest.keySequence(widget, "Ctrl+A")
        QTest.keyClick(widget, Qt.Key.Key_Delete)
        QTest.keyClicks(widget, text)
        if end is not None:
            QTest.keyClick(widget, end)
        return widget

    def choose(self, name: str, key: str | Qt.Key) -> QWidget:
        combo = self.focus(name)
        QTest.keyClick(combo, key)
        return combo


@pytest.fixture
def hands(qtbot, qapp, circles) -> Iterator[Hands]:
    apply_theme(qapp, "dark")
    window, panel = QMainWindow(), BuilderPanel()
    window.setCentralWidget(panel)
    window.resize(268, 690)
    qtbot.addWidget(window)
    themed.add_window(window)
    panel.set_spec(circles)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    QTest.keyRelease(window, Qt.Key.Key_Shift)  # Qt holds what the last test held
    hands = Hands(panel)
    yield hands
    window.close()
