"""The numbers of many samples at once, against one sample after the other."""

import math

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.readings import COLLAPSE_STEPS, MOMENT, Readings

SAMPLES = 60


@pytest.fixture(params=[1, 2, 7], ids=lambda every: f"every {every}")
def drawn(request):
    """A run of random sizes, and the sizes themselves, some of them 0."""
    random = np.random.default_rng(request.param)
    sizes = {tensor: 10.0 ** random.normal(-2, 1, (SAMPLES, 4)) for tensor in ("signal", "gradient", "weight")}
    sizes["signal"][7:9, 0] = 0.0
    steps = np.arange(SAMPLES) * request.param
    values = {(tensor, "rms"): rows for tensor, rows in sizes.items()}
    return measured_history(values, losses=[0.7] * SAMPLES, steps=steps), sizes, steps


def recent(steps, sample):
    return [other for other in range(sample + 1) if steps[sample] - steps[other] < MOMENT]


def test_decades_and_shares_are_geometric_means_over_the_last_updates(drawn):
    history, sizes, steps = drawn
    logs = {
        tensor: np.log10(np.maximum(rows.astype(np.float32).astype(float), 1e-45)) for tensor, rows in sizes.items()
    }
    readings = Readings(history, 5, SAMPLES)
    for place, sample in enumerate(range(5, SAMPLES)):
        near = recent(steps, sample)
        assert readings.decades[place] == pytest.approx(
            np.mean([logs["signal"][s, 3] - logs["signal"][s, 0] for s in near]), rel=1e-4
        )
        for layer in range(3):
            exponent = np.mean([logs["gradient"][s, layer] - logs["weight"][s, layer] for s in near])
            assert readings.shares[place, layer] == pytest.approx(10.0**exponent, rel=1e-3)


def test_a_stretch_reads_the_same_as_its_samples_alone(drawn):
    history, *_ = drawn
    whole = Readings(history, 0, SAMPLES)
    for sample in (0, 1, 9, SAMPLES - 1):
        alone = Readings(history, sample, sample + 1)
        assert alone.decades[0] == pytest.approx(whole.decades[sample], rel=1e-9)
        assert alone.smallest_share[0] == pytest.approx(whole.smallest_share[sample], rel=1e-9)


def test_one_hidden_layer_has_no_depth():
    values = {(tensor, "rms"): [1e-9, 1.0] for tensor in ("signal", "gradient", "weight")}
    readings = Readings(measured_history(values), 0, 1)
    assert math.isnan(readings.decades[0])
    assert readings.smallest_share[0] == pytest.approx(1)


def test_what_was_not_measured_is_no_number():
    readings = Readings(measured_history({("signal", "rms"): None, ("weight", "rms"): None}), 0, 1)
    assert np.isnan([readings.decades[0], readings.smallest_share[0], readings.dead[0], readings.saturated[0]]).all()
    assert not readings.is_broken.any()


@pytest.mark.parametrize("tensor", ["activation", "signal", "gradient", "weight"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_number_that_is_none_breaks_a_sample(tensor, value):
    rows = np.full((3, 4), 0.1)
    rows[1, 2] = value
    readings = Readings(measured_history({(tensor, "rms"): rows}, losses=[0.7] * 3), 0, 3)
    assert readings.is_broken.tolist() == [False, True, False]
    assert readings.broken_rows(tensor)[1].tolist() == [False, False, True, False]


def test_a_loss_that_is_none_breaks_a_sample_and_an_update_that_was_not_made_does_not():
    history = measured_history({("update", "ratio"): [np.nan] * 4}, losses=[0.7, np.nan])
    assert Readings(history, 0, 2).is_broken.tolist() == [False, True]


def test_only_functions_flat_at_both_ends_count_as_saturated():
    values = {("activation", "saturated_fraction"): [0.9, 0.3, 0.6, 1.0]}
    assert Readings(measured_history(values), 0, 1).saturated[0] == pytest.approx(0.6)
    assert math.isnan(Readings(measured_history(values, activation="relu"), 0, 1).saturated[0])


@pytest.mark.parametrize("every", [1, 10, 150])
def test_a_rank_collapses_when_it_has_been_low_for_long_enough(every):
    samples = 320 // every + 3
    ranks = np.full((samples, 4), 2.0)
    ranks[1:, 1] = 1.01
    ranks[samples - 1, 1] = 2.0
    history = measured_history({("activation", "effective_rank"): ranks}, [0.7] * samples, np.arange(samples) * every)
    found = Readings(history, 0, samples).collapsed_rows(1.05)
    steps = history.steps
    for sample in range(samples):
        since = [other for other in range(samples) if steps[other] <= steps[sample] - COLLAPSE_STEPS]
        low = bool(since) and all(ranks[since[-1] : sample + 1, 1] < 1.05)
        assert found[sample].tolist() == [False, low, False]


def test_single_units_and_the_layer_before_one_output_may_have_a_low_rank():
    values = {("activation", "effective_rank"): [1.0, 1.0, 1.0, 1.0]}

    def collapsed(**made):
        history = measured_history(values, [0.7] * 102, **made)
        return Readings(history, 101, 102).collapsed_rows(1.05)[0].tolist()

    assert collapsed() == [True, True, False]
    assert collapsed(outputs=10) == [True, True, True]
    assert collapsed(units=1) == [False, False, False]
