"""A branch from a trained lane, through the real engine and back from its file."""

from tests.end_to_end.conftest import wait_until
from tests.session.examples import small_spec
from vgdesk.runs.reader import read_run
from vgdesk.session.beside import branch
from vgdesk.session.states import State

PLAIN = {"training__optimizer": {"kind": "sgd", "learning_rate": 0.5}}


def finish(session, qtbot) -> None:
    wait_until(qtbot, lambda: session.state is State.FINISHED)


def last_weights(lane) -> bytes:
    snapshots = lane.history.snapshots
    return snapshots.values(len(snapshots) - 1).tobytes()


def test_a_lane_goes_on_from_the_cursor_beside_the_one_it_left(session, qtbot):
    session.load([small_spec("a", epochs=8, **PLAIN)])
    session.start()
    finish(session, qtbot)
    first = session.selected
    for changes in ({}, {"network__activation": "relu"}):
        session.select(0)
        session.set_spec(small_spec("a", epochs=8, **PLAIN, **changes))
        session.time.look_at(3.5)
        branch(session)
        finish(session, qtbot)
    same, relu = session.lanes[1:]
    assert [lane.name for lane in session.lanes] == ["a", "a 2", "relu"]
    assert last_weights(same) == last_weights(first)
    assert last_weights(relu) != last_weights(first)
    for lane in (same, relu):
        kept = read_run(lane.path)
        assert kept.started.origin == lane.start.origin
        assert (kept.started.first_step, kept.epochs.tolist()) == (12, [3, 4, 5, 6, 7, 8])
        assert kept.snapshots.values(0).tobytes() == first.history.snapshots.values(3).tobytes()


def test_a_branch_opened_again_trains_to_the_same_end(session, qtbot):
    session.load([small_spec("a", epochs=4)])
    session.start()
    finish(session, qtbot)
    session.time.look_at(2.0)
    session.set_spec(small_spec("a", epochs=4, network__activation="tanh"))
    branch(session)
    finish(session, qtbot)
    wanted, path = last_weights(session.selected), session.selected.path
    with qtbot.waitSignal(session.runs_opened):
        session.open_runs([path])
    session.start_again()
    finish(session, qtbot)
    assert last_weights(session.selected) == wanted
    assert session.selected.path != path
