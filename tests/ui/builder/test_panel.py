import json

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
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
from vgdesk.events import DataPreviewed
from vgdesk.experiment.choices import Tanh
from vgdesk.experiment.data import Circles, Moons
from vgdesk.experiment.spec import change_spec, parse_spec
from vgdesk.ui.builder.form import value_at
from vgdesk.ui.theme import apply_theme

NUMBERS = {
    "data.n": ("600", 600),
    "data.noise": ("2e-1", 0.2),
    "data.factor": ("0.25", 0.25),
    "data.seed": ("4294967295", 4294967295),
    "data.test_fraction": (".5", 0.5),
    "network.initializer.mean": ("-1", -1.0),
    "network.initializer.std": ("3.2e-5", 3.2e-5),
    "training.optimizer.learning_rate": ("1e-3 ", None),
    "training.batch_size": ("64", 64),
    "training.epochs": ("1e3", 1000),
    "seed": ("7", 7),
}


@pytest.mark.parametrize("path", [path for path in NUMBERS if NUMBERS[path][1] is not None])
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_typed_number_makes_a_new_spec(hands, circles, path, end):
    text, number = NUMBERS[path]
    hands.type(path, text, end)
    assert hands.specs == [change_spec(circles, {path: number})]
    assert hands.problems == []


def test_the_same_number_written_otherwise_is_no_new_spec(hands):
    editor = hands.type("training.optimizer.learning_rate", "1e-3")
    assert hands.specs == []
    assert editor.lineEdit().text() == "0.001"


def test_showing_a_spec_emits_no_spec(hands):
    hands.panel.set_spec(build_circles(7))
    assert hands.specs == []
    assert hands.panel.spec == build_circles(7)


@pytest.mark.parametrize(
    ("path", "keys", "kind"),
    [
        ("data", "m", "moons"),
        ("network.initializer", "h", "he_uniform"),
        ("network.output_initializer", "u", "uniform"),
        ("network.normalization", "b", "batch"),
        ("training.optimizer", "S", "sgd"),
        ("sampling", "every s", "steps"),
    ],
)
def test_a_choice_by_keyboard_brings_its_own_fields(hands, path, keys, kind):
    hands.choose(path, keys)
    chosen = value_at(hands.specs[-1], path)
    assert chosen.kind == kind
    for name in type(chosen).model_fields:
        if name != "kind":
            assert hands.find(f"{path}.{name}").isVisibleTo(hands.panel) or path == "training.optimizer"
    assert hands.find(path) is QApplication.focusWidget()


def test_a_choice_can_be_made_by_mouse(hands, qtbot):
    combo = hands.find("training.optimizer")
    QTest.mouseClick(combo, Qt.MouseButton.LeftButton)
    view = combo.view()
    qtbot.waitUntil(view.isVisible)
    place = view.visualRect(view.model().index(combo.findText("Adam"), 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert hands.specs[-1].training.optimizer.kind == "adam"


def test_another_data_set_keeps_what_was_set_and_asks_for_its_points(hands):
    hands.type("data.n", "500")
    hands.choose("data", "m")
    assert hands.specs[-1].data == Moons(n=500)
    assert hands.previews == [Circles(n=500), Moons(n=500)]
    assert not hands.panel.findChildren(QWidget, "data.factor")


def test_another_optimizer_takes_its_own_learning_rate_unless_one_was_set(hands):
    hands.choose("training.optimizer", "S")
    assert hands.specs[-1].training.optimizer.learning_rate == 0.01
    hands.type("training.optimizer.learning_rate", "0.3")
    hands.choose("training.optimizer", "A")
    assert hands.specs[-1].training.optimizer.learning_rate == 0.3


def test_an_option_is_chosen_by_keyboard(hands, circles):
    hands.choose("data.scaling", "z")
    assert hands.specs == [change_spec(circles, {"data.scaling": "standardize"})]


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("training.optimizer.learning_rate", "abc", "valid number"),
        ("training.optimizer.learning_rate", "", "valid number"),
        ("training.optimizer.learning_rate", "nan", "valid number"),
        ("training.batch_size", "2.5", "valid integer"),
        ("training.batch_size", "0", "greater than or equal to 1"),
        ("training.batch_size", "2000", "more than the 1000 training points"),
        ("data.n", "20", "more than the 20 training points"),
        ("data.factor", "1", "less than 1"),
        ("shape.layers", "201", "whole number from 0 to 200"),
        ("shape.layers", "x", "whole number from 0 to 200"),
        ("shape.units", "9000", "less than or equal to 8192"),
    ],
)
def test_a_bad_value_is_kept_marked_and_told_until_escape(hands, circles, path, text, said):
    editor = hands.type(path, text)
    assert hands.specs == []
    assert editor.lineEdit().text() == text
    assert len(hands.problems) == 1
    assert hands.problems[0] == hands.panel.problems
    message = hands.find("problems")
    assert message.isVisibleTo(hands.panel)
    assert said in message.text()
    marked = [widget for widget in hands.panel.findChildren(QAbstractSpinBox) if widget.property("state") == "bad"]
    assert [said in widget.toolTip() for widget in marked] == [True]
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    if editor is marked[0]:
        assert hands.problems[1:] == [()]
        assert not message.isVisibleTo(hands.panel)
        assert editor.property("state") == ""
        assert hands.specs == []


def test_two_fields_that_fit_only_together_wait_for_each_other(hands, circles):
    hands.type("training.batch_size", "2000")
    assert hands.specs == []
    hands.type("data.n", "5000")
    assert hands.specs == [change_spec(circles, {"training.batch_size": 2000, "data.n": 5000})]
    assert hands.problems[-1] == ()


def test_an_edit_beside_a_bad_one_is_shown_and_told_once_all_is_well(hands, circles):
    hands.type("training.optimizer.learning_rate", "abc")
    hands.choose("network.activation", "t")
    assert hands.find("network.activation").currentText() == "tanh"
    assert hands.find("training.optimizer.learning_rate").lineEdit().text() == "abc"
    assert hands.specs == []
    editor = hands.focus("training.optimizer.learning_rate")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.lineEdit().text() == "0.001"
    assert hands.specs == [change_spec(circles, {"network.activation": "tanh"})]


def test_escape_takes_back_what_was_typed(hands):
    editor = hands.type("training.epochs", "77", end=Qt.Key.Key_Escape)
    assert editor.lineEdit().text() == "100"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert hands.specs == []


def test_the_activation_of_all_clears_those_of_single_layers(hands):
    own = [{"units": 5}, {"units": 6, "activation": "relu"}]
    hands.panel.set_spec(build_circles(0, hidden=own))
    combo = hands.find("network.activation")
    assert combo.currentIndex() == -1
    assert combo.placeholderText() == "mixed"
    hands.choose("network.activation", "t")
    network = hands.specs[-1].network
    assert network.activation == Tanh()
    assert [layer.activation for layer in network.hidden] == [None, None]
    assert [layer.units for layer in network.hidden] == [5, 6]


@pytest.mark.parametrize("path", ["training.epochs", "training.optimizer", "data.scaling"])
def test_the_wheel_changes_nothing_without_the_focus(hands, path):
    hands.focus("data")
    roll(hands.find(path))
    assert hands.specs == []
    hands.focus(path)
    roll(hands.find(path))
    assert len(hands.specs) == 1


def roll(widget: QWidget) -> None:
    place = QPointF(widget.rect().center())
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    turn = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(),
        QPoint(0, -120),
        buttons,
        Qt.KeyboardModifier.NoModifier,
        phase,
        False,
    )
    QApplication.sendEvent(widget, turn)


def test_arrow_keys_step_a_number_and_stop_at_its_bounds(hands):
    editor = hands.focus("data.test_fraction")
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert hands.specs == []
    QTest.keyClick(editor, Qt.Key.Key_Up)
    assert hands.specs[-1].data.test_fraction == 0.01
    hands.type("data.test_fraction", "0.88")
    QTest.keyClick(editor, Qt.Key.Key_PageUp)
    assert hands.specs[-1].data.test_fraction == 0.9
    assert hands.panel.problems == ()


def test_a_form_shows_every_field_of_the_spec_but_its_name(hands):
    hands.panel.set_spec(build_circles(2, normalization="batch", output_initializer="uniform"))
    leaves = set(leaf_paths(json.loads(hands.panel.spec.model_dump_json())))
    layers = {path for path in leaves if path.startswith("network.hidden")}
    shown = {widget.objectName() for widget in hands.panel.findChildren(QWidget)}
    assert leaves - layers - shown == {"version", "name"}


def leaf_paths(tree, path=""):
    for name, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        here = f"{path}.{name}".lstrip(".")
        if isinstance(value, dict | list):
            yield from leaf_paths(value, here)
        elif name != "kind":
            yield here


def test_the_rarely_touched_open_on_demand_and_when_they_are_wrong(hands):
    rho, line = hands.find("training.optimizer.rho"), hands.find("optimizer_more")
    assert not rho.isVisibleTo(hands.panel)
    assert line.summary == "rho 0.9 · epsilon 1e-7"
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert rho.isVisibleTo(hands.panel)
    hands.type("training.optimizer.rho", "2")
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert not rho.isVisibleTo(hands.panel)
    hands.type("training.epochs", "10")
    assert rho.isVisibleTo(hands.panel)


@pytest.mark.parametrize(
    ("depth", "said"), [(4, "111 parameters · 3200 steps · 196 kB"), (0, "3 parameters · 3200 steps · 92.7 kB")]
)
def test_the_foot_says_the_cost(hands, depth, said):
    hands.panel.set_spec(build_circles(depth))
    words = hands.find("estimate").text().split(" · ")
    assert words[:2] == said.split(" · ")[:2]
    assert words[2].endswith(("kB", "MB"))


def test_points_of_another_data_set_are_dropped(hands, circles):
    thumbnail = hands.find("thumbnail")
    hands.panel.set_preview(preview(Moons()))
    assert thumbnail.is_empty
    hands.panel.set_preview(preview(circles.data))
    assert not thumbnail.is_empty
    hands.type("data.noise", "0.3")
    assert thumbnail.is_empty


def preview(data) -> DataPreviewed:
    inputs = np.random.default_rng(0).normal(size=(50, 2)).astype(np.float32)
    return DataPreviewed(data.model_dump_json(), inputs, np.arange(50, dtype=np.int64) % 2)


def test_a_locked_panel_says_why_and_changes_nothing(hands, circles):
    hands.type("training.epochs", "77", end=None)
    hands.panel.set_editable(False, "Locked while this lane trains")
    hint = hands.find("lock_hint")
    assert hint.isVisibleTo(hands.panel)
    assert hint.text() == "Locked while this lane trains"
    editors = [*hands.panel.findChildren(QAbstractSpinBox), *hands.panel.findChildren(QComboBox)]
    assert not any(editor.isEnabled() for editor in editors)
    assert not any(button.isEnabled() for button in hands.panel.findChildren(QToolButton, "layers.add.button"))
    assert hands.find("training.epochs").lineEdit().text() == "100"
    table = hands.focus("layers")
    table.setCurrentIndex(table.model().index(1, 1))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_Return, Qt.Key.Key_9, Qt.Key.Key_F2):
        QTest.keyClick(table, key)
    assert hands.specs == []
    hands.panel.set_editable(True)
    assert not hint.isVisibleTo(hands.panel)
    hands.type("training.epochs", "78")
    assert hands.specs == [change_spec(circles, {"training.epochs": 78})]


def test_commit_takes_in_what_is_typed(hands, circles):
    hands.type("training.epochs", "77", end=None)
    hands.panel.commit()
    assert hands.specs == [change_spec(circles, {"training.epochs": 77})]


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
    spec = build_circles(depth, normalization="batch", output_initializer="uniform")
    hands.panel.set_spec(spec)
    hands.choose("sampling", "every s")
    qapp.processEvents()
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


def test_a_spec_out_of_a_file_with_all_choices_is_shown_and_given_back(hands):
    spec = parse_spec(json.dumps(json.loads(build_circles(3, normalization="batch").to_json()) | {"name": "other"}))
    hands.panel.set_spec(spec)
    hands.type("seed", "9")
    assert hands.specs == [change_spec(spec, {"seed": 9})]
