import pytest

from vgdesk.runs.place import FilePlace


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a" / "run.vgrun"
    path.parent.mkdir()
    path.write_bytes(b"x" * 100)
    return path


def test_a_file_that_grows_is_still_there(path):
    place = FilePlace(path)
    path.write_bytes(b"x" * 200)
    assert place.find_loss() == ""


def replace_by_another(path):
    other = path.with_name("other")
    other.write_bytes(b"y" * 500)
    other.replace(path)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda path: path.unlink(), "was deleted or moved"),
        (lambda path: path.rename(path.with_name("elsewhere")), "was deleted or moved"),
        (lambda path: path.parent.rename(path.parent.with_name("b")), "was deleted or moved"),
        (replace_by_another, "was replaced by another file"),
        (lambda path: path.write_bytes(b"y"), "was overwritten"),
    ],
    ids=["deleted", "moved", "folder moved", "replaced", "overwritten"],
)
def test_what_became_of_a_file_is_said(path, act, words):
    place = FilePlace(path)
    act(path)
    assert place.find_loss() == words


def test_a_free_name_is_beside_the_file_or_in_the_folder_of_all_runs(path, tmp_path, monkeypatch):
    monkeypatch.setenv("VGDESK_HOME", str(tmp_path / "home"))
    place = FilePlace(path)
    (path.parent / "run-kept.vgrun").touch()
    assert place.free_path() == path.with_name("run-kept2.vgrun")
    path.parent.rename(tmp_path / "b")
    assert place.free_path() == tmp_path / "home" / "runs" / "run-kept.vgrun"


def test_only_what_was_written_beside_the_file_itself_is_taken_away(path):
    log, shared = (path.with_name(f"run.vgrun{end}") for end in ("-wal", "-shm"))
    log.touch()
    place = FilePlace(path)
    shared.touch()
    place.tidy()
    assert (log.exists(), shared.exists()) == (False, True)
