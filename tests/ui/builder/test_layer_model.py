import pytest
from PySide6.QtCore import Qt

from vgdesk.ui.builder.layer_model import UNITS, LayerModel


@pytest.mark.parametrize("role", [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole])
def test_what_was_typed_is_shown_only_as_long_as_it_waits(qapp, role):
    model = LayerModel()
    cell, units = model.index(0, UNITS), model.layers[0].units
    model.setData(cell, "abc")
    path = "network.hidden.0.units"
    model.show_problems({path: "should be a number"}, frozenset({path}))
    assert model.data(cell, role) == "abc"
    model.show_problems({}, frozenset())
    assert str(model.data(cell, role)) == str(units)
