import pytest
from PySide6.QtWidgets import QApplication

from vgdesk.ui.pane_under_pointer import HEATMAPS, pane_under_pointer

FOUND = [("pane-loss", "loss"), ("title-loss", "loss"), ("lane-scores", HEATMAPS), ("timeline", "")]


@pytest.mark.parametrize(("name", "key"), FOUND)
def test_the_pane_is_the_one_under_the_pointer(desk, monkeypatch, name, key):
    monkeypatch.setattr(QApplication, "focusWidget", lambda: None)
    widget = desk.window.findChildren(object, name)[0]
    monkeypatch.setattr(QApplication, "widgetAt", lambda place: widget)
    assert pane_under_pointer(desk.window.dashboard) == key


def test_or_else_the_one_with_the_focus(desk, monkeypatch):
    monkeypatch.setattr(QApplication, "widgetAt", lambda place: None)
    pane = desk.find("pane-accuracy")
    monkeypatch.setattr(QApplication, "focusWidget", lambda: pane)
    assert pane_under_pointer(desk.window.dashboard) == "accuracy"
