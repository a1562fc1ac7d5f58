import sys

import pytest

from tests.cli.results import assert_refused
from vgdesk.cli.train import TrainReport
from vgdesk.runs.reader import read_run


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_a_run_whose_file_is_deleted_while_it_trains_is_no_success_and_is_not_lost(
    run, spec_file, tmp_path, monkeypatch
):
    path = tmp_path / "run.vgrun"
    take = TrainReport.take

    def take_and_delete(report, event):
        take(report, event)
        path.unlink(missing_ok=True)

    monkeypatch.setattr(TrainReport, "take", take_and_delete)
    status, out, err = run("train", spec_file, "--out", path)
    kept = tmp_path / "run-kept.vgrun"
    assert out.splitlines()[-1] == f"recorded in {kept}"
    assert_refused((status, "", err), f"the run file {path} was deleted or moved", f"all of the run is in {kept}")
    assert read_run(kept).ended.reason == "finished"
