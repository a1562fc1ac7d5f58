import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from vgdesk.pictures.picture import Option
from vgdesk.ui.panes.header import PaneHeader
from vgdesk.ui.panes.layer_combo import LayerCombo
from vgdesk.ui.switch import Switch
from vgdesk.ui.theme import LECTURE_SCALE, apply_theme

CHOICES = [Option(key, f"Show the {key}", f"depth: {key}") for key in ("activation", "signal", "gradient")]


@pytest.fixture
def header(qapp, qtbot):
    apply_theme(qapp, "dark")
    header = PaneHeader("depth", "depth")
    qtbot.addWidget(header)
    header.add_choice(Switch("depth", CHOICES))
    header.add_right(QLabel("12 of 24 right", objectName="count"))
    header.show()
    return header


def switch(header) -> Switch:
    return header.findChild(Switch)


def folded(header) -> QToolButton:
    return header.findChild(QToolButton, "fold-depth")


def parts(header, width) -> dict:
    """What is seen of it at a width."""
    header.resize(width, header.height())
    QApplication.processEvents()
    all_parts = {
        "title": header.title,
        "switch": switch(header),
        "folded": folded(header),
        "count": header.findChild(QLabel, "count"),
        "help": header.findChild(QToolButton, "explain-depth"),
    }
    return {name: widget for name, widget in all_parts.items() if widget.isVisible()}


def test_where_there_is_little_room_its_parts_give_way_in_turn(header):
    seen = []
    for width in range(500, 60, -1):
        found = list(parts(header, width))
        if not seen or found != seen[-1]:
            seen.append(found)
    assert seen == [
        ["title", "switch", "count", "help"],
        ["title", "folded", "count", "help"],
        ["title", "folded", "help"],
        ["title", "folded"],
        ["folded", "help"],
        ["folded"],
    ]


def test_nothing_that_is_shown_is_cut(header):
    for width in range(400, 130, -7):
        assert all(widget.width() >= widget.sizeHint().width() for widget in parts(header, width).values())


def test_a_pane_may_be_small(header):
    parts(header, 500)
    assert header.minimumSizeHint().width() < 150


@pytest.mark.parametrize("scale", [1.0, LECTURE_SCALE])
def test_all_headers_are_of_one_height(qapp, qtbot, header, scale):
    bare = PaneHeader("loss", "loss")
    qtbot.addWidget(bare)
    apply_theme(qapp, "dark", scale)
    QApplication.processEvents()
    assert bare.sizeHint().height() == header.sizeHint().height() == header.minimumSizeHint().height()


def test_the_folded_switch_offers_the_same_choices(header, qtbot):
    parts(header, 170)
    assert folded(header).text() == "gradient ▾"
    assert folded(header).accessibleName().startswith("depth: gradient")
    actions = folded(header).parent().make_menu().actions()
    assert [action.text() for action in actions] == ["activation", "signal", "gradient"]
    assert [action.isChecked() for action in actions] == [False, False, True]
    with qtbot.waitSignal(switch(header).chosen):
        actions[1].trigger()
    assert (switch(header).key, folded(header).text()) == ("signal", "signal ▾")


def test_the_folded_switch_opens_with_the_keyboard(header, qapp):
    parts(header, 170)
    assert folded(header).focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(folded(header), Qt.Key.Key_Space)
    menu = qapp.activePopupWidget()
    assert menu is not None
    menu.close()


def test_a_choice_made_elsewhere_is_named_too(header):
    switch(header).choose("activation")
    assert folded(header).text() == "activation ▾"


def test_the_title_gives_way_to_the_choices(qapp, qtbot):
    apply_theme(qapp, "dark")
    header, combo = PaneHeader("histogram", "histogram"), LayerCombo("histogram", "The layer that is shown")
    qtbot.addWidget(header)
    header.add_choice(combo)
    combo.show_entries(["all layers"], 0)
    header.show()
    for width, is_shown in ((400, True), (90, False), (400, True)):
        header.resize(width, header.height())
        assert header.title.isHidden() is not is_shown
