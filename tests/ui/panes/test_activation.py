import pytest

from tests.analysis.kept_networks import kept_history, spec_of
from tests.ui.panes.views import look_at, pane_of, show
from vgdesk.ui.panes.layer_combo import LayerCombo


@pytest.fixture
def pane(qtbot):
    return show(pane_of("activation"), qtbot)


def test_another_layer_has_other_working_points(pane):
    pane.look_at(look_at(kept_history()))
    before, picture = pane.frame, pane.grab().toImage()
    combo = pane.findChild(LayerCombo)
    assert [combo.itemText(at) for at in range(combo.count())] == ["1 input", "2"]
    combo.choose(1)
    assert (before.chosen, pane.frame.chosen) == (0, 1)
    assert pane.grab().toImage() != picture


def test_shades_and_hills_are_drawn_and_go_with_the_run(pane):
    pane.look_at(look_at(kept_history()))
    assert [item.getRegion() for item in pane._flat] == list(pane.frame.flat)
    assert pane._steps.getData()[1].tolist() == pane.frame.steps_y.tolist()
    pane.look_at(look_at(kept_history(spec_of(network__activation="linear"))))
    assert pane._flat == []
    pane.look_at(look_at())
    assert pane.reason
    assert pane._steps.getData() == (None, None)
    assert not pane.findChild(LayerCombo).isVisible()


def test_a_place_is_read_as_a_value_of_the_function(pane):
    pane.look_at(look_at(kept_history()))
    said = pane.describe_at(pane._plot.box.viewRect().center())
    assert "z = " in said
    assert "value" in said
