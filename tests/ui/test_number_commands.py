import pytest

from tests.session.test_job import Gate
from tests.ui.desk import Desk
from vgdesk.export.formats import WRITTEN, formats_of


@pytest.fixture
def trained(desk) -> Desk:
    desk.finish()
    return desk


@pytest.mark.parametrize("chosen", formats_of(*WRITTEN), ids=lambda each: each.id)
def test_every_format_is_in_the_file_menu_and_writes_all_lanes(trained, tmp_path, answers, chosen):
    action = next(each for each in trained.window.actions() if each.text() == f"{chosen.name}…")
    target = tmp_path / f"a.{chosen.suffix}"
    asked = answers(target)
    action.trigger()
    trained.wait(trained.window.desk.numbers.exporting)
    if chosen.missing:
        assert trained.said == chosen.missing
    else:
        assert asked[0][2] == chosen.file_filter
        assert trained.said.startswith(f"wrote {target.name}, ")
        assert target.exists()


def test_an_export_that_is_cancelled_says_so_and_leaves_no_file(trained, tmp_path, answers, monkeypatch):
    monkeypatch.setattr("vgdesk.session.exporting._write", Gate())
    answers(tmp_path / "a.csv")
    trained.press("Ctrl+Shift+E")
    exporting = trained.window.desk.numbers.exporting
    exporting.cancel()
    trained.wait(exporting)
    assert trained.said == "the export was cancelled; no file was written"
    assert list(tmp_path.iterdir()) == []
