import os

import pytest

from vgdesk.errors import DataError
from vgdesk.experiment.reading import fingerprint_files


def test_a_file_that_changes_has_another_fingerprint(tmp_path):
    file = tmp_path / "a"
    file.write_text("one")
    before = fingerprint_files([file])
    assert fingerprint_files([file]) == before
    os.utime(file, ns=(1, before[0][1] + 1))
    assert fingerprint_files([file]) != before
    file.write_text("four")
    os.utime(file, ns=(1, before[0][1]))
    assert fingerprint_files([file]) != before


@pytest.mark.parametrize("name", ["none", "folder", "fifo", "a\0b"])
def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path, name):
    (tmp_path / "folder").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "fifo")
    with pytest.raises(DataError, match=r"cannot read .*; check its name"):
        fingerprint_files([tmp_path / name])


def test_a_file_that_is_saved_twice_within_a_second_has_another_fingerprint(tmp_path):
    file = tmp_path / "a"
    file.write_text("one")
    second = 1_700_000_000 * 10**9
    found = set()
    for moment in (second, second + 1000):
        os.utime(file, ns=(moment, moment))
        found.add(fingerprint_files([file]))
    assert len(found) == 2
