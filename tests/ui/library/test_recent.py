import pytest

from tests.library.examples import make_run
from vgdesk import paths
from vgdesk.library.marks import Marks
from vgdesk.runs.schema import Shown


@pytest.fixture
def recent(desk):
    found = desk.window.desk.recent

    def look():
        found.look()
        desk.wait(found.reading)
        return [action.text().partition(",")[0] for action in found.actions if action.isVisible()]

    yield look
    for path in paths.runs_folder().glob("*.vgrun"):
        path.unlink()
    look()


def test_the_newest_runs_that_can_be_read_stand_in_the_menu_under_their_last_names(desk, recent):
    assert recent() == []
    made = [make_run(paths.runs_folder(), number, name=f"a & {number}") for number in range(10)]
    Marks(paths.runs_folder()).mark(made[9], "race-9", Shown("mine"))
    (paths.runs_folder() / "torn.vgrun").write_text("thesis")
    assert recent() == ["mine", *(f"a && {number}" for number in range(8, 1, -1))]
    desk.window.desk.recent.actions[0].trigger()
    desk.wait(desk.session.reading)
    assert [lane.name for lane in desk.session.lanes] == ["mine"]
