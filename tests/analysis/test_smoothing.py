import numpy as np
import pytest

from vgdesk.analysis.smoothing import running_mean

Y = np.random.default_rng(0).random(200)


@pytest.mark.parametrize("samples", [1, 3, 50, 500])
def test_each_mean_is_of_the_last_few_values(samples):
    plain = [Y[max(at - samples + 1, 0) : at + 1].mean() for at in range(len(Y))]
    assert running_mean(Y, samples) == pytest.approx(plain)


def test_what_comes_later_changes_nothing():
    assert np.array_equal(running_mean(Y, 20)[:120], running_mean(Y[:120], 20))


def test_a_spike_leaves_no_trace_behind_its_mean():
    spiked = Y.copy()
    spiked[50] = 1e30
    assert running_mean(spiked, 10)[60:] == pytest.approx(running_mean(Y, 10)[60:])


def test_what_is_no_number_is_left_out_and_stays_a_gap():
    assert running_mean(np.array([1.0, np.nan, 3.0, np.inf]), 2) == pytest.approx([1, np.nan, 3, np.nan], nan_ok=True)
