import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from tests.session.examples import small_spec
from vgdesk.experiment.start import Origin, Start
from vgdesk.session.lane import Lane
from vgdesk.ui.lane_tabs import LaneTabs


def tabs(desk) -> list:
    found = [desk.find(f"lane-tab-{index}") for index in range(4)]
    return [tab for tab in found if tab.isVisible()]


def test_there_is_a_tab_a_lane_and_one_of_them_is_down(desk):
    assert [tab.accessibleName() for tab in tabs(desk)] == ["Lane sigmoid", "Lane relu"]
    assert [tab.isChecked() for tab in tabs(desk)] == [True, False]
    desk.click("lane-tab-1")
    assert [tab.isChecked() for tab in tabs(desk)] == [False, True]
    assert desk.session.selected.name == "relu"
    assert desk.window.builder.spec.name == "relu"


def test_a_click_on_the_selected_lane_leaves_it_selected(desk):
    desk.click("lane-tab-0")
    assert [tab.isChecked() for tab in tabs(desk)] == [True, False]
    assert desk.session.selected.name == "sigmoid"


@pytest.mark.parametrize("name", ["<b>html</b> & co", "x" * 80, "a name of many words and letters", "é\u4e2d😀"])
def test_any_name_stands_letter_by_letter_within_its_tab(desk, name):
    desk.session.load([small_spec(name), small_spec(f"{name[:70]} 2"), small_spec("c"), small_spec("d")])
    tab = tabs(desk)[0]
    shown = tab.text().replace("&&", "&")
    assert name.startswith(shown.rstrip("…"))
    assert tab.accessibleName() == f"Lane {name}"
    assert ("<b>" in tab.toolTip()) is False
    assert desk.find("lane-tabs").sizeHint().width() <= 240
    room = tab.width() - tab.iconSize().width() - 2 * 6
    assert tab.fontMetrics().horizontalAdvance(shown) <= room


def test_four_lanes_stand_in_two_rows(desk):
    for _ in range(2):
        desk.press("Ctrl+L")
    places = [tab.geometry().topLeft() for tab in tabs(desk)]
    assert len({place.x() for place in places}) == len({place.y() for place in places}) == 2
    desk.press("Ctrl+W")
    assert desk.find("lane-add").isEnabled()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_right_click_selects_a_lane_and_offers_what_can_be_done_with_it(desk, qtbot):
    tab = tabs(desk)[1]
    assert tab.contextMenuPolicy() == Qt.ContextMenuPolicy.CustomContextMenu
    tab.customContextMenuRequested.emit(QPoint(3, 3))
    menus = [menu for menu in desk.find("lane-tabs").findChildren(QMenu) if menu.isVisible()]
    assert [action.objectName() for action in menus[0].actions()] == [
        *("action-rename_lane", "action-recolor_lane", "action-lane_up", "action-lane_down", "action-lane_scale", ""),
        *("action-branch", "", "action-remove_lane"),
    ]
    assert desk.session.selected.name == "relu"
    menus[0].close()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_selected_tab_and_measure_differ_from_the_others(desk, mode):
    desk.choose(f"action-{mode}_theme")
    desk.window.dashboard.arrange(("depth",))
    desk.window.dashboard.setFocus()
    desk.settle()
    for down, up in (("lane-tab-0", "lane-tab-1"), ("depth-signal", "depth-gradient")):
        image = desk.window.grab().toImage()
        edges = [desk.find(name).mapTo(desk.window, QPoint(0, desk.find(name).height() // 2)) for name in (down, up)]
        one, other = (image.pixelColor(edge) for edge in edges)
        assert abs(one.lightness() - other.lightness()) >= 10, (down, one.name(), other.name())


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_none_is_a_line_between_what_is_offered(qtbot):
    rename, remove = QAction("Rename"), QAction("Remove")
    shown = LaneTabs(QAction("Add"), (rename, None, remove))
    qtbot.addWidget(shown)
    lane = Lane(small_spec("one"), 0)
    shown.show_lanes([lane], lane)
    shown.findChild(QToolButton, "lane-tab-0").customContextMenuRequested.emit(QPoint(3, 3))
    (menu,) = shown.findChildren(QMenu)
    assert [action.isSeparator() for action in menu.actions()] == [False, True, False]
    menu.close()


def test_the_tip_of_a_branch_says_where_it_began(qtbot):
    shown = LaneTabs(QAction("Add"))
    qtbot.addWidget(shown)
    start = Start(Origin("another", 10, 4), (), np.zeros(0, np.float32))
    lanes = [Lane(small_spec("one"), 0), Lane(small_spec("two"), 1, start=start)]
    shown.show_lanes(lanes, lanes[0])
    tips = [shown.findChild(QToolButton, f"lane-tab-{index}").toolTip() for index in range(2)]
    assert [" from the weights of epoch 2.5" in tip for tip in tips] == [False, True]


def test_tabs_follow_the_order_and_the_colour_of_the_lanes(desk):
    before = [tab.icon().pixmap(12).toImage() for tab in tabs(desk)]
    desk.session.lane_list.move(1)
    desk.settle()
    assert [tab.text() for tab in tabs(desk)] == ["relu", "sigmoid"]
    assert [tab.isChecked() for tab in tabs(desk)] == [False, True]
    assert [tab.icon().pixmap(12).toImage() for tab in tabs(desk)] == before[::-1]
    assert [row.lane.name for row in desk.rows] == ["relu", "sigmoid"]
    desk.session.lane_list.recolor()
    after = [tab.icon().pixmap(12).toImage() for tab in tabs(desk)]
    assert after[0] == before[1]
    assert after[1] not in before
