"""Checks the claims of a lesson in the background."""

from contextlib import closing
from functools import partial

from vgdesk.checking.check import CheckedLesson, Progress, check_lessons
from vgdesk.lessons.catalog import Lesson
from vgdesk.session.job import JobProgress, Report, ThreadJob


class LessonCheck(ThreadJob):
    """Trains networks for the claims of a lesson; the result is a ``CheckedLesson``, progress counts networks."""

    name = "the check"

    def start(self, lesson: Lesson, nets: int = 5) -> None:
        """Train ``nets`` networks for each claim of a lesson; does nothing while another check is under way."""
        if not self.is_running:
            self.run(partial(_check, lesson, nets))


def _check(lesson: Lesson, nets: int, report: Report) -> CheckedLesson:
    """The training itself is done in processes of its own, which end when the generator is closed."""
    with closing(check_lessons([lesson], nets)) as news:
        for item in news:
            if not isinstance(item, Progress):
                return item
            report(JobProgress(item.done, item.total))
    raise AssertionError("a check ends with its lesson")
