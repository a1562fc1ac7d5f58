"""Windows to work with, and answers to what they ask."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.leftovers import leftovers, wait_for_leftovers
from tests.ui.desk import Desk, make_played_desk, make_real_desk
from tests.ui.shared_desk import SharedDesk


@pytest.fixture(scope="module")
def shared_desk(qapp, shared_home) -> Iterator[SharedDesk]:
    """The window of a module over an engine that tests play."""
    yield from _share(make_played_desk)


@pytest.fixture(scope="module")
def shared_real_desk(qapp, shared_home) -> Iterator[SharedDesk]:
    """The window of a module over a real engine."""
    yield from _share(make_real_desk)


@pytest.fixture
def desk(shared_desk) -> Desk:
    """Two lanes of two hidden layers, planned for three epochs, not trained yet, in the window of the module."""
    return shared_desk.at_start()


@pytest.fixture
def real_desk(shared_real_desk) -> Desk:
    """The same over a real engine."""
    return shared_real_desk.at_start()


@pytest.fixture
def fresh_desk(qapp) -> Iterator[Desk]:
    """A played desk in a window of its own, for what cannot be undone or happens at the start."""
    yield from _open_desk(make_played_desk())


@pytest.fixture
def fresh_real_desk(qapp) -> Iterator[Desk]:
    """The same over a real engine."""
    yield from _open_desk(make_real_desk())


def _share(make: Callable[[], Desk]) -> Iterator[SharedDesk]:
    before = leftovers()
    shared = SharedDesk(make)
    yield shared
    shared.close()
    found = wait_for_leftovers(before)
    assert not found, "left behind: " + ", ".join(found)


def _open_desk(desk: Desk) -> Iterator[Desk]:
    desk.open()
    yield desk
    desk.close()


@pytest.fixture
def answers(monkeypatch):
    """Gives the native file dialog an answer; tells what it was asked."""
    asked: list[tuple] = []

    def answer(path: Path | str) -> list[tuple]:
        opened = [str(path)] if path else []
        for kind, chosen in (("getOpenFileNames", opened), ("getSaveFileName", str(path))):
            monkeypatch.setattr(
                f"vgdesk.ui.file_dialogs.QFileDialog.{kind}",
                lambda *asking, chosen=chosen: asked.append(asking[1:]) or (chosen, ""),
            )
        return asked

    return answer
