"""The badge of a lesson: whether what it claims holds for newly trained networks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from vgdesk.checking.check import CheckedLesson
from vgdesk.lessons.catalog import Lesson
from vgdesk.session.job import JobProgress
from vgdesk.session.lesson_check import LessonCheck
from vgdesk.ui.dialogs.claims import show_claims
from vgdesk.ui.named import set_style_property

_ASK = "Train five networks for each claim of this lesson, from other seeds, and see whether it holds:"
_SHOW = "Show the claims"
_TIP_LENGTH = 260  # characters of a tip that fits the smallest screen


class ClaimsBadge(QToolButton):
    """Starts a check, says how far it is, and shows what came of it.

    Args:
        check: what checks.
        parent: of this object.
    """

    def __init__(self, check: LessonCheck, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("claims-badge")
        self.setProperty("role", "key")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._check = check
        self._lesson: Lesson | None = None
        self._result: CheckedLesson | None = None
        self.clicked.connect(self.act)
        check.progressed.connect(self._show_progress)
        check.done.connect(self._show_result)
        check.failed.connect(self._show_failure)
        check.cancelled.connect(self._ask)

    def show_lesson(self, lesson: Lesson | None) -> None:
        """Offer to check a lesson; a check of another one ends."""
        self._check.cancel()
        self._lesson = lesson
        self.setVisible(lesson is not None and bool(lesson.claims))
        self._ask()

    @Slot()
    def act(self) -> None:
        """Begin the check, end the one under way, or show what came of it."""
        if self._check.is_running:
            self._check.cancel()
        elif self._result is not None:
            show_claims(self.window(), self._result)
        elif self._lesson is not None:
            self._say("checking…", "A click ends the check")
            self._check.start(self._lesson)

    @Slot()
    def _ask(self) -> None:
        self._result = None
        claims = self._lesson.claims if self._lesson is not None else ()
        self._say("check claims", _list_claims([claim.text for claim in claims]))

    @Slot(object)
    def _show_progress(self, progress: JobProgress) -> None:
        self._say(f"checking {progress.done} of {progress.total}", "A click ends the check")

    @Slot(object)
    def _show_result(self, result: CheckedLesson) -> None:
        if self._lesson is None or result.lesson.id != self._lesson.id:
            return
        self._result = result
        weakest = result.weakest
        if weakest is None or weakest.count == len(weakest.figures):
            self._say(f"all {len(result.claims)} claims hold", _SHOW, "ok")
            return
        failed = sum(not claim.passed for claim in result.claims)
        verdict = f"{failed} of {len(result.claims)} claims fail" if failed else "claims hold"
        tip = f"The fewest networks, {weakest.text}, satisfy: {weakest.claim.text}\n{_SHOW}"
        self._say(f"{verdict}: {weakest.text}", tip, "bad" if failed else "ok")

    @Slot(str)
    def _show_failure(self, message: str) -> None:
        self._result = None
        self._say("check failed", message, "bad")

    def _say(self, text: str, tip: str, verdict: str = "") -> None:
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(f"Claims: {text}")
        set_style_property(self, "verdict", verdict)


def _list_claims(texts: Sequence[str]) -> str:
    """What a click does, and as many claims as a tip has room for."""
    lines = [_ASK]
    for place, text in enumerate(texts):
        if sum(map(len, lines)) + len(text) > _TIP_LENGTH:
            return "\n".join([*lines, f"and {len(texts) - place} more"])
        lines.append(f"· {text}")
    return "\n".join(lines)
