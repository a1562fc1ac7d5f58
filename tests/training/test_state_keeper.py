from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest

from tests.training.examples import (
    CLIPPINGS,
    NORMALIZATIONS,
    OPTIMIZERS,
    content_of,
    named,
    small_spec,
    snapshots_of,
    values_of,
)
from vgdesk.errors import VgdeskError
from vgdesk.experiment.recording import TrainingState
from vgdesk.experiment.start import Origin, Start
from vgdesk.training import loop
from vgdesk.training.loop import train
from vgdesk.training.state_keeper import StateKeeper

EVERY_STEP = {"sampling": {"kind": "steps", "steps": 1}, "histograms": "sample", "snapshots": "auto"}
OTHERS = [
    {"network.input_normalization": "batch", "training.schedule": {"kind": "cosine", "warmup": 2}},
    {"network.dropout": 0.3, "training.penalty": "decay", "training.steps": 11},
    {"training.order": "kept", "data.test_fraction": 0.2},
]
CASES = [
    {"training.optimizer": optimizer, "network.normalization": norm, "training.clipping": clipping, **others}
    for optimizer, norm, clipping, others in zip(
        OPTIMIZERS, cycle(NORMALIZATIONS), cycle(CLIPPINGS), cycle(OTHERS), strict=False
    )
]


@pytest.fixture
def at_every_step(monkeypatch):
    monkeypatch.setattr(loop, "_HAND_OUT_SECONDS", -1.0)
    monkeypatch.setattr(StateKeeper, "is_due", True)


def told_with_states(spec):
    """All events, and where the states are among them."""
    events = list(train([spec], runs=["run"], keep_states=True))
    return events, [place for place, event in enumerate(events) if isinstance(event, TrainingState)]


def rest_of(spec, state):
    return list(train([spec], runs=["run"], starts=[state]))[1:]


@pytest.mark.parametrize("case", CASES, ids=lambda case: named(case["training.optimizer"]))
@pytest.mark.usefixtures("at_every_step")
def test_a_training_goes_on_bit_for_bit_from_every_state(case):
    spec = small_spec({**case, **EVERY_STEP})
    events, places = told_with_states(spec)
    whole = content_of(events)
    assert [events[place].step for place in places] == list(range(spec.total_steps + 1))
    for place in places[:-1]:
        assert content_of([*events[:place], *rest_of(spec, events[place])]) == whole


@pytest.mark.usefixtures("at_every_step")
def test_a_recurrent_training_goes_on_bit_for_bit():
    spec = small_spec(
        {
            "data": {"kind": "delayed_recall", "n": 80, "length": 6},
            "network.recurrence": "gru",
            "training.loss": "mean_squared_error",
            **EVERY_STEP,
        }
    )
    events, places = told_with_states(spec)
    place = places[4]
    assert content_of([*events[:place], *rest_of(spec, events[place])]) == content_of(events)


@pytest.mark.usefixtures("at_every_step")
def test_a_finished_training_goes_on_as_if_more_epochs_had_been_asked_for():
    spec, longer = (small_spec({"training.epochs": epochs, **EVERY_STEP}) for epochs in (2, 4))
    events, places = told_with_states(spec)
    told = [*events[: places[-1]], *rest_of(longer, events[places[-1]])]
    assert content_of(told) == content_of(list(train([longer], runs=["run"])))


def test_a_short_training_keeps_the_states_of_its_ends_alone():
    events, places = told_with_states(small_spec(EVERY_STEP))
    assert [events[place].step for place in places] == [0, 12]


def test_a_training_does_not_go_on_from_what_is_not_its_own():
    spec = small_spec()
    events, places = told_with_states(spec)
    state = events[places[0]]
    arrays = {**state.arrays, "order": np.zeros(3, np.uint8)}
    for other, wrong, words in (
        (small_spec({"data.n": 81}), state, "training points have changed"),
        (small_spec({"network.hidden.0.units": 5}), state, "not of this one"),
        (small_spec({"training.optimizer": "sgd"}), state, "not of this one"),
        (spec, replace(state, arrays=arrays), "order of the data"),
        (spec, events[places[-1]], "ask for more epochs"),
    ):
        with pytest.raises(VgdeskError, match=words):
            rest_of(other, wrong)


@pytest.mark.usefixtures("at_every_step")
def test_a_branch_that_takes_the_optimizer_along_trains_on_without_a_jolt():
    norms = {"network.normalization": "batch", "network.input_normalization": "batch"}
    spec = small_spec({"training.optimizer": "nadam", **norms, **EVERY_STEP})
    events, places = told_with_states(spec)
    state, slots = events[places[6]], events[0].layout.slots
    snapshot = next(each for each in snapshots_of(events) if each.step == 6)
    assert state.weights(slots).tobytes() == snapshot.values.tobytes()
    for kept, is_same in ((state, True), (None, False)):
        start = Start(Origin("run", 6, 3, with_optimizer=is_same), slots, state.weights(slots), kept)
        branch = list(train([spec], runs=["run"], starts=[start]))
        assert (values_of(branch).tobytes() == values_of(events)[6:].tobytes()) is is_same


def test_a_state_of_another_network_is_no_start():
    events, places = told_with_states(small_spec())
    with pytest.raises(ValueError, match="of another network"):
        events[places[0]].weights(events[0].layout.slots[:-1])
