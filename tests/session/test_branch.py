"""Training on from the weights at the cursor, in a lane beside it."""

from dataclasses import replace

import numpy as np
import pytest

from tests.runs.examples import example_samples, example_started, record
from tests.session.examples import small_spec
from tests.session.opening import open_runs
from vgdesk.engine import Entry, train_recorded
from vgdesk.errors import VgdeskError
from vgdesk.events import Layer, Layout, Progressed, RaceEnded, RunEnded, SnapshotTaken
from vgdesk.experiment.slots import list_snapshot_slots
from vgdesk.experiment.start import Origin
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run
from vgdesk.session.beside import branch, branch_with_optimizer, race_change
from vgdesk.session.lane import MAX_LANES, start_of
from vgdesk.session.states import State

SPEC = small_spec("sigmoid", epochs=8)
SLOTS = list_snapshot_slots(SPEC)
SIZE = sum(slot.size for slot in SLOTS)


def weights(epoch) -> np.ndarray:
    return np.full(SIZE, 0.5 + epoch, np.float32)


def started(run, spec=SPEC, origin=None):
    made = example_started(run)
    layers = tuple(Layer(f"{number}", 5, "sigmoid") for number in (1, 2, 3))
    layout = Layout(layers, made.layout.channels, slots=SLOTS)
    total = spec.total_steps
    return replace(made, spec_json=spec.to_json(), layout=layout, total_steps=total, origin=origin)


def events_of(run, epochs=(0, 2, 4), origin=None):
    """A finished run of eight epochs that kept its weights at some of them."""
    began = started(run, origin=origin)
    kept = [SnapshotTaken(run, 4 * epoch, weights(epoch)) for epoch in epochs]
    return began, example_samples(began, 9), *kept, RunEnded(run, "finished")


def train(session, **how) -> None:
    session.load([SPEC])
    session.start()
    (lane,) = session.lanes
    session.engine.deliver(*events_of(lane.run, **how), RaceEnded(session.engine.race))
    session.training.drain()
    session.engine.posted.clear()
    session.said.clear()


@pytest.mark.parametrize(("cursor", "epoch"), [(None, 4), (7.5, 4), (3.9, 2), (2.0, 2), (0.0, 0)])
def test_a_branch_begins_with_the_last_weights_before_the_cursor(session, cursor, epoch):
    train(session)
    if cursor is not None:
        session.time.look_at(cursor)
    session.set_spec(small_spec("sigmoid", epochs=8, network__activation="relu"))
    branch(session)
    kept, lane = session.lanes
    (command,) = session.engine.posted
    (entry,) = command.entries
    assert (entry.run, entry.lane, entry.path) == (lane.run, "relu", lane.path)
    assert entry.start.origin == Origin(kept.run, 4 * epoch, 4)
    assert np.array_equal(entry.start.values, weights(epoch))
    assert (lane.spec.network.activation.kind, kept.spec) == ("relu", SPEC)
    assert session.selected is lane
    assert (session.state, session.time.is_live) == (State.PREPARING, True)
    assert session.said == [
        (f"relu continues from sigmoid at epoch {epoch} with a new optimizer state", False),
    ]


def test_the_run_that_it_comes_from_stays_as_it_is(session):
    train(session)
    history, path = session.selected.history, session.selected.path
    branch(session)
    kept = session.lanes[0]
    assert (kept.history, kept.path, kept.is_edited) == (history, path, False)
    assert [lane.name for lane in session.lanes] == ["sigmoid", "sigmoid 2"]


def test_progress_counts_what_the_branch_itself_has_to_do(session):
    train(session)
    session.time.look_at(2)
    branch(session)
    lane = session.selected
    session.engine.deliver(started(lane.run, origin=lane.start.origin))
    session.training.drain()
    assert (session.progress.done, lane.history.step) == (0.0, 8)
    session.engine.deliver(Progressed(lane.run, 20))
    session.training.drain()
    assert session.progress.done == 0.5


def test_training_again_a_change_or_a_copy_begin_where_the_branch_began(session):
    train(session)
    session.time.look_at(2)
    branch(session)
    lane = session.selected
    session.engine.deliver(*events_of(lane.run, origin=lane.start.origin), RaceEnded(session.engine.race))
    session.training.drain()
    session.set_spec(small_spec("sigmoid 2", epochs=8, seed=8))
    race_change(session)
    session.engine.deliver(RaceEnded(session.engine.race))
    session.training.drain()
    session.add_lane()
    starts = [lane.start for lane in session.lanes]
    assert starts == [None, lane.start, lane.start, lane.start]
    assert [entry.start for entry in session.engine.posted[-1].entries] == [lane.start]
    session.start_again()
    assert [entry.start for entry in session.engine.posted[-1].entries] == starts


def untrained(session):
    session.load([SPEC])


def without_weights(session):
    train(session, epochs=())


def before_the_first(session):
    train(session, epochs=(4,))
    session.time.look_at(3.0)


def wider(session):
    train(session)
    session.set_spec(small_spec("wide", epochs=8, network__hidden=[{"units": 4}, {"units": 9}]))


def shorter(session):
    train(session)
    session.set_spec(small_spec("short", epochs=4))


def crowded(session):
    train(session)
    while len(session.lanes) < MAX_LANES:
        session.add_lane()
    session.select(0)


def busy(session):
    train(session)
    session.start_again()
    session.engine.posted.clear()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (untrained, "'sigmoid' has no run yet; train it"),
        (without_weights, "kept no weights; train it with Weights kept"),
        (before_the_first, "kept no weights at or before epoch 3; put the cursor later"),
        (wider, "the weight of layer 2 is 4 × 3 there and 4 × 9 here"),
        (shorter, "its training ends at epoch 4; ask for more epochs"),
        (crowded, "room for 4 lanes"),
        (busy, "stop them first"),
    ],
)
def test_a_branch_that_cannot_be_changes_nothing(session, prepare, words):
    prepare(session)
    lanes, specs, state = list(session.lanes), [lane.spec for lane in session.lanes], session.state
    with pytest.raises(VgdeskError, match=words):
        branch(session)
    assert (session.lanes, [lane.spec for lane in session.lanes], session.state) == (lanes, specs, state)
    assert session.engine.posted == []


def test_a_branch_whose_layers_change_afterwards_is_not_trained(session):
    train(session)
    branch(session)
    session.engine.deliver(RaceEnded(session.engine.race))
    session.training.drain()
    session.set_spec(small_spec("wide", epochs=8, network__hidden=[{"units": 4}, {"units": 9}]))
    with pytest.raises(VgdeskError, match="same layers, or train it from the start"):
        session.start()


@pytest.mark.parametrize(
    ("epochs", "has_start", "words"),
    [((2, 4), True, "which continues from epoch 2 of another run"), ((4,), False, "Train begins with fresh ones")],
)
def test_a_branch_that_is_opened_again_knows_where_it_began(session, tmp_path, epochs, has_start, words):
    origin = Origin("another", 8, 4)
    history = History(started("run", origin=origin), "branch")
    for event in events_of("run", epochs, origin)[1:]:
        history.append(event)
    record(history, tmp_path / "branch.vgrun")
    open_runs(session, tmp_path / "branch.vgrun")
    (lane,) = session.lanes
    assert lane.history.started.origin == origin
    assert words in session.said[-1][0]
    assert (lane.start is not None) == has_start
    if has_start:
        assert (lane.start.origin, lane.start.slots) == (origin, SLOTS)
        assert np.array_equal(lane.start.values, weights(2))


def test_a_branch_takes_the_optimizer_along_from_where_the_run_stands(session, tmp_path):
    optimizer = {"training__optimizer": "adam"}
    spec = small_spec("sigmoid", epochs=2, **optimizer)
    list(train_recorded([Entry("run", spec.to_json(), tmp_path / "run.vgrun")]))
    history = read_run(tmp_path / "run.vgrun")
    session.load([spec])
    lane = session.selected
    lane.run, lane.path, lane.trained_spec, lane.history = "run", tmp_path / "run.vgrun", spec, history
    session.set_spec(small_spec("sigmoid", epochs=4, training__optimizer="sgd"))
    with pytest.raises(VgdeskError, match="was adam and is sgd"):
        branch_with_optimizer(session)
    session.set_spec(small_spec("sigmoid", epochs=4, **optimizer))
    branch_with_optimizer(session)
    start = session.engine.posted[-1].entries[0].start
    assert start.origin == Origin("run", 8, 4, with_optimizer=True)
    assert np.array_equal(start.values, history.snapshots.values(len(history.snapshots) - 1))
    assert start.state.numbers == {"steps": 8}
    assert session.said[-1][0].endswith("continues from sigmoid at epoch 2 with its optimizer state")


def test_a_branch_whose_optimizer_went_along_does_not_begin_anew_with_a_fresh_one():
    began = started("run", origin=Origin("another", 0, 4, with_optimizer=True))
    history = History(began, "")
    history.append(SnapshotTaken("run", 0, weights(0)))
    assert start_of(history) is None
