"""Trying a remedy in a lane beside the one that is sick."""

from dataclasses import replace

import pytest

from tests.runs.examples import example_samples, example_started
from tests.session.examples import small_spec
from vgdesk.checking.treatment import describe_trial, treat
from vgdesk.errors import VgdeskError
from vgdesk.events import RaceEnded, RunEnded
from vgdesk.experiment.remedies import find_remedy
from vgdesk.session.lane import MAX_LANES
from vgdesk.session.states import State

SPEC = small_spec("sigmoid", epochs=8)


def train(session, reason="finished") -> None:
    """Have the engine train what it was asked for."""
    for lane in session.training.race.lanes.values():
        made = replace(example_started(lane.run), spec_json=lane.spec.to_json())
        session.engine.deliver(made, example_samples(made, 9), RunEnded(lane.run, reason))
    session.engine.deliver(RaceEnded(session.engine.race))
    session.training.drain()


@pytest.fixture
def sick(session):
    """A lane whose run is over."""
    session.load([SPEC])
    session.start()
    train(session)
    session.engine.posted.clear()
    return session.selected


def test_a_remedy_is_trained_alone_from_the_same_seed_and_the_run_beside_it_stays(session, sick):
    history = sick.history
    session.try_remedy(sick.treat(find_remedy("tanh")))
    (command,) = session.engine.posted
    (entry,) = command.entries
    lane = session.selected
    assert (entry.run, lane.name, lane.spec.seed) == (lane.run, "sigmoid + tanh", SPEC.seed)
    assert lane.spec.network.activation.kind == "tanh"
    assert (session.lanes, sick.history, sick.spec) == ([sick, lane], history, SPEC)
    assert session.state is State.PREPARING


def test_at_the_end_a_line_says_what_it_did(session, sick):
    session.try_remedy(sick.treat(find_remedy("tanh")))
    train(session)
    lane = session.selected
    assert lane.trial.remedy.key == "tanh"
    assert session.said[-1] == (f"sigmoid + tanh, {describe_trial(lane.treatment, lane.trial)}", False)


def test_a_run_that_was_stopped_says_nothing_and_one_trained_anew_says_it_then(session, sick):
    session.try_remedy(sick.treat(find_remedy("tanh")))
    lane, said = session.selected, len(session.said)
    session.stop()
    train(session, "stopped")
    assert (lane.trial, len(session.said)) == (None, said)
    session.start()
    train(session)
    assert lane.trial is not None


def test_a_lane_that_is_changed_afterwards_is_no_trial_any_more(session, sick):
    session.try_remedy(sick.treat(find_remedy("tanh")))
    train(session)
    session.set_spec(small_spec("other", epochs=8))
    session.start()
    train(session)
    assert session.selected.trial is None


def crowded(session):
    while len(session.lanes) < MAX_LANES:
        session.add_lane()
    session.select(0)


def busy(session):
    session.start()
    session.engine.posted.clear()


@pytest.mark.parametrize(("prepare", "words"), [(crowded, "room for 4 lanes"), (busy, "stop them first")])
def test_a_trial_that_cannot_be_changes_nothing(session, sick, prepare, words):
    treatment = treat(sick.name, SPEC, sick.history, find_remedy("tanh"))
    prepare(session)
    lanes = list(session.lanes)
    with pytest.raises(VgdeskError, match=words):
        session.try_remedy(treatment)
    assert (session.lanes, session.engine.posted) == (lanes, [])


def test_there_is_nothing_to_try_on_a_lane_without_a_run_or_a_spec(session, sick):
    sick.trained_spec = None
    with pytest.raises(VgdeskError, match="cannot be read; train it first"):
        sick.treat(find_remedy("tanh"))
    sick.forget_run()
    with pytest.raises(VgdeskError, match="has no run yet; train it first"):
        sick.treat(find_remedy("tanh"))
