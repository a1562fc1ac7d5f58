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
    QToolButton,
    QWidget,
)

from tests.ui.builder.examples import build_circles
from vgdesk.events import DataPreviewed
from vgdesk.experiment.activations import Tanh
from vgdesk.experiment.data import Circles, Moons
from vgdesk.experiment.spec import change_spec, parse_spec
from vgdesk.ui.builder.form import value_at

NUMBERS = {
    "data.n": ("600", 600),
    "data.noise": ("2e-1", 0.2),
    "data.factor": ("0.25", 0.25),
    "data.seed": ("4294967295", 4294967295),
    "data.test_fraction": (".5", 0.5),
    "network.initializer.mean": ("-1", -1.0),
    "network.initializer.std": ("3.2e-5", 3.2e-5),
    "training.optimizer.learning_rate": (" 3E-3", 0.003),
    "training.batch_size": ("64", 64),
    "training.epochs": ("1e3", 1000),
    "seed": ("7", 7),
}


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_typed_number_makes_a_new_spec(hands, circles, end):
    for path, (text, number) in NUMBERS.items():
        hands.panel.set_spec(circles)
        hands.specs.clear()
        hands.type(path, text, end)
        assert hands.specs == [change_spec(circles, {path: number})], path
        assert hands.problems == [], path


def test_the_same_number_written_otherwise_is_no_new_spec(hands):
    editor = hands.type("training.optimizer.learning_rate", "1e-3")
    assert hands.specs == []
    assert editor.lineEdit().text() == "0.001"


def test_showing_a_spec_emits_no_spec(hands):
    hands.panel.set_spec(build_circles(7))
    assert hands.specs == []
    assert hands.panel.spec == build_circles(7)


CHOICES = [
    ("data", "m", "moons"),
    ("network.initializer", "h", "he_uniform"),
    ("network.output_initializer", "u", "uniform"),
    ("network.normalization", "b", "batch"),
    ("training.optimizer", "S", "sgd"),
    ("sampling", Qt.Key.Key_End, "steps"),
]


def test_a_choice_by_keyboard_brings_its_own_fields(hands, circles):
    for path, keys, kind in CHOICES:
        hands.panel.set_spec(circles)
        hands.choose(path, keys)
        chosen = value_at(hands.specs[-1], path)
        assert chosen.kind == kind, path
        for name in type(chosen).model_fields:
            if name != "kind":
                assert hands.find(f"{path}.{name}")
        assert hands.find(path) is QApplication.focusWidget(), path


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_choice_can_be_made_in_the_list_that_a_click_opens(hands, qtbot):
    combo = hands.find("training.optimizer")
    QTest.mouseClick(combo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(combo.view().isVisible)
    assert combo.view().width() >= combo.needed_width() - 31
    QTest.keyClick(combo.view(), Qt.Key.Key_Up)
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    assert [spec.training.optimizer.kind for spec in hands.specs] == ["nadam"]


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
    rho, line = hands.find("training.optimizer.rho"), hands.find("update_section.fold")
    assert not rho.isVisibleTo(hands.panel)
    assert line.summary == "loss cross entropy"
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert rho.isVisibleTo(hands.panel)
    hands.type("training.optimizer.rho", "2")
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert not rho.isVisibleTo(hands.panel)
    hands.type("training.epochs", "10")
    assert rho.isVisibleTo(hands.panel)


def test_a_closed_part_says_what_is_chosen_in_it_and_stands_out_where_that_is_not_usual(hands):
    said = {name: hands.find(f"{name}_section.fold") for name in ("normalize", "recording", "split", "network")}
    assert [said[name].summary for name in said] == [
        "none",
        "every epoch",
        "test share 0 · seed 42",
        "4 × 5 sigmoid",
    ]
    assert not said["normalize"].is_special
    hands.choose("network.normalization", "b")
    hands.choose("network.skip", "a")
    assert said["normalize"].summary == "batch · skip add"
    assert said["normalize"].is_special


def test_an_open_limit_of_steps_can_be_set_and_taken_away(hands, circles):
    assert hands.focus("training.steps").lineEdit().placeholderText() == "no limit"
    hands.type("training.steps", "50")
    assert hands.specs[-1].training.steps == 50
    hands.type("training.steps", "")
    assert hands.specs[-1] == circles


@pytest.mark.parametrize(
    ("depth", "said"),
    [(4, ["111 parameters", "3200 steps", "101 samples"]), (0, ["3 parameters", "3200 steps", "101 samples"])],
)
def test_the_foot_says_the_cost_without_cutting(hands, depth, said):
    hands.panel.set_spec(build_circles(depth))
    label = hands.find("estimate")
    words = label.text().replace("\N{NO-BREAK SPACE}", " ").split(" · ")
    assert words[:3] == said
    assert [word.split()[2] for word in words[3:]] == ["file", "memory"]
    QApplication.processEvents()
    assert label.height() >= label.heightForWidth(label.width())


def test_what_no_machine_has_room_for_is_told_in_the_place_of_the_cost(hands, circles):
    huge = change_spec(circles, {"network.hidden": [{"units": 8192}] * 200})
    hands.panel.set_spec(huge)
    assert "of memory" in hands.panel.problems[0].message
    said = hands.panel.findChild(QLabel, "problems").text()
    assert said.startswith("Needs ")
    assert "the largest width that fits is" in said
    hands.panel.set_spec(circles)
    assert hands.panel.problems == ()


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


def test_a_spec_out_of_a_file_with_all_choices_is_shown_and_given_back(hands):
    spec = parse_spec(json.dumps(json.loads(build_circles(3, normalization="batch").to_json()) | {"name": "other"}))
    hands.panel.set_spec(spec)
    hands.type("seed", "9")
    assert hands.specs == [change_spec(spec, {"seed": 9})]
