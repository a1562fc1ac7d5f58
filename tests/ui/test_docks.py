import pytest
from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLabel, QToolButton

from tests.leftovers import leftovers, let_outlive
from vgdesk.pictures.catalog import AROUND, USUAL
from vgdesk.ui.docks import DockArea, Shares, parse_shares
from vgdesk.ui.panes.catalog import make_pane
from vgdesk.ui.theme import apply_theme


@pytest.fixture(scope="module")
def shared_docks(qapp, shared_home):
    """The panes of a module, and where they are at first."""
    before = leftovers()
    apply_theme(qapp, "dark")
    area = DockArea(QLabel("the middle"), AROUND, make_pane)
    area.show()
    end_outliving = let_outlive(before, area)
    yield area, put_back(area, qapp)
    end_outliving()
    area.close()
    area.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def put_back(area, qapp) -> QByteArray:
    """Have the usual panes in their usual places; what that is."""
    area.arrange(USUAL)
    settle(area, qapp, 1000, 600)
    return area.save()


@pytest.fixture
def docks(shared_docks, qapp):
    area, usual = shared_docks
    assert put_back(area, qapp) == usual
    return area


def dock(area, key) -> QDockWidget:
    return area.findChild(QDockWidget, f"dock-{key}")


def shown(area) -> list[str]:
    return [picture.key for picture in AROUND if not dock(area, picture.key).isHidden()]


def test_a_pane_is_made_when_it_is_first_shown_or_asked_for(qtbot, qapp):
    made = []
    area = DockArea(QLabel("the middle"), AROUND, lambda picture: made.append(picture.key) or make_pane(picture))
    qtbot.addWidget(area)
    area.arrange(USUAL)
    area.show()
    qapp.processEvents()
    assert sorted(made) == sorted(USUAL)
    area.show_pane("gradient")
    qapp.processEvents()
    assert area.pane("network") is area.pane("network")
    assert made[len(USUAL) :] == ["gradient", "network"]


def test_the_usual_panes_stand_side_by_side_below_the_middle(docks, qapp):
    assert shown(docks) == [picture.key for picture in AROUND if picture.key in USUAL]
    found = [dock(docks, key) for key in USUAL]
    assert len({each.y() for each in found}) == 1
    assert [each.x() for each in found] == sorted(each.x() for each in found)
    assert 0.3 * docks.height() < found[0].height() < 0.45 * docks.height()


def test_the_panes_keep_their_share_of_the_height(docks, qapp):
    before = dock(docks, "loss").height() / docks.height()
    docks.resize(1000, 900)
    qapp.processEvents()
    assert dock(docks, "loss").height() / docks.height() == pytest.approx(before, abs=0.05)


def test_a_closed_pane_comes_back_by_its_entry_in_the_menu(docks, qapp, qtbot):
    close = docks.findChild(QToolButton, "close-dock-loss")
    with qtbot.waitSignal(docks.pane_shown):
        QTest.mouseClick(close, Qt.MouseButton.LeftButton)
        assert "loss" not in shown(docks)
        entry = next(action for action in docks.toggles if action.objectName() == "show-loss")
        assert not entry.isChecked()
        entry.trigger()
    assert "loss" in shown(docks)


def test_a_layout_is_saved_and_restored_and_another_version_refused(docks, qapp):
    dock(docks, "accuracy").close()
    saved = docks.save()
    docks.arrange(USUAL)
    assert "accuracy" in shown(docks)
    assert docks.restore(saved)
    assert "accuracy" not in shown(docks)
    assert not docks.restore(saved[:7])


def test_arranging_shows_what_is_wanted_and_hides_the_others(docks, qapp):
    docks.arrange(("accuracy",))
    assert shown(docks) == ["accuracy"]
    docks.show_pane("loss")
    qapp.processEvents()
    assert "loss" in shown(docks)


def widths(area) -> list[int]:
    found = [each for each in area.findChildren(QDockWidget) if not each.visibleRegion().isEmpty()]
    return [each.width() for each in sorted(found, key=QDockWidget.x)]


def settle(area, qapp, *size) -> list[int]:
    """The widths of the panes below, from the left, after a change of size."""
    if size:
        area.resize(*size)
    for _ in range(3):
        qapp.processEvents()
    return widths(area)


def drag_edge(area, qapp, right: int) -> None:
    """Drag the edge between the first and the second pane to the right."""
    first = min((dock(area, key) for key in shown(area)), key=QDockWidget.x)
    start = first.geometry().topRight() + QPoint(3, 60)
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.5, 1.0):
        place = start + QPoint(round(share * right), 0)
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(area.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        qapp.sendEvent(area, moved)
        qapp.processEvents()
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=start + QPoint(right, 0))
    qapp.processEvents()


def test_panes_below_are_evenly_wide_however_the_window_grows_and_shrinks(docks, qapp):
    for size in ((1000, 600), (1600, 900), (640, 420), (1280, 700)):
        found = settle(docks, qapp, *size)
    assert len(found) == len(USUAL)
    assert max(found) - min(found) <= 1
    docks.arrange(("depth", "gradient"))
    assert max(settle(docks, qapp)) - min(settle(docks, qapp)) <= 1


def test_panes_are_evenly_wide_when_they_were_arranged_before_the_window_was_shown(qtbot, qapp):
    apply_theme(qapp, "dark")
    area = DockArea(QLabel("the middle"), AROUND, make_pane)
    qtbot.addWidget(area)
    area.arrange(("depth", "loss", "gradient"))
    area.resize(1000, 600)
    area.show()
    found = settle(area, qapp)
    assert max(found) - min(found) <= 1


def test_a_closed_pane_leaves_its_room_to_the_others_evenly(docks, qapp):
    dock(docks, "loss").close()
    found = settle(docks, qapp)
    assert len(found) == len(USUAL) - 1
    assert max(found) - min(found) <= 1
    docks.show_pane("loss")
    assert max(settle(docks, qapp)) - min(settle(docks, qapp)) <= 1


def test_an_edge_that_was_dragged_stays_where_it_was(docks, qapp):
    even = settle(docks, qapp, 1400, 700)
    drag_edge(docks, qapp, 120)
    dragged = settle(docks, qapp)
    assert dragged[0] == pytest.approx(even[0] + 120, abs=3)
    saved = docks.save()
    settle(docks, qapp, 700, 500)
    assert settle(docks, qapp, 1400, 700) == pytest.approx(dragged, abs=1)
    docks.arrange(USUAL)
    assert settle(docks, qapp) == even
    assert docks.restore(saved)
    assert settle(docks, qapp) == pytest.approx(dragged, abs=1)


def test_a_click_on_an_edge_changes_nothing(docks, qapp):
    settle(docks, qapp, 1400, 700)
    drag_edge(docks, qapp, 0)
    assert docks.save().data().endswith(Shares().to_text().encode())


def test_a_pane_beside_the_middle_or_floating_is_left_alone(docks, qapp):
    docks.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock(docks, "loss"))
    dock(docks, "accuracy").setFloating(True)
    place = dock(docks, "accuracy").size()
    settle(docks, qapp, 1500, 800)
    assert dock(docks, "accuracy").size() == place
    assert widths(docks)[0] == docks.width()
    assert dock(docks, "loss").y() == 0
    assert dock(docks, "depth").height() == pytest.approx(0.38 * 800, abs=2)


@pytest.mark.parametrize(
    "text", ["", "{", "3", '{"height": 2, "widths": {}}', '{"height": 0.4, "widths": {"a": -1}}']
)
def test_broken_shares_mean_the_usual_ones(text):
    assert parse_shares(text) == Shares()


def test_shares_survive_their_text_and_divide_the_room_to_the_pixel():
    shares = Shares(0.4, {"a": 300.0, "b": 100.0})
    assert parse_shares(shares.to_text()) == shares
    assert shares.divide(["a", "b"], 801) == [601, 200]
    assert shares.divide(["a", "new", "b"], 600) == [300, 200, 100]
    assert sum(Shares().divide(["a", "b", "c"], 1000)) == 1000


def test_a_pane_that_is_asked_for_stands_before_those_that_share_its_place(docks, qapp):
    docks.arrange(("accuracy",))
    entry = next(toggle for toggle in docks.toggles if toggle.objectName() == "show-loss")
    entry.trigger()
    qapp.processEvents()
    assert not dock(docks, "loss").visibleRegion().isEmpty()
    assert dock(docks, "accuracy").visibleRegion().isEmpty()
