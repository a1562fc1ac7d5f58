import pytest

from vgdesk.experiment.data import Circles, Moons, Spirals
from vgdesk.experiment.initializers import HeNormal, Normal, Uniform
from vgdesk.experiment.network import NetworkSpec
from vgdesk.experiment.training import Rmsprop, RmspropKeras3, Sgd
from vgdesk.ui.builder.combos import KindEditor, OptionEditor, convert_choice
from vgdesk.ui.builder.fields import FormField, form_field, kind_of


@pytest.mark.parametrize(
    ("old", "kind", "new"),
    [
        (Circles(n=500, factor=0.8), Moons, Moons(n=500)),
        (Circles(seed=1), Spirals, Spirals(seed=1)),
        (Rmsprop(), Sgd, Sgd()),
        (Rmsprop(learning_rate=0.5, rho=0.8), RmspropKeras3, RmspropKeras3(learning_rate=0.5, rho=0.8)),
        (Sgd(momentum=0.9), Sgd, Sgd(momentum=0.9)),
        (Normal(std=3.0), Uniform, Uniform()),
        (None, HeNormal, HeNormal()),
    ],
)
def test_another_building_block_keeps_what_was_set_and_both_have(old, kind, new):
    assert kind.model_validate(convert_choice(old, kind)) == new


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
