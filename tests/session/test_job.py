"""What holds for every job, whatever it does and wherever it runs."""

import threading

import pytest

from tests.runs.examples import example_history, record
from tests.session.examples import small_spec
from vgdesk.errors import RunFileError, VgdeskError
from vgdesk.export.formats import format_named
from vgdesk.lessons.catalog import first_lesson
from vgdesk.session import exporting, fetching, lesson_check, rewinding, run_files
from vgdesk.session.exporting import Exporting
from vgdesk.session.fetching import Fetching
from vgdesk.session.job import JobPlace, JobProgress, ThreadJob
from vgdesk.session.lesson_check import LessonCheck
from vgdesk.session.rewinding import Rewinding
from vgdesk.session.run_files import RunReading, RunSaving

HANG = 'import time; print(\'{"state": "connecting", "bytes": 3}\', flush=True); time.sleep(60)'
FAIL = "raise SystemExit('oh')"


class Gate:
    """Work in a thread that a test holds: it reports until it is let go."""

    def __init__(self, result=None, error: Exception | None = None):
        self.result, self.error, self.open = result, error, threading.Event()

    def __call__(self, *given):
        while not self.open.wait(0.005):
            given[-1](JobProgress(3, 10, "at it"))
        if self.error is not None:
            raise self.error
        return self.result


def start_check(job, gate, monkeypatch):
    monkeypatch.setattr(lesson_check, "_check", gate)
    job.start(first_lesson())


def start_reading(job, gate, monkeypatch):
    monkeypatch.setattr(run_files, "_read", gate)
    job.start(["a.vgrun"])


def start_saving(job, gate, monkeypatch):
    monkeypatch.setattr(run_files, "_copy", gate)
    job.start("a.vgrun", "b.vgrun")


def start_exporting(job, gate, monkeypatch):
    monkeypatch.setattr(exporting, "_write", gate)
    job.start([], "a.csv", format_named("csv"))


def start_rewinding(job, gate, monkeypatch):
    monkeypatch.setattr(rewinding, "_run", gate)
    job.start([])


def start_fetching(job, gate, monkeypatch):
    code = FAIL if gate.error else HANG
    monkeypatch.setattr(fetching, "command", lambda kind, folder: ["-c", code])
    job.start("mnist", "folder")


KINDS = {
    Exporting: (start_exporting, JobPlace.THREAD),
    LessonCheck: (start_check, JobPlace.THREAD),
    Rewinding: (start_rewinding, JobPlace.THREAD),
    RunReading: (start_reading, JobPlace.THREAD),
    RunSaving: (start_saving, JobPlace.THREAD),
    Fetching: (start_fetching, JobPlace.PROCESS),
}


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def job(request, qapp, monkeypatch):
    """One of each kind, with what it emitted in order, and a way to start it."""
    made = request.param()
    made.said, made.progress = [], []
    made.progressed.connect(made.progress.append)
    made.done.connect(lambda result: made.said.append("done"))
    made.failed.connect(made.said.append)
    made.cancelled.connect(lambda: made.said.append("cancelled"))
    made.ended.connect(lambda: made.said.append("ended"))
    made.begin = lambda gate: KINDS[request.param][0](made, gate, monkeypatch)
    yield made
    made.close()


def test_a_job_says_who_it_is_and_where_it_runs(job):
    assert job.place is KINDS[type(job)][1]
    assert job.name.startswith("the ")
    assert "wait for" in job.busy
    job.cancel()
    assert not job.is_running
    assert job.said == []


def test_a_cancelled_job_ends_once_and_another_may_follow(job, until):
    for count in (1, 2):
        job.begin(Gate())
        until(lambda: bool(job.progress))
        assert job.is_running
        assert job.progress[0].done == 3
        with pytest.raises(VgdeskError, match="wait for"):
            job.refuse_second()
        job.cancel()
        until(lambda: not job.is_running)
        assert job.said == ["cancelled", "ended"] * count
        job.progress.clear()


def test_a_failure_is_told_once(job, until):
    gate = Gate(error=RunFileError("oh"))
    gate.open.set()
    job.begin(gate)
    until(lambda: "ended" in job.said)
    assert job.said == ["oh", "ended"]
    assert not job.is_running


def test_a_closed_job_is_silent(job, until):
    job.begin(Gate())
    until(lambda: bool(job.progress))
    job.close()
    assert job.said == []


class Plain(ThreadJob):
    """Has a name."""

    name = "the work"


def test_work_in_a_thread_gives_its_result_and_any_error_is_told_with_its_kind(qapp, until):
    job, said = Plain(), []
    job.done.connect(said.append)
    job.failed.connect(said.append)
    threads = []
    job.run(lambda report: threads.append(threading.current_thread()) or 7)
    until(lambda: not job.is_running)
    job.run(lambda report: 1 / 0)
    until(lambda: not job.is_running)
    assert said == [7, "the work failed: ZeroDivisionError: division by zero"]
    assert threads[0] is not threading.main_thread()


@pytest.fixture
def files(tmp_path):
    """Two run files of three chunks each."""
    made = []
    for name in "ab":
        history = example_history(150)
        object.__setattr__(history.started, "spec_json", small_spec(name).to_json())
        record(history, tmp_path / f"{name}.vgrun")
        made.append(tmp_path / f"{name}.vgrun")
    return made


def test_reading_tells_its_share_of_all_files_and_leaves_the_window_alive(session, until, files):
    shares, turns = [], []
    session.reading.progressed.connect(
        lambda progress: shares.append((progress.done / progress.total, progress.stage))
    )
    session.open_runs(files)
    assert session.lanes[0].name == "sigmoid"
    with pytest.raises(VgdeskError, match="being opened already"):
        session.open_runs(files)
    until(lambda: turns.append(1) or not session.reading.is_running)
    assert [lane.name for lane in session.lanes] == ["a", "b"]
    assert len(shares) > 4
    assert shares == sorted(shares)
    assert {stage for _, stage in shares} == {"a.vgrun", "b.vgrun"}
    assert shares[-1][0] == pytest.approx(1.0, abs=0.01)


def test_an_opened_run_is_judged_in_the_background(session, until, files, monkeypatch):
    threads: list[int] = []
    monkeypatch.setattr(run_files, "follow_course", lambda history: threads.append(threading.get_ident()))
    session.open_runs(files)
    until(lambda: not session.reading.is_running)
    assert len(threads) == len(files)
    assert threading.get_ident() not in threads


def test_a_cancelled_opening_changes_nothing_and_says_nothing(session, until, files, monkeypatch):
    lanes = list(session.lanes)
    gate = Gate()
    monkeypatch.setattr(run_files, "read_run", lambda path, watch: gate(lambda progress: watch(0.5)))
    session.open_runs(files)
    session.reading.cancel()
    until(lambda: not session.reading.is_running)
    assert (session.lanes, session.said) == (lanes, [])


def test_a_race_that_began_meanwhile_keeps_its_lanes(session, until, files, monkeypatch):
    gate, read = Gate(), run_files.read_run
    monkeypatch.setattr(run_files, "read_run", lambda path, watch: gate(lambda progress: watch(0.5)) or read(path))
    waiting: list = []
    session.runs_waiting.connect(waiting.append)
    session.open_runs(files)
    session.start()
    gate.open.set()
    until(lambda: not session.reading.is_running)
    assert [lane.name for lane in session.lanes] == ["sigmoid", "relu"]
    assert [opened.paths for opened in waiting] == [tuple(files)]
