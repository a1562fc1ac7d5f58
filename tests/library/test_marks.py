import pytest

from tests.library.examples import make_run
from vgdesk.library.marks import FILE_NAME, Marks
from vgdesk.runs.reader import read_metadata
from vgdesk.runs.schema import Shown

MARKS = Shown("better", 1, 0, True)


def test_a_run_that_has_ended_holds_its_marks_itself(tmp_path):
    path = make_run(tmp_path)
    Marks(tmp_path).mark(path, "race-0", MARKS)
    assert read_metadata(path).shown == MARKS
    assert not (tmp_path / FILE_NAME).exists()


def test_the_marks_of_a_run_that_was_cut_off_stand_beside_it(tmp_path):
    path = make_run(tmp_path, ended="")
    before = path.read_bytes()
    Marks(tmp_path).mark(path, "race-0", MARKS)
    assert path.read_bytes() == before
    assert Marks(tmp_path).read() == {"race-0": MARKS}


def test_marks_move_into_the_run_once_it_has_ended(tmp_path):
    marks = Marks(tmp_path)
    marks.mark(make_run(tmp_path, 1, ended=""), "race-0", MARKS)
    marks.mark(make_run(tmp_path), "race-0", Shown("other"))
    assert marks.read() == {}


@pytest.mark.parametrize("text", ["", "[1]", '{"a": {"color": 9}}', "\x00"])
def test_damaged_marks_are_none(tmp_path, text):
    (tmp_path / FILE_NAME).write_text(text)
    assert Marks(tmp_path).read() == {}
