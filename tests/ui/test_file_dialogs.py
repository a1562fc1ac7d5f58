import re

import pytest
from PySide6.QtWidgets import QApplication

from vgdesk import paths
from vgdesk.runs.reader import read_run
from vgdesk.session.lane import Lane
from vgdesk.ui.dialogs.export_picture import PictureWish

BROKEN = {
    "missing": (None, "there is no run file"),
    "empty": (b"", "is empty"),
    "foreign": (b"roses are red " * 50, "is no vgdesk run"),
    "torn": ("torn", "is damaged"),
}


@pytest.fixture
def trained(desk):
    desk.finish()
    return desk


@pytest.fixture
def wish(monkeypatch):
    """Answers the form of the picture."""
    return lambda *what: monkeypatch.setattr(
        "vgdesk.ui.picture_commands.ask_picture", lambda *_: PictureWish(*what) if what else None
    )


def lanes(desk) -> list[Lane]:
    return list(desk.session.lanes)


def test_a_saved_run_is_opened_again(trained, tmp_path, answers):
    target = tmp_path / "mine.vgrun"
    asked = answers(target)
    trained.press("Ctrl+S")
    trained.wait(trained.session.saving)
    assert asked[0][0] == "Save run as"
    assert trained.said == "saved mine.vgrun"
    before = trained.session.selected.history
    trained.press("Ctrl+Shift+O")
    trained.wait(trained.session.reading)
    assert trained.said == "opened mine.vgrun"
    assert [lane.name for lane in lanes(trained)] == ["sigmoid"]
    assert trained.window.windowTitle() == "mine.vgrun — vgdesk"
    after = trained.session.selected.history
    assert (after.values == before.values).all()
    assert trained.rows[0].panes[-1].frame.sample_count == 4
    assert not trained.find("story").isVisible()


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_cannot_be_opened_is_told_once_and_changes_nothing(trained, tmp_path, answers, what):
    content, words = BROKEN[what]
    path = tmp_path / f"{what}.vgrun"
    if content is not None:
        whole = trained.session.selected.path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] if content == "torn" else content)
    before, title = lanes(trained), trained.window.windowTitle()
    answers(path)
    trained.press("Ctrl+Shift+O")
    trained.wait(trained.session.reading)
    assert words in trained.said
    assert str(path) in trained.said
    assert trained.is_error
    assert lanes(trained) == before
    assert trained.window.windowTitle() == title
    assert QApplication.activeModalWidget() is None


def test_a_run_given_at_the_start_is_opened(desk, trained, tmp_path):
    path = trained.session.selected.path
    trained.open_runs(path)
    assert trained.said == f"opened {path.name}"
    trained.window.open_files([])
    assert trained.said == f"opened {path.name}"


@pytest.mark.parametrize("keys", ["Ctrl+Shift+O", "Ctrl+S", "Ctrl+Shift+E"])
def test_thinking_better_of_it_changes_nothing(trained, tmp_path, answers, keys):
    before = lanes(trained)
    answers("")
    trained.press(keys)
    trained.wait(trained.session.reading)
    trained.wait(trained.session.saving)
    assert lanes(trained) == before
    assert trained.said == "Finished"


def test_the_numbers_of_all_lanes_are_written(trained, tmp_path, answers):
    target = tmp_path / "numbers.csv"
    answers(target)
    trained.press("Ctrl+Shift+E")
    trained.wait(trained.window.desk.numbers.exporting)
    lines = target.read_text().splitlines()
    assert lines[0] == "run,lane,seed,step,epoch,layer,tensor,measure,value"
    assert {line.split(",")[1] for line in lines[1:]} == {"sigmoid", "relu"}
    assert re.fullmatch(r"wrote numbers.csv, \d+\.\d kB", trained.said)


@pytest.mark.parametrize("what", [("heatmap", "png"), ("heatmap", "svg"), ("dashboard", "pdf"), ("gradient", "png")])
def test_a_picture_is_written_in_every_kind(trained, tmp_path, answers, wish, what):
    pane, kind = what
    target = tmp_path / f"picture.{kind}"
    wish(pane, kind, (400, 300))
    asked = answers(target)
    trained.press("Ctrl+E")
    assert f"*.{kind}" in asked[0][2]
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind]
    assert target.read_bytes().startswith(start)
    assert trained.said == f"wrote picture.{kind}"


def test_no_wish_no_picture(trained, answers, wish):
    wish()
    asked = answers("never.png")
    trained.press("Ctrl+E")
    assert asked == []


def test_the_suffix_comes_by_itself_but_overwrites_nothing(trained, tmp_path, answers):
    answers(tmp_path / "v1.5")
    trained.press("Ctrl+S")
    trained.wait(trained.session.saving)
    saved = tmp_path / "v1.5.vgrun"
    assert read_run(saved).sample_count == 4
    before = saved.read_bytes()
    trained.press("Ctrl+S")
    trained.wait(trained.session.saving)
    assert trained.said == "v1.5.vgrun exists already; choose it in the dialog to replace it"
    assert saved.read_bytes() == before
    answers(saved)
    trained.press("Ctrl+S")
    trained.wait(trained.session.saving)
    assert trained.said == "saved v1.5.vgrun"


def test_the_dialog_offers_the_name_of_the_lane_and_the_last_folder(trained, tmp_path, answers, monkeypatch):
    monkeypatch.setattr("vgdesk.ui.commands.lane.ask_name", lambda parent, name: "a/b: <c>?")
    trained.press("F2")
    folder = tmp_path / "lecture"
    folder.mkdir()
    asked = answers(folder / "x.csv")
    trained.press("Ctrl+Shift+E")
    trained.press("Ctrl+S")
    trained.wait(trained.session.saving)
    assert asked[0][1].endswith("a-b- -c--.csv")
    assert asked[1][1] == str(folder / "a-b- -c--.vgrun")


@pytest.mark.parametrize("keys", ["Ctrl+S", "Ctrl+Shift+E", "Ctrl+E"])
def test_a_place_that_cannot_be_written_is_told_in_the_status_line(trained, tmp_path, answers, wish, keys):
    wish("heatmap", "png", (400, 300))
    suffix = {"Ctrl+S": "vgrun", "Ctrl+Shift+E": "csv", "Ctrl+E": "png"}[keys]
    answers(tmp_path / "nowhere" / f"x.{suffix}")
    trained.press(keys)
    trained.wait(trained.session.reading)
    trained.wait(trained.session.saving)
    trained.wait(trained.window.desk.numbers.exporting)
    assert trained.is_error
    assert "nowhere" in trained.said
    assert QApplication.activeModalWidget() is None


def test_there_is_nothing_to_save_or_export_before_a_training(desk):
    for name in ("save_run", "export_numbers", "export_picture"):
        assert not desk.action(f"action-{name}").isEnabled()
    desk.train(1)
    for name in ("save_run", "export_numbers", "export_picture"):
        assert desk.action(f"action-{name}").isEnabled()
    desk.press("Shift+F5")
    desk.press("Ctrl+L")
    assert not desk.action("action-save_run").isEnabled()
    assert desk.action("action-export_numbers").isEnabled()


def test_a_data_folder_is_asked_for_used_and_remembered(desk, tmp_path, monkeypatch):
    answers = iter([str(tmp_path), ""])
    monkeypatch.setattr("vgdesk.ui.file_dialogs.QFileDialog.getExistingDirectory", lambda *_: next(answers))
    desk.window.builder.data_folder_wanted.emit()
    assert paths.data_folder() == tmp_path
    assert desk.window.settings.data_folder == tmp_path
    desk.window.builder.data_folder_wanted.emit()
    assert paths.data_folder() == tmp_path


def test_the_data_folder_of_last_time_is_used_unless_the_environment_names_one(desk, tmp_path, monkeypatch):
    named, last = tmp_path / "named", tmp_path / "last"
    last.mkdir()
    desk.window.settings.data_folder = last
    monkeypatch.setenv("VGDESK_DATA_DIR", str(named))
    desk.window.desk.files.recall_data_folder()
    assert paths.data_folder() == named
    monkeypatch.setenv("VGDESK_DATA_DIR", "")
    desk.window.desk.files.recall_data_folder()
    assert paths.data_folder() == last


def test_runs_that_are_opened_together_stand_beside_each_other(trained):
    files = [lane.path for lane in lanes(trained)]
    trained.open_runs(*files)
    assert [lane.path for lane in lanes(trained)] == files
    assert [row.panes[-1].frame.sample_count for row in trained.rows] == [4, 4]
    assert trained.window.windowTitle() == f"{files[0].name}, {files[1].name} — vgdesk"
