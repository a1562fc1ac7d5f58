from tests.runs.kept import RUN, record_cut_off
from vgdesk.events import RunEnded
from vgdesk.runs.reader import read_metadata
from vgdesk.session.file_closing import FileClosing


def test_every_file_gets_its_end_whatever_becomes_of_another(tmp_path):
    record_cut_off(tmp_path / "run.vgrun")
    closing = FileClosing()
    ended = RunEnded(RUN, "failed", "it died")
    closing.close([(tmp_path / "gone.vgrun", ended), (tmp_path / "run.vgrun", ended)])
    closing.wait()
    assert read_metadata(tmp_path / "run.vgrun").ended == ended
