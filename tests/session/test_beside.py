import pytest

from tests.session.examples import small_spec
from tests.session.finishing import finish
from vgdesk.checking.treatment import treat
from vgdesk.errors import VgdeskError
from vgdesk.experiment.remedies import find_remedy
from vgdesk.session.beside import race_change, try_remedy
from vgdesk.session.lane import MAX_LANES
from vgdesk.session.states import State

SPEC = small_spec("sigmoid", epochs=8)


def names(session) -> list[str]:
    return [lane.name for lane in session.lanes]


def train(session) -> None:
    session.start()
    finish(session)


def test_racing_a_change_keeps_the_run_and_trains_the_change_beside_it(session):
    train(session)
    kept = session.selected.spec
    session.set_spec(small_spec("sigmoid", network__activation="tanh"))
    race_change(session)
    assert names(session) == ["sigmoid", "relu", "tanh"]
    assert session.lanes[0].spec == kept
    assert session.lanes[2].spec.network.activation.kind == "tanh"
    assert {lane.spec.seed for lane in session.lanes} == {7}
    assert session.state is State.PREPARING


def test_racing_a_renamed_change_keeps_the_name(session):
    train(session)
    session.set_spec(small_spec("mine", seed=8))
    race_change(session)
    assert names(session) == ["sigmoid", "relu", "mine"]


def test_racing_without_a_change_trains_nothing_that_is_finished(session):
    train(session)
    runs = [lane.history for lane in session.lanes]
    with pytest.raises(VgdeskError, match="nothing has changed since the lanes were trained"):
        race_change(session)
    assert ([lane.history for lane in session.lanes], session.engine.posted) == (runs, [])


def test_racing_a_change_trains_only_what_has_to_be_trained(session):
    train(session)
    finished = session.lanes[1].history
    session.set_spec(small_spec("sigmoid", network__activation="tanh"))
    race_change(session)
    (command,) = session.engine.posted
    assert [entry.lane for entry in command.entries] == ["tanh"]
    assert session.lanes[1].history is finished


def test_racing_without_room_changes_nothing(session):
    while len(session.lanes) < MAX_LANES:
        session.add_lane()
    train(session)
    changed = small_spec("sigmoid", seed=8)
    session.set_spec(changed)
    with pytest.raises(VgdeskError, match="room for"):
        race_change(session)
    assert (session.selected.spec, session.state) == (changed, State.FINISHED)


def test_a_remedy_is_trained_alone_from_the_same_seed_and_the_run_beside_it_stays(session, sick):
    history = sick.history
    try_remedy(session, sick.treat(find_remedy("tanh")))
    (command,) = session.engine.posted
    (entry,) = command.entries
    lane = session.selected
    assert (entry.run, lane.name, lane.spec.seed) == (lane.run, "sigmoid + tanh", SPEC.seed)
    assert lane.spec.network.activation.kind == "tanh"
    assert (session.lanes, sick.history, sick.spec) == ([sick, lane], history, SPEC)
    assert session.state is State.PREPARING


def crowded(session):
    while len(session.lanes) < MAX_LANES:
        session.add_lane()
    session.select(0)


def busy(session):
    session.start_again()
    session.engine.posted.clear()


@pytest.mark.parametrize(("prepare", "words"), [(crowded, "room for 4 lanes"), (busy, "stop them first")])
def test_a_trial_that_cannot_be_changes_nothing(session, sick, prepare, words):
    treatment = treat(sick.name, SPEC, sick.history, find_remedy("tanh"))
    prepare(session)
    lanes = list(session.lanes)
    with pytest.raises(VgdeskError, match=words):
        try_remedy(session, treatment)
    assert (session.lanes, session.engine.posted) == (lanes, [])


def test_there_is_nothing_to_try_on_a_lane_without_a_run_or_a_spec(session, sick):
    sick.trained_spec = None
    with pytest.raises(VgdeskError, match="cannot be read; train it first"):
        sick.treat(find_remedy("tanh"))
    sick.forget_run()
    with pytest.raises(VgdeskError, match="has no run yet; train it first"):
        sick.treat(find_remedy("tanh"))
