import pytest
from PySide6.QtWidgets import QInputDialog

from tests.runs.kept import RUN, leave_cut_off
from vgdesk import paths
from vgdesk.engine import StartRace
from vgdesk.runs.reader import read_run
from vgdesk.session.states import State

OFFER = "cut off was cut off at epoch 12 of 100."


@pytest.fixture
def path(desk):
    path = paths.runs_folder() / "run.vgrun"
    leave_cut_off(path)
    yield path
    for each in path.parent.glob("run.vgrun*"):
        each.unlink()


def is_asked(desk) -> bool:
    return any(child.isVisible() for child in desk.window.findChildren(object, "question"))


def offer(desk):
    """What a start does."""
    desk.window.settings.is_welcomed = True
    desk.window.greet()
    desk.wait(desk.window.desk.cut_off)
    desk.settle()


def starts(desk) -> list[StartRace]:
    return [each for each in desk.engine.posted if isinstance(each, StartRace)]


def test_the_next_start_offers_what_was_cut_off_and_one_key_goes_on(desk, path, qtbot):
    offer(desk)
    assert desk.find("question-text").text() == OFFER
    desk.press("1")
    qtbot.waitUntil(lambda: bool(starts(desk)))
    (entry,) = starts(desk)[0].entries
    assert (entry.run, entry.path, entry.goes_on) == (RUN, path, True)
    desk.engine.train(2)
    desk.engine.finish()
    desk.settle()
    (lane,) = desk.session.lanes
    assert (lane.history.sample_count, lane.history.ended.reason) == (12, "finished")
    assert read_run(path).sample_count == 12


def test_not_now_is_remembered_but_the_command_offers_it_again(desk, path, qtbot):
    offer(desk)
    desk.press("Esc")
    offer(desk)
    assert not is_asked(desk)
    desk.choose("action-cut_off")
    qtbot.waitUntil(lambda: is_asked(desk))
    desk.press("2")
    qtbot.waitUntil(lambda: [lane.run for lane in desk.session.lanes] == [RUN])
    assert desk.session.state is State.IDLE


def test_the_welcome_has_the_offer_where_it_is_open(desk, path, qtbot):
    desk.window.settings.is_welcomed = False
    desk.window.greet()
    desk.wait(desk.window.desk.cut_off)
    desk.click("welcome-offer-1")
    qtbot.waitUntil(lambda: bool(starts(desk)))
    assert not is_asked(desk)


def test_the_command_says_where_nothing_was_cut_off(desk, qtbot):
    desk.choose("action-cut_off")
    qtbot.waitUntil(lambda: desk.said.startswith("no run was cut off"))


def test_going_on_is_offered_for_a_run_without_its_end_and_for_longer_where_it_has_one(desk, monkeypatch):
    assert not desk.action("action-go_on_run").isEnabled()
    desk.train(2)
    desk.press("Shift+F5")
    assert desk.action("action-go_on_run").isEnabled()
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (0, False))
    desk.choose("action-train_longer")
    assert desk.session.state is State.STOPPED
