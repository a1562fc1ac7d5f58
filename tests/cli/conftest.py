from pathlib import Path

import pytest

from tests.lessons.examples import folder  # noqa: F401
from tests.runs.examples import example_history, record
from tests.session.examples import small_spec
from vgdesk.cli.commands import run_command


@pytest.fixture
def run(capfd):
    """Runs a command; gives its exit status, what it printed, and what it complained of."""

    def call(*arguments) -> tuple[int, str, str]:
        status = run_command([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return status, out, err

    return call


@pytest.fixture
def spec_file(tmp_path) -> Path:
    """A spec that trains in a moment."""
    path = tmp_path / "spec.json"
    path.write_text(small_spec("from a file").to_json())
    return path


@pytest.fixture
def run_file(tmp_path) -> Path:
    """A recorded run of ten samples."""
    record(example_history(10), tmp_path / "run.vgrun")
    return tmp_path / "run.vgrun"
