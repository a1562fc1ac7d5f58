import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from vgdesk.checking.check import CheckedClaim, CheckedLesson
from vgdesk.lessons.catalog import find_lesson
from vgdesk.lessons.claims import Claim
from vgdesk.session.job import JobProgress
from vgdesk.ui.claims_badge import ClaimsBadge
from vgdesk.ui.theme import apply_theme

CLAIMS = (
    Claim(text="accuracy of at least 0.8", figure="accuracy", at_least=0.8),
    Claim(text="a loss <i>of</i> at most 0.1", figure="loss", at_most=0.1, variant="relu"),
)


class PlayedCheck(QObject):
    """A check that a test plays."""

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self):
        super().__init__()
        self.is_running = False
        self.started = []

    def start(self, lesson):
        self.is_running = True
        self.started.append(lesson.id)

    def cancel(self):
        if self.is_running:
            self.is_running = False
            self.cancelled.emit()

    def end(self, signal, *values):
        self.is_running = False
        signal.emit(*values)


@pytest.fixture
def lesson():
    return find_lesson("circles-4h-sigmoid").model_copy(update={"claims": CLAIMS})


@pytest.fixture
def badge(qtbot, qapp, lesson):
    apply_theme(qapp, "dark")
    window = QWidget()
    check = PlayedCheck()
    badge = ClaimsBadge(check, window)
    qtbot.addWidget(window)
    badge.show_lesson(lesson)
    window.show()
    badge.check, badge.home = check, window
    return badge


def result(lesson, *figures):
    claims = zip(CLAIMS, figures, strict=True)
    return CheckedLesson(lesson, tuple(CheckedClaim(claim, claim.bounds(), found) for claim, found in claims), 1.0)


def click(badge):
    QTest.mouseClick(badge, Qt.MouseButton.LeftButton)


def test_a_click_checks_the_lesson_and_another_ends_the_check(badge, lesson):
    assert badge.text() == "check claims"
    click(badge)
    assert badge.check.started == [lesson.id]
    badge.check.progressed.emit(JobProgress(3, 10))
    assert badge.text() == "checking 3 of 10"
    click(badge)
    assert not badge.check.is_running
    assert badge.text() == "check claims"


@pytest.mark.parametrize(
    ("losses", "text", "verdict"),
    [
        ((0.05, 0.01, 0.02), "all 2 claims hold", "ok"),
        ((0.05, 0.01, 0.2), "claims hold: 2 of 3 (expected 2 or 3)", "ok"),
        ((0.5, 0.01, 0.2), "1 of 2 claims fail: 1 of 3 (expected 2 or 3)", "bad"),
    ],
)
def test_the_result_is_worn_and_a_click_shows_it(badge, lesson, losses, text, verdict):
    click(badge)
    badge.check.end(badge.check.done, result(lesson, (0.9, 0.95, 0.85), losses))
    assert (badge.text(), badge.property("verdict")) == (text, verdict)
    click(badge)
    dialog = badge.window().findChild(QDialog, "claims-dialog")
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "accuracy of at least 0.8" in said
    assert "0.900" in said
    assert "≥ 0.8" in said
    assert "3 of 3 (expected 2 or 3)" in said
    assert any("&lt;i&gt;" in text for text in said)
    assert badge.check.started == [lesson.id]
    dialog.reject()


def test_a_failure_says_why(badge):
    click(badge)
    badge.check.end(badge.check.failed, "no memory")
    assert (badge.text(), badge.toolTip(), badge.property("verdict")) == ("check failed", "no memory", "bad")


def test_another_lesson_begins_anew(badge, lesson):
    click(badge)
    other = find_lesson("circles-1h-relu").model_copy(update={"claims": CLAIMS})
    badge.show_lesson(other)
    assert not badge.check.is_running
    badge.check.end(badge.check.done, result(lesson, (0.9,), (0.05,)))
    assert badge.text() == "check claims"
    badge.show_lesson(None)
    assert badge.isHidden()
