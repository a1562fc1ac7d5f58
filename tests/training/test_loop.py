import math
from itertools import combinations, pairwise

import numpy as np
import pytest
import torch

from tests.oracle.textbook import in_float64, rounding_sizes, textbook_pass
from tests.oracle.tolerance import assert_close, assert_within, bound, steps_of_nudged
from tests.pairwise import cover_pairs
from tests.training.examples import (
    ACTIVATIONS,
    CLIPPINGS,
    NORMALIZATIONS,
    OPTIMIZERS,
    SKIPS,
    STEPS_PER_EPOCH,
    content_of,
    named,
    scores_of,
    small_spec,
    steps_of,
    told,
    values_of,
    with_units,
)
from vgdesk.events import (
    Progressed,
    RoundEnded,
    RunEnded,
    RunStarted,
    Sampled,
    Scored,
)
from vgdesk.training.blocks import BatchNorm
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training, train

EVERY_STEP = {"sampling": {"kind": "steps", "steps": 1}, "histograms": "sample", "snapshots": "auto"}
EPOCHS = 4
STEPS = EPOCHS * STEPS_PER_EPOCH


def trained(spec, *, measure):
    training = Training(spec, load_dataset(spec.data), measure=measure)
    for _ in training.rounds():
        pass
    return training


def state_of(training):
    """All that training has changed, bit for bit."""
    kept = [
        value
        for name, value in vars(training.optimizer).items()
        if isinstance(value, torch.Tensor) and name not in ("gradients", "scratch")
    ]
    return [
        tensor.numpy().tobytes() for tensor in (training.network.parameters.values, *training.network.moving, *kept)
    ]


# an activation is measured by what it gave, whatever else is chosen: each of them in some of the cases
CASES = [
    {"activation": ACTIVATIONS[number % len(ACTIVATIONS)], **case}
    for number, case in enumerate(
        cover_pairs(
            optimizer=OPTIMIZERS,
            normalization=NORMALIZATIONS,
            clipping=CLIPPINGS,
            skip=SKIPS,
            loss=["cross_entropy", "mean_squared_error"],
            dropout=[0.0, 0.3],
            schedule=["constant", {"kind": "cosine", "warmup": 2}],
        )
    )
]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_measuring_changes_no_weight_and_moves_no_statistics(case):
    rooms = dict.fromkeys(("optimizer", "clipping", "loss", "schedule"), "training")
    changes = {f"{rooms.get(name, 'network')}.{name}": choice for name, choice in case.items()} | with_units(2, 3, 3)
    untouched = state_of(trained(small_spec(changes), measure=False))
    assert state_of(trained(small_spec(changes), measure=True)) == untouched
    assert state_of(trained(small_spec(changes | EVERY_STEP), measure=True)) == untouched


def test_what_is_compared_bit_for_bit_changes_with_the_training():
    untouched = state_of(trained(small_spec(), measure=False))
    assert state_of(trained(small_spec({"training.epochs": 3}), measure=False)) != untouched


def test_measuring_moves_no_statistics_of_the_inputs():
    choices = {"network.input_normalization": "batch"}
    untouched = state_of(trained(small_spec(choices), measure=False))
    assert state_of(trained(small_spec(choices | EVERY_STEP), measure=True)) == untouched
    assert state_of(trained(small_spec(), measure=False)) != untouched


def test_each_clipping_clips_and_no_other():
    found = [
        state_of(trained(small_spec({"training.clipping": clipping, "training.optimizer": "sgd"}), measure=False))
        for clipping in CLIPPINGS
    ]
    assert all(one != other for one, other in combinations(found, 2))


def test_the_gradient_is_measured_before_it_is_clipped_and_the_update_after():
    changes = {"training.optimizer": {"kind": "sgd", "learning_rate": 0.5}, "training.epochs": 1, **EVERY_STEP}
    free, clipped = (
        told(small_spec({**changes, "training.clipping": {"kind": "value", "limit": limit}})) for limit in (1e6, 1e-6)
    )
    layout = free[0].layout
    gradients = layout.columns("gradient", "max_abs")
    assert values_of(clipped)[0, gradients].tolist() == values_of(free)[0, gradients].tolist()
    assert (values_of(clipped)[0, gradients] > 1e-6).all()
    weights = layout.columns("weight", "rms")
    ratios = values_of(clipped)[:-1, layout.columns("update", "ratio")]
    largest = np.abs(values_of(clipped)[:-1, layout.columns("weight", "max")])
    largest = np.maximum(largest, np.abs(values_of(clipped)[:-1, layout.columns("weight", "min")]))
    change = 0.5e-6 + bound(largest, 1, np.float32)  # before and after are rounded
    assert (ratios <= np.log10(change / values_of(clipped)[:-1, weights])).all()


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"network.normalization": "batch"},
        {"network.normalization": "layer", "network.activation": "prelu", "network.initializer": "orthogonal"},
        {"network.skip": "identity", "training.clipping": "global_norm", "training.loss": "mean_squared_error"},
    ],
    ids=str,
)
def test_equal_specs_tell_the_same_bit_for_bit_alone_or_in_a_race(choices):
    changes = {**choices, "data.test_fraction": 0.2, **EVERY_STEP}
    spec, other = small_spec(changes), small_spec({"network.activation": "relu", "seed": 3})
    alone = content_of(told(spec))
    race = list(train([other, spec, spec], runs=["other", "run", "twin"]))
    assert content_of(told(spec)) == content_of(race) == content_of(race, "twin") == alone
    assert content_of(told(small_spec({**changes, "seed": 1}))) != alone


def test_lanes_of_one_seed_see_the_same_batches_whatever_their_networks():
    one, other = (
        Training(small_spec(changes), load_dataset(small_spec().data))
        for changes in ({}, {"network.hidden": [], "network.activation": "relu", "sampling": "epoch"})
    )
    for _ in range(3):
        for batch, same in zip(one.batches.epoch(), other.batches.epoch(), strict=True):
            assert torch.equal(batch[0], same[0])
            assert torch.equal(batch[1], same[1])


def test_events_come_in_their_order():
    events = told(small_spec())
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[-2], RunEnded)
    assert isinstance(events[-1], RoundEnded)
    assert events[-2].reason == "finished"
    assert events[-2].seconds > 0
    assert [event for event in events if isinstance(event, Progressed)][-1].step == STEPS
    started = events[0]
    assert (started.run, started.total_steps, started.steps_per_epoch) == ("run", STEPS, STEPS_PER_EPOCH)
    assert started.parameters == 2 * 4 + 4 + 4 * 3 + 3 + 3 + 1
    assert started.spec_json == small_spec().to_json()


@pytest.mark.parametrize(
    ("sampling", "steps"),
    [
        ("epoch", [0, 3, 6, 9, 12]),
        ({"kind": "steps", "steps": 1}, list(range(13))),
        ({"kind": "steps", "steps": 3}, [0, 3, 6, 9, 12]),
        ({"kind": "steps", "steps": 5}, [0, 5, 10, 12]),
        ({"kind": "steps", "steps": 12}, [0, 12]),
        ({"kind": "steps", "steps": 1000}, [0, 12]),
    ],
)
def test_samples_begin_untrained_and_one_closes_the_run(sampling, steps):
    events = told(small_spec({"sampling": sampling}))
    assert steps_of(events) == steps
    assert values_of(events).shape == (len(steps), len(events[0].layout.channels))


def test_a_limit_of_steps_ends_the_training_within_an_epoch():
    whole, cut = told(small_spec(EVERY_STEP)), told(small_spec({"training.steps": 7, **EVERY_STEP}))
    assert cut[0].total_steps == 7
    assert steps_of(cut) == list(range(8))
    assert [score[0] for score in scores_of(cut)] == [0, 3, 6, 7]
    np.testing.assert_array_equal(values_of(cut)[:7], values_of(whole)[:7])


def test_scores_are_taken_untrained_and_after_each_epoch():
    events = told(small_spec())
    assert [score[0] for score in scores_of(events)] == [0, 3, 6, 9, 12]
    assert scores_of(events)[0][3:] == (None, None)


def test_scores_are_over_all_points():
    spec = small_spec({"data.n": 10_000, "data.test_fraction": 0.25})
    training = Training(spec, load_dataset(spec.data))
    scored = training.score()
    points = load_dataset(spec.data)
    for inputs, labels, loss, accuracy in (
        (points.train_inputs, points.train_labels, scored.loss, scored.accuracy),
        (points.test_inputs, points.test_labels, scored.test_loss, scored.test_accuracy),
    ):
        z = training.network.forward(torch.tensor(inputs)).double()[:, 0]
        y = torch.tensor(labels).double()
        terms = torch.nn.functional.softplus(z) - y * z
        steps = len(y) ** 0.5 + 10  # roundings of a long sum do not depend on each other
        assert_close(np.float32(loss), terms.mean(), steps=steps, scale=terms.abs().mean())
        assert accuracy == ((z > 0) == (y > 0.5)).double().mean().item()


def test_a_sample_is_the_state_before_the_update_of_its_step():
    spec = small_spec(EVERY_STEP)
    training, twin = (Training(spec, load_dataset(spec.data), run="run") for _ in range(2))
    batches = (batch for _ in range(EPOCHS + 1) for batch in twin.batches.epoch())
    wanted, events = [textbook_measures(spec, training.network, *next(batches))], []
    for event in training.rounds():
        if event is not None:
            events.append(event)
            continue
        wanted.append(textbook_measures(spec, training.network, *next(batches)))
    layout = training.probe.layout
    measured = [("weight", "l2"), ("gradient", "l2"), ("bias_gradient", "mean")]
    columns = [layout.columns(*key) for key in measured]
    found = [np.concatenate([row[column] for column in columns]) for row in values_of(events)]
    assert len(found) == STEPS + 1
    losses = np.concatenate([event.batch_loss for event in events if isinstance(event, Sampled)])
    for loss, row, (exact, allowed) in zip(losses, found, wanted, strict=True):
        assert_within(np.array([loss, *row], np.float64), exact, allowed, "loss and measures")


def textbook_measures(spec, network, inputs, targets):
    """Loss of a batch, norms of weights and gradients and means of bias gradients by autograd, and their bounds."""
    network = in_float64(spec, network)
    batch = (inputs.double(), targets[:, 0].long())
    found, sizes = textbook_pass(spec, network, *batch), rounding_sizes(spec, network, *batch)
    numbers = range(1, len(network.layers) + 1)
    weights = [layer.weight.norm().item() for layer in network.layers]
    gradients = [found.gradients[number, "weight"] for number in numbers]
    means = [found.gradients[number, "bias"].mean().item() for number in numbers]
    off = [sizes["loss"]]
    off += weights
    off += [sizes[f"gradient of weight {number}"] * gradients[number - 1].numel() ** 0.5 for number in numbers]
    off += [sizes[f"gradient of bias {number}"] for number in numbers]
    exact = [found.loss.item(), *weights, *(gradient.norm().item() for gradient in gradients), *means]
    return np.array(exact), bound(np.array(off), steps_of_nudged(len(inputs)), np.float32)


def test_the_gradients_stay_in_the_one_buffer():
    training = trained(small_spec({"network.normalization": "batch", **EVERY_STEP}), measure=True)
    gradients = training.network.parameters.gradients
    assert training.optimizer.gradients is gradients
    for layer in training.network.layers:
        norms = [block for block in layer.blocks if isinstance(block, BatchNorm)]
        views = [layer.weight_gradient, layer.bias_gradient, *(norm.scale_gradient for norm in norms)]
        assert {view.untyped_storage().data_ptr() for view in views} == {gradients.untyped_storage().data_ptr()}
        assert all(view.any() for view in views)


def test_a_training_that_explodes_goes_on_to_its_end_and_is_recorded():
    changes = {"network.activation": "linear", "training.optimizer": {"kind": "sgd", "learning_rate": 1000}}
    weights = {"network.initializer": {"kind": "normal", "std": 100}, "training.epochs": 30}
    events = told(small_spec({**changes, **weights, **EVERY_STEP}))
    assert steps_of(events) == list(range(30 * STEPS_PER_EPOCH + 1))
    nonfinite = values_of(events)[:, events[0].layout.columns("gradient", "nonfinite")]
    assert (nonfinite[0] == 0).all()
    assert (nonfinite[-1] == [8, 12, 3]).all()
    assert math.isnan(scores_of(events)[-1][1])
    assert events[-2].reason == "finished"


def test_a_hand_out_keeps_the_order_of_steps_and_says_how_far_it_is():
    events = told(small_spec({"training.epochs": 200, **EVERY_STEP}))
    steps = steps_of(events)
    assert steps == list(range(200 * STEPS_PER_EPOCH + 1))
    for event, following in pairwise(events):
        if isinstance(event, Sampled):
            assert len(event.steps) <= 64
            assert isinstance(following, Progressed)
            assert event.steps[-1] <= following.step <= event.steps[-1] + 1
            assert not event.values.flags.writeable
    assert all(isinstance(event.loss, float) for event in events if isinstance(event, Scored))


def test_a_batch_norm_survives_batches_of_one_point():
    spec = small_spec({"network.normalization": "batch", "data.n": 65, "training.batch_size": 32})
    scores = scores_of(told(spec))
    assert all(math.isfinite(loss) for _, loss, *_ in scores)


def test_one_thread_trains_narrow_networks():
    before = torch.get_num_threads()
    try:
        told(small_spec({"training.epochs": 1}))
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


def test_each_update_has_the_rate_of_its_step():
    spec = small_spec({"training.schedule": {"kind": "cosine", "warmup": 3}, "training.optimizer": "sgd"})
    training = Training(spec, load_dataset(spec.data), measure=False)
    rates, update = [], training.optimizer.step
    training.optimizer.step = lambda: (rates.append(training.optimizer.rate), update())
    assert sum(1 for _ in training.rounds()) > 0
    assert rates == [spec.rate_at(step) for step in range(spec.total_steps)]
