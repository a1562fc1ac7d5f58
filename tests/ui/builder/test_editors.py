import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from vgdesk.experiment.network import NetworkSpec
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.training import TrainingSpec
from vgdesk.form.fields import form_field
from vgdesk.ui.builder.combos import KindEditor
from vgdesk.ui.builder.editors import NumberEditor, TextEditor, make_editor


@pytest.fixture
def text(qtbot) -> TextEditor:
    editor = make_editor(form_field(ExperimentSpec, "name"))
    qtbot.addWidget(editor)
    editor.show_value("sigmoid")
    return editor


@pytest.fixture
def number(qtbot) -> NumberEditor:
    editor = make_editor(form_field(TrainingSpec, "epochs"))
    qtbot.addWidget(editor)
    editor.show_value(100)
    return editor


def test_a_line_of_text_is_told_by_enter_and_taken_back_by_escape(text, qtbot):
    with qtbot.waitSignal(text.committed) as told:
        QTest.keyClicks(text, "s")
        QTest.keyClick(text, Qt.Key.Key_Return)
    assert told.args == ["sigmoids"]
    with qtbot.waitSignal(text.restored):
        QTest.keyClicks(text, "xyz")
        QTest.keyClick(text, Qt.Key.Key_Escape)
    assert text.text() == "sigmoid"


def test_what_is_typed_is_told_once(number):
    told = []
    number.committed.connect(told.append)
    number.selectAll()
    QTest.keyClicks(number, "12")
    QTest.keyClick(number, Qt.Key.Key_Return)
    QTest.keyClick(number, Qt.Key.Key_Return)
    number.commit()
    assert told == [12]


@pytest.mark.parametrize("name", ["text", "number"])
def test_a_mark_shows_in_border_tooltip_and_to_a_screen_reader(name, request):
    editor = request.getfixturevalue(name)
    hint = editor.toolTip()
    assert hint
    editor.mark("is wrong")
    assert (editor.property("state"), editor.toolTip(), editor.accessibleDescription()) == ("bad", *["is wrong"] * 2)
    editor.mark("")
    assert (editor.property("state"), editor.toolTip()) == ("", hint)


def test_taking_back_forgets_what_was_not_told(number):
    told = []
    number.committed.connect(told.append)
    QTest.keyClicks(number, "5")
    number.take_back()
    number.commit()
    assert number.lineEdit().text() == "100"
    assert told == []


@pytest.mark.parametrize(
    ("model", "name", "kind"),
    [
        (TrainingSpec, "epochs", NumberEditor),
        (ExperimentSpec, "name", TextEditor),
        (NetworkSpec, "activation", KindEditor),
    ],
)
def test_each_kind_of_field_has_its_editor_named_for_screen_readers(qtbot, model, name, kind):
    field = form_field(model, name)
    editor = make_editor(field)
    qtbot.addWidget(editor)
    assert isinstance(editor, kind)
    assert editor.accessibleName() == field.title
