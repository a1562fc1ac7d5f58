import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from vgdesk.ui.cover import Cover, Mask
from vgdesk.ui.theme import current_theme


def covers(desk) -> list[Cover]:
    return desk.window.findChildren(Cover)


@pytest.mark.parametrize("way", ["key", "menu"])
def test_m_hides_every_pane_and_shows_them_again(desk, way):
    desk.finish()
    turn = (lambda: desk.press("M")) if way == "key" else (lambda: desk.choose("action-mask"))
    turn()
    (cover,) = covers(desk)
    assert cover.isVisible()
    assert cover.geometry() == desk.window.dashboard.rect()
    picture = desk.window.dashboard.grab().toImage()
    assert picture.pixelColor(9, 9).name() == current_theme().ground
    assert "What will happen?" in cover.accessibleName()
    assert not desk.find("status-scores").isVisible()
    turn()
    desk.settle()
    assert [cover for cover in covers(desk) if cover.isVisible()] == []
    assert desk.find("status-scores").isVisible()


def test_the_training_goes_on_beneath(desk):
    desk.press("M")
    desk.train(4)
    assert desk.session.lanes[0].history.sample_count == 4
    assert covers(desk)[0].isVisible()
    desk.press("M")
    assert [pane.frame.sample_count for row in desk.rows for pane in row.panes if pane.frame] == [4] * 2


def test_a_pane_that_floats_is_hidden_too_whenever_it_comes(desk):
    loss, accuracy = desk.find("dock-loss"), desk.find("dock-accuracy")
    loss.setFloating(True)
    desk.press("M")
    assert len(covers(desk)) == 2
    accuracy.setFloating(True)
    accuracy.show()
    desk.window.pane_mask.cover_new()
    assert len(covers(desk)) == 3
    loss.setFloating(False)
    accuracy.setFloating(False)


def test_nothing_beneath_is_clicked(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    clicks = []
    button = QPushButton(host)
    button.clicked.connect(lambda: clicks.append(1))
    host.resize(200, 100)
    host.show()
    cover = Cover(host, "M shows it")
    QTest.mouseClick(host.childAt(5, 5), Qt.MouseButton.LeftButton)
    QTest.mouseDClick(host.childAt(5, 5), Qt.MouseButton.LeftButton)
    assert clicks == []
    host.resize(300, 150)
    assert cover.size() == host.size()


def test_what_was_revealed_is_covered_again(qtbot):
    picture = QWidget()
    qtbot.addWidget(picture)
    picture.show()
    mask = Mask(lambda: [picture], "M shows it", picture)
    for is_on in (True, False, True):
        mask.set_on(is_on)
        assert any(cover.isVisible() for cover in picture.findChildren(Cover)) is is_on
