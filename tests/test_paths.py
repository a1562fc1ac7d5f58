import subprocess
import sys
from pathlib import Path

import pytest

from vgdesk import paths


@pytest.mark.parametrize("name", ["lessons", "lessons/circles-1h-relu.toml", "styles", "icons/vgdesk.svg"])
def test_what_is_shipped_is_found(name):
    assert paths.resource(name).exists()
    assert paths.resource(name).parts[-len(Path(name).parts) :] == Path(name).parts


def test_a_wheel_finds_its_resources_inside_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "vgdesk")
    for folder in (tmp_path / "resources", tmp_path / "vgdesk" / "resources"):
        folder.mkdir(parents=True)
        (folder / "both.txt").write_text("x")
    (tmp_path / "resources" / "beside.txt").write_text("x")
    assert paths.resource("both.txt") == tmp_path / "vgdesk" / "resources" / "both.txt"
    assert paths.resource("beside.txt") == tmp_path / "resources" / "beside.txt"


def test_what_is_not_shipped_is_said_with_the_way_out():
    with pytest.raises(
        FileNotFoundError, match="no resource 'nonsense'; the installation is damaged: install it again"
    ):
        paths.resource("nonsense")


def test_a_home_moves_runs_logs_and_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("VGDESK_HOME", str(tmp_path))
    found = [paths.runs_folder(), paths.logs_folder(), paths.settings_file()]
    assert found == [tmp_path / "runs", tmp_path / "logs", tmp_path / "settings" / "vgdesk.ini"]
    assert not any(path.exists() for path in found)


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_home_the_system_decides(monkeypatch, value):
    if value is None:
        monkeypatch.delenv("VGDESK_HOME")
    else:
        monkeypatch.setenv("VGDESK_HOME", value)
    for path in (paths.runs_folder(), paths.logs_folder(), paths.settings_file()):
        assert path.is_absolute()
        assert "vgdesk" in str(path)
    assert paths.settings_file().name == "vgdesk.ini"


def test_the_data_folder_is_named_by_the_environment_or_lies_in_the_home(monkeypatch, home, tmp_path):
    assert paths.data_folder() == home / "data"
    monkeypatch.setenv("VGDESK_DATA_DIR", str(tmp_path))
    assert paths.data_folder() == tmp_path
    monkeypatch.delenv("VGDESK_HOME")
    monkeypatch.setenv("VGDESK_DATA_DIR", "")
    assert paths.data_folder().is_absolute()
    assert "vgdesk" in str(paths.data_folder())


def test_a_data_folder_once_chosen_is_that_of_child_processes_too(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    paths.use_data_folder(Path("mine"))
    assert paths.data_folder() == tmp_path / "mine"
    code = "from vgdesk import paths; print(paths.data_folder())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.stdout.strip() == str(tmp_path / "mine")
