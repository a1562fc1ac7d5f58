import threading

import pytest

from vgdesk.errors import DataError
from vgdesk.experiment.read_once import ReadOnce, UnreadError, report_share
from vgdesk.session.file_reading import FileReading

FILE = (("folder/table.csv", 1, 10),)


class Reader:
    """Reads, and remembers what and where, as soon as the gate is open."""

    def __init__(self):
        self.choices, self.threads = [], set()
        self.error: Exception | None = None
        self.gate = threading.Event()

    def __call__(self, _, choices):
        self.choices.append(choices)
        self.threads.add(threading.get_ident())
        while not self.gate.wait(0.005):
            report_share(0.5)
        if self.error is not None:
            raise self.error
        return choices


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def shelf(reader):
    return ReadOnce(reader)


@pytest.fixture
def job(qapp):
    made = FileReading()
    made.take_over()
    yield made
    made.close()


def test_every_file_that_is_asked_for_is_read_once_in_another_thread_the_last_one_first(qtbot, job, shelf, reader):
    for choices in ("first", "second", "third", "second"):
        assert isinstance(shelf.find(FILE, choices), UnreadError)
    reader.gate.set()
    qtbot.waitUntil(lambda: not job.is_running)
    assert reader.choices == ["first", "third", "second"]
    assert threading.get_ident() not in reader.threads
    assert shelf.find(FILE, "second") == "second"


def test_what_is_cancelled_is_not_read_before_it_is_wanted_again(qtbot, job, shelf, reader):
    for choices in ("first", "second"):
        shelf.find(FILE, choices)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert "that was cancelled" in str(shelf.find(FILE, "first"))
    assert "that was cancelled" in str(shelf.find(FILE, "second"))
    assert job.was_cancelled
    assert reader.choices == ["first"]
    reader.gate.set()
    job.retry()
    qtbot.waitUntil(lambda: not job.is_running)
    assert (shelf.find(FILE, "first"), shelf.find(FILE, "second"), job.was_cancelled) == ("first", "second", False)


def test_a_reader_that_fails_is_not_asked_again_and_again(qtbot, job, shelf, reader):
    reader.error = RuntimeError("oh")
    reader.gate.set()
    with qtbot.waitSignal(job.failed):
        shelf.find(FILE)
    found = shelf.find(FILE)
    assert isinstance(found, DataError)
    assert "RuntimeError: oh" in str(found)
    assert len(reader.choices) == 1


def test_a_large_file_is_read_by_a_process(qtbot, job, monkeypatch):
    used = []
    monkeypatch.setattr(
        "vgdesk.session.file_reading.read_in_process", lambda reading, report: used.append(reading.size)
    )
    shelf = ReadOnce(lambda path, choices: "read here")
    with qtbot.waitSignal(job.done):
        shelf.find((("large.csv", 1, 2**19),))
    with qtbot.waitSignal(job.done):
        shelf.find((("small.csv", 1, 2**17),))
    assert used == [2**19]


def test_after_closing_files_are_read_where_they_are_asked_for(qtbot, job, shelf, reader):
    shelf.find(FILE, "here")
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    job.close()
    reader.gate.set()
    assert shelf.find(FILE, "here") == "here"
    assert threading.get_ident() in reader.threads
