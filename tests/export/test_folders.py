import pytest

from vgdesk.errors import ExportError
from vgdesk.export.folders import folder_size, replacing_folder


def test_a_folder_takes_the_place_of_an_older_one_when_it_is_whole(tmp_path):
    target = tmp_path / "runs"
    for content in ("one", "other"):
        with replacing_folder(target) as draft:
            (draft / "deep").mkdir()
            (draft / "deep" / f"{content}.vgdesk").write_text(content)
    assert [file.name for file in target.rglob("*.vgdesk")] == ["other.vgdesk"]
    assert folder_size(target) == 5
    assert [each.name for each in tmp_path.iterdir()] == ["runs"]


def test_a_block_that_fails_leaves_the_older_folder(tmp_path):
    with replacing_folder(tmp_path / "runs") as draft:
        (draft / "a.vgdesk").write_text("old")

    with pytest.raises(FileNotFoundError), replacing_folder(tmp_path / "runs") as draft:
        (draft / "none" / "b.vgdesk").write_text("new")
    assert [str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*")] == ["runs/a.vgdesk"]


def test_files_of_others_are_not_thrown_away(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with (
        pytest.raises(ExportError, match=r"holds .*mine.txt, which vgdesk has not"),
        replacing_folder(tmp_path),
    ):
        pass
    with pytest.raises(ExportError, match="is a file; name a folder"), replacing_folder(tmp_path / "mine.txt"):
        pass
