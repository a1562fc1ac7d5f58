"""The film behind the window, its process played here."""

import multiprocessing
from pathlib import Path
from types import SimpleNamespace

from vgdesk.export.filming import NextWanted
from vgdesk.ui.filming import Filming


class PlayedProcess:
    """Asks for the first picture and ends."""

    def __init__(self, args: tuple, **_given):
        self._connection = args[0]

    def start(self) -> None:
        self._connection.send(NextWanted(0))

    def is_alive(self) -> bool:
        return False

    def join(self, timeout: float | None = None) -> None:
        pass

    close = kill = join


def test_a_film_may_be_cancelled_when_it_tells_of_its_progress(qtbot, monkeypatch, tmp_path):
    context = SimpleNamespace(Pipe=multiprocessing.Pipe, Process=PlayedProcess)
    monkeypatch.setattr(multiprocessing, "get_context", lambda _kind: context)
    filming, made = Filming(), []
    filming.progressed.connect(filming.cancel)
    with qtbot.waitSignal(filming.cancelled):
        filming.start(Path(tmp_path / "film.gif"), None, (0.0, 1.0), made.append)
        filming._listen()
    assert not filming.is_running
    assert not made
