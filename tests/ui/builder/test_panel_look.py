"""The panel as one sees it and walks through it."""

from typing import Annotated, Literal

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

from tests.form.examples import build_circles
from vgdesk.experiment.choices import Choice, kind_of
from vgdesk.experiment.network import NetworkSpec
from vgdesk.experiment.spec import change_spec
from vgdesk.experiment.words import Words
from vgdesk.form.fields import FormItem, form_field, form_fields
from vgdesk.form.groups import group_fields
from vgdesk.ui.builder.form import Form
from vgdesk.ui.theme import apply_theme


def test_tab_visits_every_field_once_in_reading_order(hands):
    hands.open_all()
    first = hands.focus("data")
    visited = [first]
    while (here := press_tab()) is not first:
        assert here not in visited
        visited.append(here)
    names = [widget.objectName() for widget in visited]
    assert names[:6] == ["data", "data.n", "data.noise", "data.factor", "split_section.fold", "data.scaling"]
    assert names.index("data.test_fraction") < names.index("layers") < names.index("shape.layers")
    assert names.index("shape.units") < names.index("network.activation") < names.index("training.optimizer")
    wanted = {
        widget.objectName()
        for widget in [*hands.panel.findChildren(QComboBox), *hands.panel.findChildren(QAbstractSpinBox)]
        if widget.isVisibleTo(hands.panel) and widget.isEnabled()
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


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_nothing_is_cut_off_in_268_pixels(hands, qapp, theme):
    apply_theme(qapp, theme)
    for depth in (0, 4, 30):
        spec = build_circles(depth, normalization="batch", skip="identity", output_initializer="uniform")
        hands.panel.set_spec(spec)
        hands.choose("sampling", Qt.Key.Key_End)
        hands.open_all()
        assert misfits(hands.panel, qapp) == [], depth


def paths_of_choices() -> list[str]:
    """Every combo that brings fields of its own, and every list of words."""
    spec = build_circles(2)
    items = [item for group in group_fields(spec).values() for item in group]
    return [item.path for item in items if item.field.kind in ("choice", "option")]


def test_every_choice_of_a_list_fits_with_its_parameters(hands, qapp, circles):
    found = {}
    for name in paths_of_choices():
        changes = {"data": "delayed_recall"} if name == "network.recurrence" else {}
        hands.panel.set_spec(change_spec(circles, changes))
        hands.open_all()
        combo = hands.find(name)
        for index in range(combo.count()):
            combo.setCurrentIndex(index)
            combo.activated.emit(index)
            hands.open_all()
            found[name, combo.currentText()] = misfits(hands.panel, qapp)
        assert combo.currentIndex() == combo.count() - 1, name
    assert {choice: words for choice, words in found.items() if words} == {}


@pytest.mark.parametrize("block", ["network.initializer", "network.hidden.1.initializer", "network.recurrence"])
def test_a_nested_choice_fits_with_its_parameters(hands, qapp, circles, block):
    found = {}
    kinds = {kind_of(each) for each in form_field(NetworkSpec, "initializer").choices}
    for own in sorted(kinds - ({"given"} if block == "network.recurrence" else set())):
        choice = {"kind": "lstm", "initializer": own} if block == "network.recurrence" else own
        hands.panel.set_spec(change_spec(circles, {"data": "delayed_recall", block: choice}))
        hands.find("layers").selectRow(1)
        hands.open_all()
        found[own] = misfits(hands.panel, qapp)
    assert {own: words for own, words in found.items() if words} == {}


class Later(Choice):
    """A later data set."""

    kind: Literal["later"] = "later"
    depth: Annotated[int, Words("A rather long title of a field of a later version")] = 2
    mode: Annotated[
        Literal["a_long_word_for_an_option_of_a_later_version", "b"], Words("Another rather long one")
    ] = "b"


def test_no_later_field_however_long_widens_the_panel(hands, qapp):
    form = Form("later", parent=hands.find("data_section").body)
    hands.find("data_section").rows.addWidget(form)
    form.show_items([FormItem(f"data.{field.name}", field) for field in form_fields(Later)])
    form.show()
    qapp.processEvents()
    area = hands.panel.findChild(QScrollArea)
    assert form.isVisible()
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()


def misfits(panel, qapp) -> list[str]:
    """What scrolls sideways, which words are cut off, and which labels have more than 11 characters."""
    qapp.processEvents()
    qapp.processEvents()
    area, found = panel.findChild(QScrollArea), []
    if panel.width() != 268 or area.widget().width() != area.viewport().width():
        found.append(f"the panel is {panel.width()} pixels wide")
    if area.widget().minimumSizeHint().width() > area.viewport().width():
        found.append("it scrolls sideways")
    for combo in shown(panel, QComboBox):
        text = combo.fontMetrics().horizontalAdvance(combo.currentText())
        if combo.findChild(QLineEdit) is not None or combo.width() < text + 27:
            found.append(combo.objectName())
    for label in shown(panel, QLabel):
        is_whole = label.wordWrap() or label.width() >= label.sizeHint().width()
        if not is_whole or (label.buddy() and len(label.text()) > 11):
            found.append(label.text())
    for number in shown(panel, QAbstractSpinBox):
        edit = number.lineEdit()
        if edit.width() < edit.fontMetrics().horizontalAdvance(edit.text()) + 6:
            found.append(number.objectName())
    return found


def shown(panel, kind) -> list:
    return [widget for widget in panel.findChildren(kind) if widget.isVisible()]


def test_normalisation_and_skip_stand_side_by_side_and_every_initialiser_says_its_gain(hands, qapp):
    hands.find("normalize_section").open()
    qapp.processEvents()
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
