import math
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from tests.library.examples import make_run
from vgdesk.library.facts import gather_facts
from vgdesk.library.index import FILE_NAME, FileKey, Index, Kept

KEY = FileKey(1_000, 20)


@pytest.fixture
def kept(tmp_path):
    return Kept(gather_facts(make_run(tmp_path / "runs")))


def filled(folder, kept):
    folder.mkdir(exist_ok=True)
    index = Index(folder)
    index.put("a.vgrun", KEY, kept)
    index.put("b.vgrun", KEY, Kept(None, "is torn"))
    index.save({"a.vgrun", "b.vgrun"})
    return Index(folder)


def test_what_was_put_is_found_again_until_the_file_changes(tmp_path, kept):
    index = filled(tmp_path / "folder", kept)
    assert index.find("a.vgrun", KEY) == kept
    assert index.find("b.vgrun", KEY) == Kept(None, "is torn")
    for other in (FileKey(1_001, 20), FileKey(1_000, 21)):
        assert index.find("a.vgrun", other) is None
    assert index.find("c.vgrun", KEY) is None


@pytest.mark.parametrize("loss", [math.nan, math.inf])
def test_a_loss_that_is_no_number_is_kept(tmp_path, kept, loss):
    index = filled(tmp_path / "folder", Kept(replace(kept.facts, loss=loss)))
    assert str(index.find("a.vgrun", KEY).facts.loss) == str(loss)


def test_files_that_are_gone_are_forgotten(tmp_path, kept):
    filled(tmp_path, kept).save({"a.vgrun"})
    assert Index(tmp_path).find("b.vgrun", KEY) is None
    assert Index(tmp_path).find("a.vgrun", KEY) == kept


@pytest.mark.parametrize("spoil", ["text", "cut", "foreign", "older", "row", "folder"])
def test_a_broken_index_is_made_anew(tmp_path, kept, spoil):
    filled(tmp_path / "folder", kept)
    path = tmp_path / "folder" / FILE_NAME
    if spoil == "text":
        path.write_text("thesis " * 2000)
    elif spoil == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif spoil == "folder":
        path.unlink()
        path.mkdir()
    else:
        with closing(sqlite3.connect(path)) as connection:
            if spoil == "foreign":
                connection.executescript("DROP TABLE runs; DROP TABLE about; CREATE TABLE runs (x)")
            elif spoil == "older":
                connection.execute("UPDATE about SET form = '0'")
            else:
                connection.execute("UPDATE runs SET facts = '{\"facts\": 3}'")
            connection.commit()
    index = Index(tmp_path / "folder")
    assert index.find("a.vgrun", KEY) is None
    index.put("a.vgrun", KEY, kept)
    assert index.find("a.vgrun", KEY) == kept
    index.save({"a.vgrun"})
    if spoil != "folder":
        assert Index(tmp_path / "folder").find("a.vgrun", KEY) == kept
