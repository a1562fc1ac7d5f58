import pytest
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QThread

from tests.lessons.examples import claim, folder, write_lesson  # noqa: F401
from vgdesk.checking import check as checking
from vgdesk.checking.check import CheckedLesson
from vgdesk.checking.networks import Answer
from vgdesk.errors import EngineError
from vgdesk.lessons.catalog import find_lesson
from vgdesk.session.lesson_check import LessonCheck


class Listener:
    """What a check said."""

    def __init__(self, source):
        self.progress, self.ends = [], []
        source.progressed.connect(lambda progress: self.progress.append((progress.done, progress.total)))
        source.done.connect(self.ends.append)
        source.failed.connect(self.ends.append)
        source.cancelled.connect(lambda: self.ends.append("cancelled"))


@pytest.fixture
def lesson(folder):  # noqa: F811
    write_lesson(folder, "made", claim("loss", at_least=0.0) + claim("accuracy", at_least=2.0))
    return find_lesson("made")


@pytest.fixture
def check(qapp):
    source = LessonCheck()
    source.listener = Listener(source)
    yield source
    source.close()


def test_a_check_trains_and_tells_its_progress_and_its_result(check, lesson, qtbot):
    check.start(lesson, nets=2)
    check.start(lesson, nets=2)
    assert check.is_running
    qtbot.waitUntil(lambda: bool(check.listener.ends), timeout=60_000)
    (result,) = check.listener.ends
    assert isinstance(result, CheckedLesson)
    assert [claim.passed for claim in result.claims] == [True, False]
    assert check.listener.progress[-1] == (2, 2)
    assert not check.is_running


def wait_for_end(check):
    deadline = QDeadlineTimer(60_000)
    while not check.listener.ends and not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)


def endless(questions, jobs):
    while True:
        yield None


def broken(questions, jobs):
    yield None
    raise EngineError("the process died")


def clumsy(questions, jobs):
    yield Answer
    raise ZeroDivisionError("oh")


def test_a_check_can_be_cancelled_and_another_follow(check, lesson, until, monkeypatch):
    monkeypatch.setattr(checking, "answer_all", endless)
    for _ in range(2):
        check.start(lesson)
        until(lambda: bool(check.listener.progress))
        check.cancel()
        until(lambda: not check.is_running)
    assert check.listener.ends == ["cancelled", "cancelled"]


@pytest.mark.parametrize(
    ("answers", "words"), [(broken, "the process died"), (clumsy, "the check failed: TypeError")]
)
def test_a_failure_is_told(check, lesson, monkeypatch, answers, words):
    monkeypatch.setattr(checking, "answer_all", answers)
    check.start(lesson)
    wait_for_end(check)
    assert check.listener.ends[0].startswith(words)


def test_closing_ends_a_check_without_a_word(check, lesson, until, monkeypatch):
    monkeypatch.setattr(checking, "answer_all", endless)
    check.start(lesson)
    until(lambda: bool(check.listener.progress))
    check.close()
    assert check.listener.ends == []
    assert all(thread.isFinished() for thread in check.findChildren(QThread))
