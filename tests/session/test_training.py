"""What befalls an engine and its files while a race is under way."""

from tests.runs.examples import example_started
from vgdesk.events import EngineReady
from vgdesk.experiment.recording import RunMoved
from vgdesk.runs.reader import read_metadata
from vgdesk.runs.writer import RunWriter

DIED = "the training process was ended by signal 9"


def begin(session) -> None:
    session.start()
    deliver(session, EngineReady(), *(example_started(lane.run) for lane in session.lanes))


def deliver(session, *events) -> None:
    session.engine.deliver(*events)
    session.training.drain()


def test_an_engine_that_gives_no_sign_of_life_is_told_once_and_killed_at_once(session, until):
    session.training._look_timer.setInterval(5)
    begin(session)
    session.engine.seconds_silent = 2.0
    until(lambda: bool(session.said))
    assert session.said == [("the training process does not answer; Stop ends it and keeps the run so far", True)]
    session.engine.seconds_silent = 0.0
    until(lambda: session.said[1:] == [("the training process answers again", False)])
    session.engine.seconds_silent = 2.0
    until(lambda: len(session.said) == 3)
    session.stop()
    until(lambda: session.engine.kills == 1)


def test_the_file_of_a_lost_engine_gets_its_end(session, tmp_path):
    begin(session)
    lane = session.lanes[0]
    with RunWriter(lane.path) as writer:
        writer.write(lane.history.started)
    assert read_metadata(lane.path).ended is None
    session.engine.engine_lost.emit(DIED, session.engine.race)
    session.close()
    assert read_metadata(lane.path).ended.message == f"{DIED}; the run so far is kept, and Train starts a new one"


def test_a_run_that_was_put_into_another_file_is_told_and_followed(session, tmp_path):
    begin(session)
    lane = session.lanes[0]
    deliver(session, RunMoved(lane.run, tmp_path / "kept.vgrun", "it was deleted"))
    assert (lane.path, session.said) == (tmp_path / "kept.vgrun", [("it was deleted", True)])
