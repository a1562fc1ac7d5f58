from PySide6.QtWidgets import QDialog, QLabel, QWidget

from vgdesk.checking.check import CheckedClaim, CheckedLesson
from vgdesk.lessons.catalog import find_lesson
from vgdesk.lessons.claims import Claim
from vgdesk.ui.dialogs.claims import show_claims


def test_what_fails_is_red_and_what_holds_is_green(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    claim = Claim(text="accuracy", figure="accuracy", at_least=0.8)
    checked = tuple(CheckedClaim(claim, claim.bounds(), figures) for figures in ((0.9, 0.8), (0.5, 0.7)))
    show_claims(window, CheckedLesson(find_lesson("circles-1h-relu"), checked, 1.0))
    dialog = window.findChild(QDialog, "claims-dialog")
    roles = {label.text(): label.property("role") for label in dialog.findChildren(QLabel)}
    assert (roles["holds"], roles["fails"]) == ("ok", "bad")
    dialog.reject()
