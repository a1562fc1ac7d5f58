from html import unescape

from vgdesk.measures import TENSORS, measures_of
from vgdesk.ui.dialogs.help_measures import measures_page


def test_every_measure_of_every_tensor_is_defined():
    page = unescape(measures_page())
    for tensor in TENSORS:
        assert f"{tensor.label} ({tensor.symbol})" in page
        for measure in measures_of(tensor.key):
            assert all(text in page for text in (measure.label, measure.formula, measure.source))


def test_it_opens_beside_the_window(desk):
    desk.press("Ctrl+F1")
    dialog = desk.find("measures")
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert "participation ratio" in desk.find("measures-page").toPlainText()
    dialog.close()
