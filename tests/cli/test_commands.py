import logging
import re
from itertools import pairwise

import pytest

from tests import mistakes
from tests.cli.results import assert_refused
from vgdesk import __version__, paths
from vgdesk.cli import lessons


def test_the_version_and_the_help_are_printed(run):
    assert run("--version") == (0, f"vgdesk {__version__}\n", "")
    status, out, err = run("--help")
    assert (status, err) == (0, "")
    assert all(command in out for command in ("lessons", "train", "check", "export"))


@pytest.mark.parametrize("command", ["lessons", "train", "check", "export"])
def test_every_option_is_explained(run, command):
    status, out, _ = run(command, "--help")
    assert status == 0
    lines = [*out.splitlines(), ""]
    options = {line.strip(): following for line, following in pairwise(lines) if line.startswith("  -")}
    assert len(options) > 1
    words_behind, words_below = re.compile(r"\S  +\S"), re.compile(r" {10,}\S")
    unexplained = [
        option
        for option, following in options.items()
        if not words_behind.search(option) and not words_below.match(following)
    ]
    assert unexplained == []


@pytest.mark.parametrize(
    "arguments",
    mistakes.ARGUMENTS,
    ids=lambda arguments: repr(" ".join(arguments))[:60],
)
def test_a_mistake_ends_with_2_and_one_line(run, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert_refused(run(*arguments))
    assert not list(tmp_path.iterdir())


def test_an_interrupt_elsewhere_is_quiet(run, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(lessons, "print_lessons", interrupt)
    assert run("lessons") == (130, "", "")


def test_the_command_line_prints_it(run):
    status, out, err = run("--diagnostics")
    assert (status, err) == (0, "")
    assert out.startswith("vgdesk ")


@pytest.fixture
def broken(monkeypatch):
    root = logging.getLogger("vgdesk")
    before = list(root.handlers)

    def fail(_):
        raise LookupError("nobody\nexpected this")

    monkeypatch.setattr("vgdesk.cli.runs.print_runs", fail)
    yield
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()


@pytest.mark.expect_log("uncaught")
def test_a_fault_of_our_own_is_one_line_and_stands_in_the_log(run, broken):
    status, out, err = run("runs")
    assert (status, out) == (3, "")
    assert err.count("\n") == 1
    assert "LookupError: nobody expected this" in err
    log = paths.logs_folder() / "vgdesk.log"
    assert str(log) in err
    assert "Traceback" in log.read_text()
