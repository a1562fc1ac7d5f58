"""How the window is started and ended, with stand-ins for its parts."""

import sys
from types import SimpleNamespace

import pytest

from vgdesk.app import run_window


@pytest.fixture
def calls(monkeypatch) -> list[str]:
    """What was asked of the parts, in its order."""
    told: list[str] = []

    def part(**answers):
        return lambda *_: SimpleNamespace(**{name: say(name, answer) for name, answer in answers.items()})

    def say(name, answer=None):
        return lambda *_: told.append(name) or answer

    def guard(*_):
        pass

    def run():
        told.append("exec" if sys.excepthook is guard else "unguarded")
        return 7

    application = SimpleNamespace(quit=None, exec=run, setApplicationName=str, setApplicationVersion=str)
    window = dict.fromkeys(("show_lesson", "show", "open_files", "greet_soon"))
    parts = {
        "PySide6.QtWidgets.QApplication": Application(application),
        "vgdesk.session.session.Session": part(open=None, close=None),
        "vgdesk.session.settings.Settings": lambda: SimpleNamespace(theme="light"),
        "vgdesk.ui.main_window.MainWindow": part(**window),
        "vgdesk.ui.theme.apply_theme": lambda app, mode: told.append(f"apply {mode}"),
        "vgdesk.app.find_refusal": lambda: "",
        "vgdesk.app.logs.start_logging": lambda: None,
        "vgdesk.ui.faults.Faults": lambda window: guard,
        "vgdesk.ui.endings.Endings": lambda *_: SimpleNamespace(
            asked=SimpleNamespace(connect=lambda *_: None), close=say("hear no more")
        ),
    }
    for name, stand_in in parts.items():
        monkeypatch.setattr(name, stand_in)
    monkeypatch.setattr(sys, "excepthook", None)
    return told


class Application:
    """Makes one application, which is not found by those who look for a real one."""

    def __init__(self, made):
        self._made = made

    def __call__(self, _):
        return self._made

    def instance(self):
        return None


def test_the_window_is_dressed_guarded_and_its_session_closed(calls):
    assert run_window([]) == 7
    assert calls == [
        "apply light",
        "show_lesson",
        "show",
        "open",
        "open_files",
        "greet_soon",
        "exec",
        "hear no more",
        "close",
    ]


def test_a_window_that_cannot_be_shown_leaves_no_session_open(calls, monkeypatch):
    def fail(*_):
        raise RuntimeError("no screen")

    monkeypatch.setattr("vgdesk.ui.main_window.MainWindow", lambda *_: SimpleNamespace(show_lesson=fail))
    with pytest.raises(RuntimeError, match="no screen"):
        run_window([])
    assert calls[-1] == "close"
