"""The lesson on the screen, or what is there in its place."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.lessons.catalog import Lesson, lanes_of
from vgdesk.session.session import Session


class CurrentLesson(QObject):
    """Loads lessons into a session and remembers which one is there.

    Args:
        session: whose lanes are replaced.
        parent: of this object.

    Attributes:
        lesson: None where the lanes are of no lesson.
        title: of the lesson, names of the opened runs, or empty.
        keeps_layout: whether the panes stay where they are, whatever the lesson says.

    Signals:
        changed: another lesson is there, or none.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None):
        super().__init__(parent)
        self._session = session
        self.lesson: Lesson | None = None
        self.title = ""
        self.keeps_layout = False
        session.runs_opened.connect(self._show_runs)

    def load(self, lesson: Lesson, *, keeps_layout: bool = False) -> None:
        """Show a lesson with the lanes of its race.

        Raises:
            VgdeskError: a race is under way.
        """
        self._session.load(lanes_of(lesson), f"open {lesson.id}")
        self.show(lesson.title, lesson, keeps_layout=keeps_layout)

    def start_new(self) -> None:
        """Show one small network instead.

        Raises:
            VgdeskError: a race is under way.
        """
        self._session.load([ExperimentSpec()], "new")
        self.show("", None, keeps_layout=True)

    @Slot(object)
    def _show_runs(self, paths: Sequence[Path]) -> None:
        self.show(", ".join(path.name for path in paths), None, keeps_layout=True)

    def show(self, title: str, lesson: Lesson | None, *, keeps_layout: bool) -> None:
        """Have a title, and a lesson whose lanes are there already."""
        self.title, self.lesson, self.keeps_layout = title, lesson, keeps_layout
        self.changed.emit()
