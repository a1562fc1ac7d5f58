import math

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.evidence import Evidence


def of(history, cursor=None):
    return Evidence(history, history.sample_count - 1 if cursor is None else cursor)


@pytest.mark.parametrize(
    ("steps", "cursor", "early"),
    [
        (range(200), 199, [0, 5, 10, 20, 30, 49]),
        (range(200), 12, [0, 5, 10, 12]),
        (range(200), 0, [0]),
        (range(0, 3200, 32), 60, [0, 1]),
        (range(0, 3200, 32), 0, [0]),
        (range(0, 8000, 16), 300, [0, 1, 3]),
        (range(0, 2500, 200), 9, [0]),
        (range(3200, 3400), 199, [0, 5, 10, 20, 30, 49]),
    ],
)
def test_the_early_steps_are_read_from_what_was_sampled_up_to_the_cursor(steps, cursor, early):
    history = measured_history(losses=[0.7] * len(steps), steps=steps)
    assert of(history, cursor).early.tolist() == early


def test_shares_are_geometric_means_over_the_early_samples():
    random = np.random.default_rng(3)
    gradient, weight, signal = (10.0 ** random.normal(-2, 1, (100, 4)) for _ in range(3))
    values = {("gradient", "rms"): gradient, ("weight", "rms"): weight, ("signal", "rms"): signal}
    evidence = of(measured_history(values, losses=[0.7] * 100))
    early = [0, 5, 10, 20, 30, 49]
    for layer in range(3):
        product = math.prod(gradient[s, layer] / weight[s, layer] for s in early)
        assert evidence.update_share[layer] == pytest.approx(product ** (1 / 6), rel=1e-5)
    assert len(evidence.update_share) == 3
    product = math.prod(signal[s, 0] / signal[s, -1] for s in early)
    assert evidence.signal_share == pytest.approx(product ** (1 / 6), rel=1e-5)


def test_a_layer_without_weights_or_gradient_moves_nothing():
    values = {("gradient", "rms"): [0.0, 0.0, np.nan, 1.0], ("weight", "rms"): [0.0, 1.0, 1.0, 1.0]}
    shares = of(measured_history(values)).update_share
    assert shares[:2].tolist() == [0, 0]
    assert np.isnan(shares[2])


def test_guessing_costs_the_logarithm_of_the_classes():
    assert of(measured_history(outputs=1)).guessing == pytest.approx(math.log(2))
    assert of(measured_history(outputs=10)).guessing == pytest.approx(math.log(10))
    assert math.isnan(of(measured_history(training={"loss": "mean_squared_error"})).guessing)


def test_the_loss_is_the_median_of_the_last_batches_and_progress_waits_for_the_early_steps():
    losses = np.concatenate([np.full(5, 2.0), np.linspace(2, 0.5, 95)])
    history = measured_history(losses=losses)
    assert of(history, 0).loss == 2.0
    assert of(history, 80).loss == pytest.approx(np.median(losses[76:81]))
    assert math.isnan(of(history, 48).progress)
    assert of(history, 49).progress == pytest.approx(1 - np.median(losses[45:50]) / 2)


def test_the_rate_is_that_of_the_hidden_layers_at_the_cursor():
    signal = np.array([[1e-1] * 4, [1e-4, 1e-3, 1e-2, 1e3]])
    history = measured_history({("signal", "rms"): signal}, losses=[0.7, 0.7])
    assert of(history, 1).rate.slope == pytest.approx(1.0)
    assert of(history, 0).rate.slope == pytest.approx(0.0)


def test_over_time_the_signal_is_read_at_the_cursor_and_every_step_counts():
    signal = 10.0 ** np.array([np.zeros(6), np.arange(-5.0, 1.0)])
    history = measured_history({("signal", "rms"): signal}, losses=[0.7, 0.7], time_steps=6)
    evidence = of(history, 1)
    assert evidence.signal_share == pytest.approx(1e-5)
    assert (evidence.rate.slope, evidence.rate.row) == (pytest.approx(1.0), "time step")
    assert of(history, 0).signal_share == 1


def test_what_was_not_measured_is_no_number():
    evidence = of(measured_history({("signal", "rms"): None, ("weight", "rms"): None}))
    assert math.isnan(evidence.signal_share)
    assert np.isnan(evidence.update_share).all()
    assert evidence.rate is None
