"""What can be copied from pictures, and specs that travel over the clipboard."""

import json

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QContextMenuEvent, QCursor
from PySide6.QtWidgets import QApplication, QMenu

from tests.session.examples import small_spec
from vgdesk.pictures.catalog import AROUND
from vgdesk.pictures.heatmaps import KEY as HEATMAPS
from vgdesk.ui.commands.edit import PANE_MENU


@pytest.fixture
def trained(desk):
    desk.finish()
    return desk


@pytest.fixture
def point(monkeypatch):
    """Puts the pointer on a place of a widget."""

    def put(widget, place):
        where = widget.mapToGlobal(QPointF(place).toPoint())
        monkeypatch.setattr(QCursor, "pos", lambda: where)
        monkeypatch.setattr("vgdesk.ui.copy_commands.QApplication.widgetAt", lambda _: widget)  # small test screen

    return put


def clipboard() -> str:
    return QApplication.clipboard().text()


def table() -> list[list[str]]:
    return [line.split("\t") for line in clipboard().splitlines()]


def test_the_number_the_row_and_the_column_of_a_cell_are_copied_with_all_digits(trained, point):
    heatmap = trained.rows[0].panes[-1]
    frame, picture = heatmap.frame, heatmap.picture_rect()
    place = picture.center()
    layer, sample = heatmap.cell_at(place)
    point(heatmap, place)
    trained.press("Ctrl+C")
    assert not trained.is_error, trained.said
    assert np.float32(clipboard()) == np.float32(frame.value(layer, sample))
    trained.press("Ctrl+Shift+R")
    row = table()
    assert row[0][0] == "epoch"
    assert len(row) == 1 + frame.sample_count
    trained.press("Ctrl+Alt+C")
    column = table()
    assert [line[0] for line in column[1:]] == list(frame.layers)
    assert column[1 + layer][1] == row[1 + sample][1]
    assert trained.said.startswith(f"copied {len(frame.layers)} numbers: ")


def test_a_point_of_a_curve_is_copied_and_the_curve(trained, point):
    pane = trained.window.dashboard.pane("loss")
    curve = pane.frame.curves[0]
    box = pane._plot.box
    place = box.mapViewToDevice(QPointF(float(curve.x[1]), float(curve.y[1])))
    point(pane, pane._plot.mapTo(pane, place.toPoint()))
    trained.press("Ctrl+C")
    assert float(clipboard()) in [pytest.approx(each.y[1], rel=1e-8) for each in pane.frame.curves]
    trained.press("Ctrl+Shift+R")
    assert len(table()) > 2


def test_where_there_is_no_number_it_is_said(trained, monkeypatch):
    monkeypatch.setattr(QCursor, "pos", lambda: QPoint(-50, -50))
    for keys in ("Ctrl+C", "Ctrl+Shift+R", "Ctrl+Alt+C"):
        QApplication.clipboard().setText("before")
        trained.press(keys)
        assert "no number under the pointer" in trained.said
        assert clipboard() == "before"


@pytest.mark.parametrize("key", [HEATMAPS, *(picture.key for picture in AROUND)])
def test_every_pane_has_a_menu_of_its_own(trained, key):
    """A contract of all panes: what it offers is about the pane that it was opened on."""
    dashboard = trained.window.dashboard
    if key == HEATMAPS:
        widget, place = trained.rows[0].panes[0], trained.rows[0].panes[0].picture_rect().center().toPoint()
    else:
        dashboard.arrange([key])
        trained.settle()
        widget = dashboard.pane(key)
        place = widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    menu = trained.window.findChild(QMenu, "pane-menu")
    names = [action.objectName().removeprefix("action-") for action in menu.actions() if not action.isSeparator()]
    assert {"copy_picture", "export_picture", "explain"} <= set(names)
    assert set(names) <= {*PANE_MENU, ""}
    assert ("copy_row" in names) == ("copy_column" in names)
    copy = next(action for action in menu.actions() if action.objectName() == "action-copy_picture")
    menu.close()
    copy.trigger()
    title = "Heatmaps" if key == HEATMAPS else dashboard.title(key)
    assert trained.said == f"copied {title[:1].upper()}{title[1:]} as a picture"
    trained.settle()
    assert dashboard.pointed is None


def test_a_right_click_on_a_picture_opens_its_menu(trained):
    for widget in (trained.rows[0].panes[0], trained.window.dashboard.pane("loss")):
        place = widget.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
        QApplication.sendEvent(widget, event)
        menu = trained.window.findChild(QMenu, "pane-menu")
        assert menu.isVisible()
        menu.close()
        trained.settle()


def test_a_spec_is_copied_and_pasted_into_another_lane(trained):
    trained.press("Ctrl+Shift+S")
    assert json.loads(clipboard())["name"] == "sigmoid"
    changed = small_spec("pasted", seed=99)
    QApplication.clipboard().setText(changed.to_json())
    trained.press("Ctrl+V")
    assert trained.session.selected.spec == changed
    assert trained.said == "pasted a spec; Undo takes it back, R trains it"
    trained.press("Ctrl+Z")
    assert trained.session.selected.spec.name == "sigmoid"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no spec on the clipboard"),
        ("hello", "no spec on the clipboard"),
        ('{"seed": -1}', "seed = -1"),
        ('{"seed": 1', "this is no JSON"),
        ('{"unknown": 1}', "unknown"),
    ],
)
def test_what_is_no_spec_is_refused_with_the_reason_and_changes_nothing(trained, text, said):
    before = trained.session.selected.spec
    QApplication.clipboard().setText(text)
    trained.press("Ctrl+V")
    assert said in trained.said
    assert trained.is_error
    assert trained.session.selected.spec == before


def test_text_fields_keep_copying_and_pasting_text(trained):
    field = trained.find("training.epochs")
    before = trained.session.selected.spec.seed
    QApplication.clipboard().setText(small_spec("pasted", seed=99).to_json())
    field.setFocus()
    trained.press("Ctrl+V")
    assert trained.session.selected.spec.seed == before
