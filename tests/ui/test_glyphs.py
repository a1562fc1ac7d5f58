import pytest
from PySide6.QtGui import QAction

from vgdesk.ui.glyphs import TransportButton
from vgdesk.ui.theme import apply_theme

SIGNS = ("play", "pause", "stop", "step", "replay", "hold")


@pytest.fixture
def dress(qapp):
    return lambda *how: apply_theme(qapp, *how or ("dark",))


def picture(qtbot, qapp, sign, enabled=True):
    action = QAction("&Train", qapp)
    button = TransportButton(action, sign)
    qtbot.addWidget(button)
    action.setEnabled(enabled)
    button.resize(button.sizeHint())
    return button.grab().toImage()


def test_every_sign_looks_different(qtbot, qapp, dress):
    dress()
    pictures = [picture(qtbot, qapp, sign) for sign in SIGNS]
    assert all(one != other for number, one in enumerate(pictures) for other in pictures[number + 1 :])


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_a_sign_follows_the_theme_and_whether_it_can_be_pressed(qtbot, qapp, dress, sign):
    dress()
    dark = picture(qtbot, qapp, sign)
    assert dark != picture(qtbot, qapp, sign, enabled=False)
    dress("light")
    assert dark != picture(qtbot, qapp, sign)
    dress("light", 2.0)
    assert picture(qtbot, qapp, sign).width() == 2 * dark.width()
    dress()


def test_another_sign_can_be_given(qtbot, qapp):
    apply_theme(qapp, "dark")
    button = TransportButton(QAction("&Train", qapp), "play")
    qtbot.addWidget(button)
    before = button.grab().toImage()
    button.set_icon("pause")
    assert button.grab().toImage() != before
