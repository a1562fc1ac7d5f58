import os

import pytest

from vgdesk.cli.follow import runs_to_follow
from vgdesk.errors import VgdeskError


def make_runs(folder, count):
    for number in range(count):
        path = folder / f"{number}.vgrun"
        path.touch()
        os.utime(path, (number, number))


def test_of_a_folder_the_newest_four_are_followed(tmp_path):
    make_runs(tmp_path, 6)
    assert [path.name for path in runs_to_follow([str(tmp_path)])] == [f"{number}.vgrun" for number in (2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "write vgdesk follow RUN.vgrun"),
        (["--fast"], "--fast: write vgdesk follow"),
        (["{folder}"], "holds no runs"),
        (["{folder}/no/a.vgrun"], "is not there; check its name"),
        (["{folder}/run"] * 5, "room for 4 lanes"),
    ],
)
def test_what_cannot_be_followed_is_told(tmp_path, arguments, words):
    if "run" in str(arguments):
        (tmp_path / "run").touch()
    with pytest.raises(VgdeskError, match=words):
        runs_to_follow([argument.format(folder=tmp_path) for argument in arguments])


def test_a_run_that_is_not_there_yet_is_waited_for(tmp_path, monkeypatch, capsys):
    path = tmp_path / "a.vgrun"
    monkeypatch.setattr("vgdesk.cli.follow.time.sleep", lambda _: path.touch())
    assert runs_to_follow([str(path)]) == [path]
    assert f"waiting for {path}" in capsys.readouterr().err
