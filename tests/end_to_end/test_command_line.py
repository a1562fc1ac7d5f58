"""The program in a process of its own, with the ends that a process can meet."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.contracts.checkout import ROOT
from tests.lessons.examples import claim, write_lesson
from tests.session.examples import ENDLESS, small_spec
from vgdesk.errors import RunFileError
from vgdesk.runs.reader import read_run

_SECONDS = 120
PROGRAM = [sys.executable, "-m", "vgdesk"]
ENDLESS_LESSON = ["train", "circles-4h-sigmoid", "--epochs", "100000"]

posix = pytest.mark.skipif(os.name == "nt", reason="signals and /dev are of POSIX")


def run(*arguments, **options) -> subprocess.CompletedProcess[str]:
    command = [*PROGRAM, *map(str, arguments)]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.run(command, cwd=ROOT, text=True, timeout=_SECONDS, **options)


def start(*arguments) -> subprocess.Popen[str]:
    command = [*PROGRAM, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_samples(path, count: int, process) -> None:
    """Wait until a training has so many samples in its file."""
    deadline = time.monotonic() + _SECONDS
    while not (path.exists() and path.stat().st_size and read_count(path) >= count):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "no samples came"
        time.sleep(0.02)


def read_count(path) -> int:
    try:
        return read_run(path).sample_count
    except RunFileError:  # it is being made
        return 0


@posix
def test_a_training_killed_by_9_leaves_its_run(tmp_path):
    path = tmp_path / "run.vgrun"
    process = start(*ENDLESS_LESSON, "--out", path)
    wait_for_samples(path, 100, process)
    process.kill()
    process.communicate(timeout=_SECONDS)
    kept = read_run(path)
    assert kept.sample_count >= 100
    assert (kept.steps[:3].tolist(), kept.ended) == ([0, 32, 64], None)


@posix
def test_an_interrupted_training_keeps_its_run_and_exits_with_130(tmp_path):
    path = tmp_path / "run.vgrun"
    process = start(*ENDLESS_LESSON, "--out", path, "--json")
    wait_for_samples(path, 1, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=_SECONDS)
    assert (process.returncode, err) == (130, "")
    kept = read_run(path)
    assert (kept.ended.reason, json.loads(out)["epochs"]) == ("stopped", kept.step // 32)


ENDLESS_CHECK = """
import sys
from pathlib import Path
from vgdesk import paths
from vgdesk.cli.commands import run_command
paths.resource = lambda name: Path(sys.argv[1])
sys.exit(run_command(["check", "a", "--jobs", "2"]))
"""


@posix
def test_a_ctrl_c_ends_a_check_and_its_networks_quietly(tmp_path):
    write_lesson(tmp_path, "a", '[variants.endless]\n"training.epochs" = 1000000\n' + claim("loss", at_most=1))
    command = [sys.executable, "-c", ENDLESS_CHECK, str(tmp_path)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, **pipes) as process:
        deadline = time.monotonic() + _SECONDS
        while len(children := networks_of(process)) < 2:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline, "nothing is trained"
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        out, err = process.communicate(timeout=_SECONDS)
    assert (process.returncode, out, err) == (130, "", "")
    assert not [child for child in children if child.is_running()]


def networks_of(process) -> list[psutil.Process]:
    """The processes that train for a check."""
    children = psutil.Process(process.pid).children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


LOADED = """
import contextlib, io, json, sys
from vgdesk.cli.commands import run_command
for arguments in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        assert run_command(arguments) == 0
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules} & {
        "torch", "sklearn", "PySide6", "shiboken6", "pyqtgraph", "superqt", "qtawesome",
        "matplotlib", "numpy", "pydantic",
    })))
"""


def loaded(*commands) -> list[list[str]]:
    """Which large packages are imported after each of some commands of one process."""
    texts = [[str(word) for word in command] for command in commands]
    command = [sys.executable, "-c", LOADED, json.dumps(texts)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=_SECONDS, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_command_imports_what_it_needs_and_never_qt(tmp_path):
    path, spec = tmp_path / "a.vgrun", tmp_path / "a.json"
    spec.write_text(small_spec().to_json())
    assert loaded(["train", spec, "--out", path]) == [["numpy", "pydantic", "sklearn", "torch"]]
    reading = ["numpy", "pydantic"]
    wanted = {  # in the order of what they need: nothing that one imports hides what a later one does
        ("--help",): [],
        ("--version",): [],
        ("lessons",): reading,
        ("check", "circles-1h-relu", "--nets", "1"): reading,
        ("export", path, "--csv", tmp_path / "a.csv"): reading,
        ("export", path, "--png", tmp_path / "a.png", "--size", "200x200"): ["matplotlib", *reading],
    }
    assert loaded(*wanted) == list(wanted.values())


@posix
@pytest.mark.parametrize("arguments", [["--version"], ["lessons", "--json"]])
def test_output_that_nobody_reads_is_no_fault(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        done = run(*arguments, stdout=pipe)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is of Linux")
@pytest.mark.parametrize(
    ("arguments", "buffered"),
    [(["--help"], True), (["--version"], False), (["lessons"], False), (["lessons", "--json"], True)],
)
def test_output_that_cannot_be_written_is_told_in_one_line(monkeypatch, arguments, buffered):
    monkeypatch.setenv("PYTHONUNBUFFERED", "" if buffered else "1")
    with Path("/dev/full").open("w") as full:
        done = run(*arguments, stdout=full)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "cannot write the output: No space left" in done.stderr


@posix
def test_a_result_that_cannot_be_told_is_still_recorded(tmp_path):
    spec, path = tmp_path / "a.json", tmp_path / "a.vgrun"
    spec.write_text(small_spec().to_json())
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        done = run("train", spec, "--out", path, stdout=pipe)
    assert (done.returncode, done.stderr) == (0, "")
    assert read_run(path).ended.reason == "finished"


@posix
def test_a_program_without_a_console_trains(tmp_path):
    spec, path = tmp_path / "a.json", tmp_path / "a.vgrun"
    spec.write_text(small_spec().to_json())
    done = run_closed(">&- 2>&-", "train", spec, "--out", path)
    assert done.returncode == 0
    assert read_run(path).ended.reason == "finished"


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_program_without_one_of_its_outputs_works(closed):
    done = run_closed(closed, "lessons")
    assert (done.returncode, done.stderr) == (0, b"")
    assert bool(done.stdout) is (closed == "2>&-")


def run_closed(closed, *arguments) -> subprocess.CompletedProcess[bytes]:
    """Run the program with some of its outputs closed, as the shell writes that."""
    command = ["sh", "-c", f'exec "$0" -m vgdesk "$@" {closed}', sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=_SECONDS)


@posix
def test_a_mistake_that_cannot_be_told_is_still_a_mistake():
    done = run_closed("2>&-", "train", "nonsense")
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


def test_odd_letters_are_printed_whatever_the_terminal_knows(tmp_path, monkeypatch):
    spec = tmp_path / "spec.json"
    spec.write_text(small_spec("größe").to_json())
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = run("train", spec, "--out", tmp_path / "größe.vgrun")
    assert (done.returncode, done.stderr) == (0, "")
    assert "gr\\xf6\\xdfe.vgrun" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_the_window_is_refused_in_one_line(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = run()
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "vgdesk train circles-4h-sigmoid" in done.stderr


def test_epochs_without_end_are_the_limit(tmp_path):
    done = run("train", "circles-1h-relu", "--epochs", ENDLESS + 1)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
