import errno
import os
import sqlite3

import pytest

from vgdesk.runs.saving import explain_failure, replacing


def test_a_block_that_ends_well_replaces_the_file(tmp_path):
    target = tmp_path / "table.csv"
    target.write_text("old")
    with replacing(target) as draft:
        draft.write_text("new")
        assert draft.parent == tmp_path
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_block_that_fails_leaves_the_old_file_alone(tmp_path):
    target = tmp_path / "table.csv"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(target) as draft:
        draft.write_text(f"half {1 / 0}" if draft.write_text("half") else "")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_bytes_are_on_the_disk_before_the_old_file_goes(tmp_path, monkeypatch):
    target = tmp_path / "table.csv"
    target.write_text("old")
    seen = []
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: seen.append((os.fstat(descriptor).st_size, target.read_text()))
    )
    with replacing(target) as draft:
        draft.write_text("new bytes")
    assert seen == [(9, "old")]


def test_a_link_is_followed_and_stays_a_link(tmp_path):
    (tmp_path / "real.csv").write_text("old")
    link = tmp_path / "link.csv"
    try:
        link.symlink_to(tmp_path / "real.csv")
    except OSError:
        pytest.skip("no links without privilege there")
    with replacing(link) as draft:
        draft.write_text("new")
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"


def sqlite_error(code):
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "x"), "the disk is full"),
        (OSError(errno.EACCES, "x"), "may not write there"),
        (OSError(errno.EROFS, "x"), "may not write there"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error; check the disk"),
        (sqlite_error(sqlite3.SQLITE_FULL), "the disk is full"),
        (sqlite_error(sqlite3.SQLITE_IOERR | 3 << 8), "as SQLite says it; check the disk"),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN | 2 << 8), "may not write there"),
        (sqlite3.ProgrammingError("odd"), "odd; check the disk"),
        (ValueError("embedded null byte"), "embedded null byte; check"),
    ],
)
def test_every_failure_has_a_reason_and_a_way_out(error, reason):
    text = explain_failure(error)
    assert reason in text
    assert ";" in text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes exist on Unix alone")
def test_what_is_no_plain_file_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no plain file"), replacing(tmp_path / "pipe"):
        pass
    assert not (tmp_path / "pipe").is_file()
