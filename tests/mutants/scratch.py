"""A copy of the checkout to plant faults in, and pytest within it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import Mutant, forget_compiled

ROOT = Path(__file__).resolve().parents[2]
_OF_THE_SUITE = ("tests", "pyproject.toml")
_LOOK_SECONDS = 0.05
_REPORTER = '''"""Writes down which tests failed."""
import os

def note(report):
    if report.failed:
        with open(os.environ["FAILED_TESTS"], "a", encoding="utf-8") as file:
            file.write(report.nodeid + "\\n")

pytest_runtest_logreport = pytest_collectreport = note
'''


@dataclass(frozen=True)
class Outcome:
    """How a run of pytest ended.

    Attributes:
        status: exit status; None when it ran out of time.
        failed: ids of the tests that failed.
        seconds: by the clock.
        cpu_seconds: of all processes.
        tail: the end of what it printed.
    """

    status: int | None
    failed: tuple[str, ...]
    seconds: float
    cpu_seconds: float
    tail: str

    @property
    def passed(self) -> bool:
        """Whether nothing failed; without any test, too."""
        return self.status in (0, 5)


class Scratch:
    """A copy of a checkout with the tests of another.

    Attributes:
        path: of the copy.
    """

    def __init__(self, suite: Path, folder: Path):
        self.path = folder / "checkout"
        self._plugins = folder / "plugins"
        self._folder = folder
        self._originals: dict[Path, bytes] = {}
        for root, is_suite in ((ROOT, False), (suite, True)):
            for name in _list_files(root):
                if name.startswith(_OF_THE_SUITE) is is_suite and (root / name).is_file():
                    target = self.path / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(root / name, target)
        self._plugins.mkdir(exist_ok=True)
        folder.parent.chmod(0o755)  # some tests become a user without rights
        (self._plugins / "failed_tests.py").write_text(_REPORTER)

    def plant(self, mutant: Mutant) -> None:
        """Put a fault in; ``reset`` takes it out again."""
        path = self.path / mutant.file
        self._originals.setdefault(path, path.read_bytes())
        mutant.plant(self.path)

    def reset(self) -> None:
        """Take every fault out again."""
        for path, content in self._originals.items():
            path.write_bytes(content)
            forget_compiled(path)
        self._originals.clear()

    def run(self, tests: list[str], timeout: float, options: tuple[str, ...] = (), is_whole: bool = False) -> Outcome:
        """Run some tests up to the first that fails; a run that takes too long is killed with its processes.

        Args:
            tests: files, or ids of single tests.
            timeout: seconds.
            options: further ones of pytest.
            is_whole: whether to go on after a failure.
        """
        command = [sys.executable, "-m", "pytest", "--tb=line", "-p", "no:randomly", "-p", "failed_tests"]
        command += [] if is_whole else ["-x"]
        with tempfile.TemporaryDirectory(dir=self._folder) as temporary:
            failed, printed = Path(temporary) / "failed", Path(temporary) / "printed"
            failed.touch()
            failed.chmod(0o666)
            Path(temporary).chmod(0o1777)
            began = time.monotonic()
            with printed.open("wb") as output:
                process = subprocess.Popen(
                    [*command, *options, *tests],
                    cwd=self.path,
                    env=self._environment(temporary, failed),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
                status, cpu_seconds = _wait(process, began + timeout)
            ids = tuple(dict.fromkeys(failed.read_text(encoding="utf-8").splitlines()))
            tail = printed.read_text(encoding="utf-8", errors="replace")[-3000:]
        return Outcome(status, ids, time.monotonic() - began, cpu_seconds, tail)

    def _environment(self, temporary: str, failed: Path) -> dict[str, str]:
        return os.environ | {
            "PYTHONPATH": f"{self.path}{os.pathsep}{self._plugins}",
            "OMP_NUM_THREADS": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "TMPDIR": temporary,
            "HYPOTHESIS_STORAGE_DIRECTORY": str(Path(temporary) / "hypothesis"),
            "FAILED_TESTS": str(failed),
        }


def _list_files(checkout: Path) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=checkout, capture_output=True, check=True, text=True)
    return listed.stdout.split("\0")[:-1]


def _wait(process: subprocess.Popen, deadline: float) -> tuple[int | None, float]:
    """Exit status, None if it had to be killed, and the CPU seconds of it and all that it waited for."""
    is_late = False
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            _kill_all(process.pid)
            return None if is_late else process.returncode, usage.ru_utime + usage.ru_stime
        if time.monotonic() > deadline:
            is_late = True
            _kill_all(process.pid)
        time.sleep(_LOOK_SECONDS)


def _kill_all(group: int) -> None:
    """Kill what is left of a process group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
