"""A new picture of curves is one file, one line of the catalog and one page of help, and it is offered everywhere."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.contracts.checkout import ROOT
from tests.runs.examples import example_history, record

_FILE = '''"""A toy."""

from dataclasses import replace

from vgdesk.pictures.curve_frames import score_frame
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, View


def _make(view: View, sources: Sources) -> Frame | Nothing:
    if view.longest is None:
        return Nothing(NOT_TRAINED)
    return replace(score_frame(view.lanes, "loss"), title="toy")


TOY = Picture(key="toy", title="toy", tip="The loss, for a trial", make=_make)
'''


@pytest.fixture
def run_copy(tmp_path):
    """A copy of the program with one picture more, and a hand to run it with."""
    shutil.copytree(ROOT / "vgdesk", tmp_path / "vgdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", tmp_path / "resources")
    (tmp_path / "vgdesk/pictures/toy.py").write_text(_FILE, encoding="utf-8")
    catalog = tmp_path / "vgdesk/pictures/catalog.py"
    lines = catalog.read_text(encoding="utf-8").replace("    NETWORK,\n", "    NETWORK,\n    TOY,\n")
    catalog.write_text(
        lines.replace("import View\n", "import View\nfrom vgdesk.pictures.toy import TOY\n"), encoding="utf-8"
    )
    (tmp_path / "resources/help/panes/toy.md").write_text("# A toy\n\nThe loss, for a trial.\n", encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), str(ROOT)])

    def run(*words):
        told = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": paths},
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout

    return run


def test_a_new_picture_is_in_menus_palette_dialogs_help_and_on_the_command_line(run_copy, tmp_path):
    record(example_history(), tmp_path / "run.vgrun")
    assert "toy" in run_copy("-m", "tests.contracts.toy_tour", "run.vgrun").split()
    run_copy("-m", "vgdesk", "export", "run.vgrun", "--pane", "toy", "--svg", "toy.svg")
    assert (tmp_path / "toy.svg").stat().st_size > 0
