import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from vgdesk.experiment.choices import kind_of
from vgdesk.experiment.initializers import HeNormal, Zeros
from vgdesk.experiment.network import NetworkSpec
from vgdesk.form.fields import FormField, form_field
from vgdesk.ui.builder.combos import KindEditor, OptionEditor


def test_an_optional_choice_begins_with_the_open_one(qtbot):
    editor = KindEditor(form_field(NetworkSpec, "output_initializer"))
    qtbot.addWidget(editor)
    editor.show_value(HeNormal())
    assert editor.currentText() == "he normal"
    editor.show_value(None)
    assert (editor.currentIndex(), editor.currentText()) == (0, "same for all")
    with qtbot.waitSignal(editor.committed) as told:
        editor.activated.emit(0)
    assert told.args == [None]


def test_every_alternative_of_a_choice_is_offered_with_what_it_does(qtbot):
    field = form_field(NetworkSpec, "initializer")
    editor = KindEditor(field)
    qtbot.addWidget(editor)
    assert [editor.itemData(i) for i in range(editor.count())] == [kind_of(choice) for choice in field.choices]
    editor.show_value(HeNormal())
    editor.mark("")
    assert "He et al. (2015)" in editor.toolTip()


def test_a_combo_asks_for_the_width_of_its_longest_word(qtbot):
    field = FormField("x", "X", "", "option", options=("a", "a_word_that_is_rather_long"))
    editor = OptionEditor(field)
    qtbot.addWidget(editor)
    assert editor.needed_width() > editor.fontMetrics().horizontalAdvance("a word that is rather long")


@pytest.mark.parametrize(
    ("typed", "kind"), [("he_n", "he_normal"), ("xavier_n", "glorot_normal"), ("kaiming", "he_normal")]
)
def test_typing_chooses_by_our_name_or_by_that_of_keras_and_torch(qtbot, typed, kind):
    editor = KindEditor(form_field(NetworkSpec, "initializer"))
    qtbot.addWidget(editor)
    editor.show_value(Zeros())
    told = []
    editor.committed.connect(told.append)
    for letter in typed:
        editor.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
    assert editor.currentData() == kind
    assert told[-1]["kind"] == kind
