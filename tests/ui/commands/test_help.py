import pytest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget

from vgdesk.diagnostics import describe_installation
from vgdesk.ui.explanations import read_explanation


@pytest.mark.parametrize(
    ("name", "key"),
    [("pane-loss", "loss"), ("title-loss", "loss"), ("lane-scores", "heatmap"), ("timeline", "heatmap")],
)
def test_what_is_under_the_pointer_is_explained(desk, monkeypatch, name, key):
    desk.finish()
    widget = desk.window.findChildren(object, name)[0]
    monkeypatch.setattr(QApplication, "widgetAt", lambda place: widget)
    desk.press("Shift+F1")
    dialog = desk.find("explanations")
    assert dialog.findChild(QLabel, "explanation-title").text() == read_explanation(key).title
    assert not dialog.isModal()
    dialog.close()


def test_the_list_holds_every_pane_and_another_is_one_key_away(desk, monkeypatch):
    monkeypatch.setattr(QApplication, "widgetAt", lambda place: None)
    desk.press("Shift+F1")
    rows: QListWidget = desk.find("explained-panes")
    titles = [rows.item(row).text() for row in range(rows.count())]
    assert titles == [read_explanation(key).title for key in ("heatmap", *desk.window.dashboard.keys)]
    rows.setCurrentRow(2)
    assert desk.find("explanation-title").text() == titles[2]
    text = desk.find("explanation-text")
    assert text.height() >= text.heightForWidth(text.width())
    desk.press("Shift+F1")
    QApplication.sendPostedEvents(None, 52)
    desk.find("explanations").close()


def test_diagnostics_are_copied_as_the_command_line_prints_them(desk):
    desk.choose("action-copy_diagnostics")
    assert QApplication.clipboard().text() == describe_installation()
