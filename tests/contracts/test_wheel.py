"""The wheel holds the package and its resources, and nothing else."""

import subprocess
import sys
import zipfile

import pytest

import vgdesk
from tests.contracts.checkout import ROOT


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    """Paths in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*command, "-w", str(folder)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    assert wheel.name == f"vgdesk-{vgdesk.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(("folder", "inside"), [("resources", "vgdesk/resources"), ("vgdesk", "vgdesk")])
def test_the_wheel_holds_every_file_of(names, folder, inside):
    paths = [path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert {f"{inside}/{path.as_posix()}" for path in paths if path.suffix != ".pyc"} <= names


def test_the_wheel_holds_nothing_else(names):
    information = f"vgdesk-{vgdesk.__version__}.dist-info/"
    assert not {name for name in names if not name.startswith(("vgdesk/", information))}
    assert information + "licenses/LICENSE" in names
    assert information + "licenses/resources/NOTICES.md" in names
