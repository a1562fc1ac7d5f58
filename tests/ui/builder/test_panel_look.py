"""The panel as one sees it and walks through it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)

from tests.ui.builder.examples import build_circles
from vgdesk.ui.theme import apply_theme


def test_tab_visits_every_field_once_in_reading_order(hands):
    first = hands.focus("data")
    visited = [first]
    while (here := press_tab()) is not first:
        assert here not in visited
        visited.append(here)
    names = [widget.objectName() for widget in visited]
    assert names[:7] == [
        "data",
        "data.n",
        "data.noise",
        "data.factor",
        "data.seed",
        "data.scaling",
        "data.test_fraction",
    ]
    assert names.index("data.test_fraction") < names.index("layers") < names.index("shape.layers")
    assert names.index("shape.units") < names.index("network.activation") < names.index("training.optimizer")
    wanted = {
        widget.objectName()
        for widget in [*hands.panel.findChildren(QComboBox), *hands.panel.findChildren(QAbstractSpinBox)]
        if widget.isVisibleTo(hands.panel)
    }
    assert wanted <= set(names)


def press_tab() -> QWidget:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    return QApplication.focusWidget()


def test_every_interactive_widget_has_names_a_label_and_a_tooltip(hands):
    buddies = {label.buddy() for label in hands.panel.findChildren(QLabel) if label.buddy()}
    editors = [*hands.panel.findChildren(QComboBox), *hands.panel.findChildren(QAbstractSpinBox)]
    assert len(editors) > 15
    for widget in [*editors, *hands.panel.findChildren(QToolButton)]:
        assert widget.objectName()
        assert widget.accessibleName() or widget.text(), widget.objectName()
    for editor in editors:
        assert editor in buddies, editor.objectName()


@pytest.mark.parametrize("depth", [0, 4, 30])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_nothing_is_cut_off_in_268_pixels(hands, qapp, depth, theme):
    apply_theme(qapp, theme)
    spec = build_circles(depth, normalization="batch", skip="identity", output_initializer="uniform")
    hands.panel.set_spec(spec)
    hands.choose("sampling", Qt.Key.Key_End)
    line = hands.find("training_more")
    line.setChecked(True)
    qapp.processEvents()
    qapp.processEvents()
    assert line.height() == line.sizeHint().height()
    assert hands.panel.width() == 268
    area = hands.panel.findChild(QScrollArea)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    assert area.widget().width() == area.viewport().width()
    for label in hands.panel.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()
    for combo in hands.panel.findChildren(QComboBox):
        text = combo.fontMetrics().horizontalAdvance(combo.currentText())
        assert combo.findChild(QLineEdit) is None
        assert combo.width() >= text + 27, combo.objectName()
    for number in hands.panel.findChildren(QAbstractSpinBox):
        edit = number.lineEdit()
        if number.isVisible() and number.objectName() != "data.seed":
            assert edit.width() >= edit.fontMetrics().horizontalAdvance(edit.text()) + 6, number.objectName()


@pytest.mark.parametrize("name", ["data", "network.activation", "network.initializer", "network.normalization"])
def test_every_choice_of_a_list_fits_with_its_parameters(hands, qapp, name):
    combo = hands.find(name)
    for _ in range(combo.count()):
        hands.choose(name, Qt.Key.Key_Down)
        assert_fits(hands.panel, qapp)
    assert combo.currentIndex() == combo.count() - 1


@pytest.mark.parametrize("name", ["training.optimizer", "training.clipping", "training.loss", "network.skip"])
def test_every_choice_that_is_rarely_touched_fits_with_its_parameters(hands, qapp, name):
    hands.find("training_more").setChecked(True)
    combo = hands.find(name)
    hands.choose(name, Qt.Key.Key_Home)
    for _ in range(combo.count()):
        hands.choose(name, Qt.Key.Key_Down)
        assert_fits(hands.panel, qapp)
    assert combo.currentIndex() == combo.count() - 1


def assert_fits(panel, qapp):
    """No horizontal scroll, no word cut off, no label longer than 11 characters."""
    qapp.processEvents()
    qapp.processEvents()
    area = panel.findChild(QScrollArea)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    for editor in [*panel.findChildren(QComboBox), *panel.findChildren(QAbstractSpinBox)]:
        if editor.isVisible() and isinstance(editor, QComboBox):
            text = editor.fontMetrics().horizontalAdvance(editor.currentText())
            assert editor.width() >= text + 27, editor.objectName()
    for label in panel.findChildren(QLabel):
        if label.isVisible() and label.buddy():
            assert len(label.text()) <= 11, label.text()


def test_normalisation_and_skip_stand_side_by_side_and_every_initialiser_says_its_gain(hands, qapp):
    normalize, skip = hands.find("network.normalization"), hands.find("network.skip")
    assert normalize.mapTo(hands.panel, normalize.rect().topLeft()).y() == (
        skip.mapTo(hands.panel, skip.rect().topLeft()).y()
    )
    combo = hands.find("network.initializer")
    for _ in range(combo.count()):
        hands.choose("network.initializer", Qt.Key.Key_Down)
        qapp.processEvents()
        assert hands.find("gain").isVisible()
        assert hands.find("gain").text().startswith("σ<sub>w</sub>² = ")
