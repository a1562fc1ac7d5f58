import logging
from pathlib import Path

import pytest
from vgdesk.diagnostics import describe_installation

from vgdesk import __version__, paths


def test_versions_and_the_end_of_the_log_are_told_without_the_users_folder(monkeypatch):
    home = paths.logs_folder().parent
    monkeypatch.setattr(Path, "home", lambda: home)
    paths.logs_folder().mkdir(parents=True)
    lines = [f"line {number} of {home}/thesis" for number in range(100)]
    (paths.logs_folder() / "vgdesk.log").write_text("\n".join(lines))
    told = describe_installation()
    assert told.startswith(f"vgdesk {__version__}\nPython 3.")
    assert "torch 2." in told
    assert told.endswith("line 99 of ~/thesis")
    assert "line 10 of" not in told
    assert str(home) not in told


def test_without_a_log_that_is_said():
    assert describe_installation().endswith("nothing was logged")


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
