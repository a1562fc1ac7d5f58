import pytest

from tests.library.examples import make_run
from vgdesk import paths
from vgdesk.errors import VgdeskError
from vgdesk.library.entries import RunState
from vgdesk.session.run_library import RunLibrary


@pytest.fixture
def trash(tmp_path, monkeypatch):
    """The files in a trash of this test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return lambda: {each.name for each in tmp_path.glob("Trash/files/*")}


@pytest.fixture
def folder(home):
    for number, name in enumerate(("sigmoid", "tanh", "relu")):
        make_run(paths.runs_folder(), number, name=name, network__activation=name)
    return paths.runs_folder()


@pytest.fixture
def library(qtbot, folder):
    made = RunLibrary()
    with qtbot.waitSignal(made.reading.ended):
        made.refresh()
    yield made
    made.close()


def names(library) -> list[str]:
    return [entry.name for entry in library.entries]


def test_the_folder_is_listed_and_followed(library, folder, qtbot):
    assert names(library) == ["relu", "tanh", "sigmoid"]
    assert library.is_read
    library.follow(True)
    qtbot.waitUntil(lambda: not library.reading.is_running)
    make_run(folder, 3, name="elu")
    qtbot.waitUntil(lambda: names(library)[0] == "elu")
    library.follow(False)


def test_a_removed_run_is_in_the_trash_with_all_its_files_and_comes_back(library, folder, trash):
    (folder / "run-1.vgrun-wal").write_bytes(b"log")
    before = {path.name: path.read_bytes() for path in folder.glob("run-1*")}
    library.remove(library.entries[1:])
    assert names(library) == ["relu"]
    assert trash() == {"run-0.vgrun", "run-1.vgrun", "run-1.vgrun-wal"}
    assert library.can_restore
    assert [entry.name for entry in library.restore()] == ["tanh", "sigmoid"]
    assert names(library) == ["relu", "tanh", "sigmoid"]
    assert {path.name: path.read_bytes() for path in folder.glob("run-1*")} == before
    assert trash() == set()
    assert not library.can_restore


def test_what_left_the_trash_cannot_be_taken_back(library, trash, tmp_path):
    library.remove(library.entries[:1])
    for path in tmp_path.glob("Trash/files/*"):
        path.unlink()
    with pytest.raises(VgdeskError, match="not in the trash any more"):
        library.restore()


def test_without_a_trash_nothing_is_deleted(library, folder, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file" / "nowhere"))
    monkeypatch.setattr("vgdesk.session.run_library.QFile.moveToTrash", lambda file: False)
    with pytest.raises(VgdeskError, match="remove it in its folder"):
        library.remove(library.entries[:1])
    assert len(names(library)) == 3
    assert (folder / "run-2.vgrun").exists()


def test_a_run_under_way_is_not_removed(library, folder):
    from dataclasses import replace

    running = replace(library.entries[0], state=RunState.RUNNING)
    with pytest.raises(VgdeskError, match="is being recorded"):
        library.remove([library.entries[1], running])
    assert (folder / "run-1.vgrun").exists()


def test_stars_and_names_are_kept(library, qtbot):
    library.star(library.entries[:2])
    library.star(library.entries[1:2])
    library.rename(library.entries[2], "first of all")
    wanted = [("relu", True), ("tanh", False), ("first of all", False)]
    assert [(entry.name, entry.shown.is_starred) for entry in library.entries] == wanted
    with qtbot.waitSignal(library.reading.ended):
        library.refresh()
    assert [(entry.name, entry.shown.is_starred) for entry in library.entries] == wanted
    library.rename(library.entries[2], "")
    assert library.entries[2].name == "sigmoid"
    with pytest.raises(VgdeskError, match="80 characters at most; this one has 81"):
        library.rename(library.entries[2], "x" * 81)


def test_a_file_that_cannot_be_read_cannot_be_marked(library, folder, qtbot):
    (folder / "torn.vgrun").write_text("thesis")
    with qtbot.waitSignal(library.reading.ended):
        library.refresh()
    torn = next(entry for entry in library.entries if entry.state is RunState.UNREADABLE)
    with pytest.raises(VgdeskError, match=r"torn\.vgrun cannot be read"):
        library.star([torn])


def test_nothing_is_offered_before_the_folder_was_read(folder):
    library = RunLibrary()
    assert library.offer_removal(0, []) == []
    library.close()


def test_a_run_under_way_is_looked_at_again_and_again(library, monkeypatch, qtbot):
    monkeypatch.setattr("vgdesk.session.run_library._RUNNING_MILLISECONDS", 1)
    monkeypatch.setattr("vgdesk.session.run_library._REST", 0)
    monkeypatch.setattr("vgdesk.library.listing.is_written_now", lambda path: True)
    make_run(paths.runs_folder(), 5, name="growing", ended="")
    reads = []
    library.reading.done.connect(reads.append)
    library.follow(True)
    qtbot.waitUntil(lambda: len(reads) > 3)
    assert library.entries[0].state is RunState.RUNNING
    library.follow(False)
