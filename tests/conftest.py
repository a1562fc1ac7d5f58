"""What every test runs under: no screen, one thread, a home of its own, and nothing left behind."""

import logging
import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.leftovers import leftovers, wait_for_leftovers
from vgdesk.experiment.read_once import leave_reading_to

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

_PATIENCE_MILLISECONDS = 60_000
_WAITS = ("waitUntil", "waitSignal", "waitSignals", "waitActive", "waitExposed")
_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Note for the guards that a test failed by itself: its traceback still holds what it made."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or call.excinfo is not None
    return report


@pytest.fixture(autouse=True, scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home for fixtures that outlive a test: no test touches the user's own runs and settings."""
    folder = tmp_path_factory.mktemp("shared-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VGDESK_HOME", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that ``VGDESK_HOME`` names during this test; fresh and empty."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("VGDESK_HOME", str(folder))
    monkeypatch.setenv("VGDESK_DATA_DIR", "")
    leave_reading_to(None)  # a window that tests share leaves it to its own thread
    return folder


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest, home: Path) -> Iterator[None]:
    """Fail a test that leaves a thread, a child process, an active QTimer or a top-level widget behind."""
    before = leftovers()
    yield
    if request.node.stash.get(_FAILED, False):
        return
    found = wait_for_leftovers(before)
    if found:
        pytest.fail("left behind: " + ", ".join(found), pytrace=False)


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest, nothing_left_behind: None) -> Iterator[None]:
    """Fail a test whose warnings in vgdesk's log are not the ones that ``expect_log`` names."""
    logger = logging.getLogger("vgdesk")
    handlers, level = list(logger.handlers), logger.level
    keeper = _Keeper(logging.WARNING)
    logger.addHandler(keeper)
    yield
    for handler in [handler for handler in logger.handlers if handler not in handlers]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)
    if not request.node.stash.get(_FAILED, False):
        _check_log(request.node, keeper.lines)


@pytest.fixture
def qtbot(qtbot):
    """One that waits as long as a machine with much else to do may need: no test fails for time."""
    for name in _WAITS:
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=_PATIENCE_MILLISECONDS))
    return qtbot


class _Keeper(logging.Handler):
    """Keeps what was logged."""

    def __init__(self, level: int):
        super().__init__(level)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def _check_log(item: pytest.Item, lines: list[str]) -> None:
    patterns = [pattern for marker in item.iter_markers("expect_log") for pattern in marker.args]
    unexpected = [line for line in lines if not any(re.search(pattern, line) for pattern in patterns)]
    missing = [pattern for pattern in patterns if not any(re.search(pattern, line) for line in lines)]
    if unexpected:
        pytest.fail("unexpected in the log: " + "; ".join(unexpected), pytrace=False)
    if missing:
        pytest.fail("expected in the log, not found: " + "; ".join(missing), pytrace=False)
