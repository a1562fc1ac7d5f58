"""Everything in the window can be reached by keys and has a name for screen readers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QWidget,
)

INTERACTIVE = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QAbstractItemView)

_PARTS = (QScrollBar, QHeaderView)


def interactive(desk) -> list[QWidget]:
    """What the user can work with and is on the screen, but for the parts of a larger one."""
    found = []
    for widget in desk.window.findChildren(QWidget):
        part = isinstance(widget, _PARTS) or isinstance(widget.parent(), QAbstractSpinBox | QComboBox)
        if isinstance(widget, INTERACTIVE) and widget.isVisible() and widget.isEnabled() and not part:
            found.append(widget)
    return found


@pytest.fixture
def full(desk):
    """A window in which nothing is disabled that could be worked with."""
    desk.window.show_lesson()
    desk.press("PgDown")
    desk.press("Space")
    desk.engine.train(4)
    desk.engine.finish()
    desk.settle()
    return desk


def test_every_widget_that_can_be_worked_with_has_a_name(full):
    nameless = [w.objectName() for w in interactive(full) if not (w.accessibleName() or getattr(w, "text", str)())]
    assert len(interactive(full)) > 25
    assert nameless == []


def test_no_two_widgets_of_the_window_have_the_same_object_name(full):
    names = [widget.objectName() for widget in interactive(full)]
    assert "" not in names
    assert sorted(names) == sorted(set(names))


def test_tab_reaches_all_of_them_and_comes_round(full):
    full.find("lane-tab-0").setFocus(Qt.FocusReason.TabFocusReason)
    reached = [QApplication.focusWidget()]
    for _ in range(200):
        full.window.focusNextChild()
        if QApplication.focusWidget() is reached[0]:
            break
        reached.append(QApplication.focusWidget())
    groups = {widget.group() for widget in reached if isinstance(widget, QAbstractButton)} - {None}
    missed = [widget for widget in interactive(full) if widget not in reached]
    by_arrows = [widget for widget in missed if isinstance(widget, QAbstractButton) and widget.group() in groups]
    assert [widget.objectName() for widget in missed if widget not in by_arrows] == []
    assert len(reached) == len(set(reached))


@pytest.mark.parametrize(("first", "second"), [("lane-tab-0", "lane-tab-1"), ("gradient-rms", "gradient-std")])
def test_arrows_go_from_one_of_a_group_to_the_next_and_choose_it(full, first, second):
    full.window.dashboard.arrange(("gradient",))
    full.settle()
    full.find(first).setFocus()
    full.press("Right" if second == "lane-tab-1" else "Left")
    assert QApplication.focusWidget() is full.find(second)
    assert full.find(second).isChecked()
    chosen = full.session.selected.name if second == "lane-tab-1" else full.find("pane-gradient").frame.y_label
    assert chosen in ("relu", "standard deviation")


def test_tab_goes_from_the_lanes_through_the_builder_and_the_pictures_to_the_transport(full):
    full.find("lane-tab-0").setFocus(Qt.FocusReason.TabFocusReason)
    names = []
    for _ in range(60):
        names.append(QApplication.focusWidget().objectName())
        full.window.focusNextChild()
    milestones = [
        "lane-tab-0",
        "lane-add",
        "data",
        "seed",
        "story-PgDn",
        "gradient-mean",
        "transport-play",
        "timeline",
    ]
    places = [names.index(name) for name in milestones]
    assert places == sorted(places)


def test_a_locked_builder_leaves_the_keys_to_the_window(desk):
    desk.find("training.epochs").setFocus()
    desk.press("Space")
    desk.press("Space")
    assert desk.said == "Paused"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_tip_fits_the_screen(full, mode):
    full.choose(f"action-{mode}_theme")
    for widget in interactive(full):
        assert len(widget.toolTip()) < 300, widget.objectName()


@pytest.mark.parametrize(("width", "height"), [(1280, 696), (1920, 1080), (1024, 700)])
def test_nothing_sticks_out_or_is_cut_off(full, width, height):
    full.window.resize(width, height)
    full.settle()
    assert (full.window.width(), full.window.height()) == (width, height)
    for widget in interactive(full):
        if full.find("builder_scroll").isAncestorOf(widget):
            continue
        assert full.window.rect().contains(full.window.mapFromGlobal(widget.mapToGlobal(widget.rect().center())))
        assert widget.width() >= widget.minimumSizeHint().width(), widget.objectName()
    for name in ("transport-place", "status-scores", "story-count"):
        label = full.find(name)
        assert label.isHidden() or label.width() >= label.sizeHint().width(), name
