import json
import sys
from pathlib import Path

import pytest

from vgdesk.session import fetching
from vgdesk.session.fetching import Fetching, command

HANG = 'import sys; print(\'{"state": "connecting", "bytes": 0}\', flush=True); input()'
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {HANG}"


class Listener:
    """What a download said."""

    def __init__(self, source):
        self.said = []
        source.progressed.connect(lambda progress: self.said.append((progress.stage, progress.done)))
        source.done.connect(lambda file: self.said.append(("done", file)))
        source.failed.connect(lambda message: self.said.append(("failed", message)))
        source.cancelled.connect(lambda: self.said.append(("cancelled",)))


@pytest.fixture
def download(qapp, monkeypatch):
    """A download by a Python that runs a test's code in place of the command."""
    source = Fetching()
    source.listener = Listener(source)

    def start(code):
        monkeypatch.setattr(fetching, "command", lambda kind, folder: ["-c", code])
        source.start("mnist", Path("folder"))
        return source

    yield start
    source.close()
    assert not source.is_running


def test_the_command_is_that_of_the_command_line(tmp_path):
    words = ["-m", "vgdesk", "fetch", "fashion_mnist", "--data-dir", str(tmp_path), "--json"]
    assert command("fashion_mnist", tmp_path) == words


def test_progress_is_told_and_the_file_at_the_end(download, until):
    lines = [
        {"state": "connecting", "bytes": 0},
        {"state": "downloading", "bytes": 3_000_000_000},
        {"state": "done", "file": "/data/mnist.npz"},
    ]
    source = download("; ".join(f"print({json.dumps(line)!r})" for line in lines))
    until(lambda: not source.is_running)
    expected = [("connecting", 0), ("downloading", 3_000_000_000), ("done", "/data/mnist.npz")]
    assert source.listener.said == expected


def test_a_failure_is_told_in_its_own_words(download, until):
    source = download("import sys; sys.stderr.write('noise\\nvgdesk: no connection\\n'); sys.exit(2)")
    until(lambda: not source.is_running)
    assert source.listener.said == [("failed", "no connection")]


@pytest.mark.parametrize("code", ["import sys; sys.exit(3)", "import os; os.abort()"])
def test_a_download_that_dies_without_a_word_is_told(download, until, code):
    source = download(code)
    until(lambda: not source.is_running)
    ((state, message),) = source.listener.said
    assert state == "failed"
    assert "the download exited unexpectedly" in message


@pytest.fixture
def impatient(monkeypatch):
    """A download that is made after this is killed soon."""
    monkeypatch.setattr(fetching, "_TERM_MILLISECONDS", 50)


@pytest.mark.parametrize("code", [HANG, STUBBORN])
def test_a_download_is_cancelled_even_if_it_does_not_listen(impatient, download, until, code):
    source = download(code)
    until(lambda: bool(source.listener.said))
    source.cancel()
    until(lambda: not source.is_running)
    assert source.listener.said == [("connecting", 0), ("cancelled",)]


def test_one_download_at_a_time_and_another_after_it(download, until):
    source = download(HANG)
    until(lambda: bool(source.listener.said))
    download("raise SystemExit('second')")
    source.cancel()
    until(lambda: not source.is_running)
    download("raise SystemExit('third')")
    until(lambda: not source.is_running)
    assert source.listener.said == [("connecting", 0), ("cancelled",), ("failed", "third")]


def test_a_cancel_without_a_download_is_nothing(qapp):
    source = Fetching()
    listener = Listener(source)
    source.cancel()
    source.close()
    assert listener.said == []


def test_closing_ends_it_at_once_without_a_word(download, until):
    source = download(STUBBORN)
    until(lambda: bool(source.listener.said))
    source.close()
    assert not source.is_running
    assert source.listener.said == [("connecting", 0)]


def test_a_python_that_is_not_there_is_told(qapp, monkeypatch, until, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    source = Fetching()
    listener = Listener(source)
    source.start("mnist", tmp_path)
    until(lambda: bool(listener.said))
    ((state, message),) = listener.said
    assert state == "failed"
    assert message.startswith("the download cannot be started")


def test_the_real_command_ends_with_the_file_that_is_there(qapp, until, tmp_path):
    (tmp_path / "mnist.npz").touch()
    source = Fetching()
    listener = Listener(source)
    source.start("mnist", tmp_path)
    until(lambda: not source.is_running)
    assert listener.said == [("done", str(tmp_path / "mnist.npz"))]


def test_a_download_that_fails_after_one_that_went_well_is_told(download, until):
    line = json.dumps({"state": "done", "file": "/data/mnist.npz"})
    source = download(f"print({line!r})")
    until(lambda: not source.is_running)
    download("raise SystemExit('no connection')")
    until(lambda: not source.is_running)
    assert source.listener.said == [("done", "/data/mnist.npz"), ("failed", "no connection")]
