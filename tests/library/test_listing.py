import os

import pytest

from tests.library.examples import make_run
from vgdesk import paths
from vgdesk.library import listing
from vgdesk.library.entries import RunState
from vgdesk.library.index import FILE_NAME
from vgdesk.library.listing import list_entries
from vgdesk.library.marks import Marks
from vgdesk.runs.schema import Shown


@pytest.fixture
def folder(tmp_path):
    make_run(tmp_path, 0, name="sigmoid", network__activation="sigmoid")
    make_run(tmp_path, 1, name="tanh", network__activation="tanh")
    make_run(tmp_path, 2, name="tanh", network__activation="tanh", ended="")
    (tmp_path / "torn.vgrun").write_text("thesis")
    os.utime(tmp_path / "torn.vgrun", (1000, 1000))
    (tmp_path / "notes.txt").touch()
    return tmp_path


def test_runs_are_listed_newest_first_each_with_what_sets_it_apart(folder):
    entries = list_entries(folder)
    assert [entry.name for entry in entries] == ["tanh", "tanh", "sigmoid", "torn"]
    assert [entry.difference for entry in entries] == ["the same again", "tanh for sigmoid", "", ""]
    assert [entry.state for entry in entries] == [
        RunState.CUT_OFF, RunState.FINISHED, RunState.FINISHED, RunState.UNREADABLE,
    ]  # fmt: skip
    assert "is no vgdesk run" in entries[3].trouble
    assert entries[1].bytes == (folder / "run-1.vgrun").stat().st_size


def test_only_what_has_changed_is_read_again(folder, monkeypatch):
    first, read = list_entries(folder), []
    gather = listing.gather_facts
    monkeypatch.setattr(listing, "gather_facts", lambda path: read.append(path.name) or gather(path))
    assert list_entries(folder) == first
    assert read == []
    os.utime(folder / "run-1.vgrun", (5000, 5000))
    list_entries(folder)
    assert read == ["run-1.vgrun"]
    (folder / FILE_NAME).unlink()
    list_entries(folder)
    assert len(read) == 5


def test_what_is_known_is_told_at_once_and_the_rest_as_it_is_read(folder, monkeypatch):
    list_entries(folder)
    make_run(folder, 3, name="relu")
    monkeypatch.setattr(listing, "_TELL_SECONDS", 0.0)
    told = []
    list_entries(folder, lambda entries, done, total: told.append((list(entries), done, total)))
    (at_once, done, total), (later, last, _) = told
    assert (done, total, last) == (0, 5, 5)
    assert [entry.state for entry in at_once].count(RunState.UNREAD) == 1
    assert [entry.name for entry in later] == ["relu"]


def test_an_end_halfway_keeps_what_was_read(folder, monkeypatch):
    monkeypatch.setattr(listing, "_TELL_SECONDS", 0.0)

    def end(entries, done, total):
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        list_entries(folder, end)
    read = []
    gather = listing.gather_facts
    monkeypatch.setattr(listing, "gather_facts", lambda path: read.append(path) or gather(path))
    list_entries(folder)
    assert len(read) == 2


def test_marks_beside_the_runs_hold_before_their_own(folder):
    Marks(paths.runs_folder()).mark(folder / "run-2.vgrun", "race-2", Shown("mine", is_starred=True))
    entry = list_entries(folder)[0]
    assert (entry.name, entry.shown.is_starred) == ("mine", True)


def test_in_a_folder_of_somebody_elses_nothing_is_left(folder):
    before = sorted(folder.iterdir())
    assert len(list_entries(folder, keeps_index=False)) == 4
    assert sorted(folder.iterdir()) == before


def test_a_folder_that_is_not_there_holds_no_runs(tmp_path):
    assert list_entries(tmp_path / "nowhere") == []
