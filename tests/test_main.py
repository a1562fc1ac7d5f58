import sys
from pathlib import Path

import pytest

import vgdesk.app
import vgdesk.cli.commands
from vgdesk.__main__ import main


@pytest.fixture
def start(monkeypatch):
    """Starts vgdesk with arguments; gives its exit status and what was called with what."""
    calls = []

    def note(name, status):
        return lambda given: calls.append((name, given)) or status

    monkeypatch.setattr(vgdesk.app, "run_window", note("window", 3))
    monkeypatch.setattr(vgdesk.cli.commands, "run_command", note("command", 4))

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["vgdesk", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, calls.pop()

    return call


@pytest.mark.parametrize("arguments", [(), ("a.vgrun",), ("folder/export.vgrun", "b.vgrun"), ("iris.csv",)])
def test_without_a_command_the_window_opens_on_these_files(start, arguments):
    assert start(*arguments) == (3, ("window", [Path(argument) for argument in arguments]))


@pytest.mark.parametrize("arguments", [("lessons",), ("export", "a.vgrun"), ("--version",), ("a.txt",)])
def test_everything_else_is_a_command(start, arguments):
    assert start(*arguments) == (4, ("command", list(arguments)))


def test_an_interrupt_is_no_traceback(monkeypatch, start):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(vgdesk.cli.commands, "run_command", interrupt)
    monkeypatch.setattr(sys, "argv", ["vgdesk", "lessons"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130
