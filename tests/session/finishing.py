"""Plays the engine of a session to the end of a race."""

from dataclasses import replace

from tests.runs.examples import example_samples, example_started
from vgdesk.events import RaceEnded, RunEnded
from vgdesk.session.session import Session


def finish(session: Session, samples: int = 9, reason: str = "finished") -> None:
    """Have the engine train what it was asked for, so many samples in every lane."""
    for lane in session.training.race.lanes.values():
        made = replace(example_started(lane.run), spec_json=lane.spec.to_json())
        session.engine.deliver(made, example_samples(made, samples), RunEnded(lane.run, reason))
    session.engine.deliver(RaceEnded(session.engine.race))
    session.training.drain()
    assert not session.state.is_busy
    session.engine.posted.clear()
