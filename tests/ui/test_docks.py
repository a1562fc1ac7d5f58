import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLabel, QToolButton

from vgdesk.ui.docks import DockArea
from vgdesk.ui.panes.catalog import PANES, USUAL
from vgdesk.ui.theme import apply_theme


@pytest.fixture
def docks(qtbot, qapp):
    apply_theme(qapp, "dark")
    area = DockArea(QLabel("the middle"), [kind() for kind in PANES])
    qtbot.addWidget(area)
    area.resize(1000, 600)
    area.arrange(USUAL)
    area.show()
    qapp.processEvents()
    return area


def dock(area, key) -> QDockWidget:
    return area.findChild(QDockWidget, f"dock-{key}")


def shown(area) -> list[str]:
    return [kind().key for kind in PANES if not dock(area, kind().key).isHidden()]


def test_every_pane_has_a_key_a_title_and_a_tip_of_its_own(qapp):
    panes = [kind() for kind in PANES]
    assert len({pane.key for pane in panes}) == len({pane.title for pane in panes}) == len(panes)
    assert all(pane.tip for pane in panes)
    assert set(USUAL) <= {pane.key for pane in panes}


def test_the_usual_panes_stand_side_by_side_below_the_middle(docks, qapp):
    assert shown(docks) == [kind().key for kind in PANES if kind().key in USUAL]
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
