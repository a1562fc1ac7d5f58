import numpy as np
import pytest

from tests.analysis.made_runs import add_samples, made_history
from tests.pictures.views import lane_of
from vgdesk.analysis import codes
from vgdesk.analysis.scales import Limits
from vgdesk.measures import Scale
from vgdesk.pictures.difference import DifferenceSource, decades_between


def source_of(first, second):
    return DifferenceSource(lane_of(first), lane_of(second), "gradient", "mean_abs")


def frame_of(source, columns=40):
    return source.frame(source.limits(), None, columns, None)


def test_the_values_are_decades_at_the_epochs_that_both_have():
    long = made_history(np.full((12, 3), 1e-2), lane="sigmoid")
    short = made_history([[1e-1, 1e-2, 1e-5]] * 7, lane="relu")
    source = source_of(long, short)
    assert source.history.values == pytest.approx(np.tile([-1.0, 0.0, 3.0], (7, 1)))
    assert source.history.epochs.tolist() == list(range(7))
    assert frame_of(source).measure == "log₁₀(sigmoid / relu)"


def test_runs_sampled_at_other_steps_meet_at_equal_epochs():
    often = made_history(10.0 ** -np.arange(12.0)[:, None] * np.ones((1, 2)), steps_per_epoch=1)
    seldom = made_history(np.ones((4, 2)), steps_per_epoch=3)
    source = source_of(seldom, often)
    assert source.history.epochs.tolist() == [0, 1, 2, 3]
    assert source.history.values[:, 0] == pytest.approx([0, 1, 2, 3])


def test_it_grows_as_its_runs_do_and_is_the_same_as_made_at_once():
    rng = np.random.default_rng(3)
    first, second = 10.0 ** rng.normal(size=(2, 30, 4))
    growing = [made_history(values[:1], planned=29) for values in (first, second)]
    source = source_of(*growing)
    assert source.history.sample_count == 1
    for cut in (7, 8, 20):
        done = growing[0].sample_count
        add_samples(growing[0], first[done:cut])
        assert source.history.sample_count == done
        add_samples(growing[1], second[done:cut])
        assert source.history.sample_count == cut
    add_samples(growing[0], first[20:])
    add_samples(growing[1], second[20:])
    whole = source_of(made_history(first), made_history(second))
    assert np.array_equal(source.history.values, whole.history.values)
    assert np.array_equal(frame_of(source).codes, frame_of(whole).codes)


def test_zeros_and_what_is_no_number():
    first = np.array([[0, 0, 1, np.nan, np.inf]])
    second = np.array([[0, 1, 0, 1, 1]])
    assert np.array_equal(decades_between(first, second), [[0, -np.inf, np.inf, np.nan, np.inf]], equal_nan=True)
    assert decades_between(np.array([1e-45]), np.array([1e38])) == pytest.approx(-83)


def test_limits_have_zero_in_the_middle_and_hold_a_decade_at_least():
    ones = np.ones((9, 3))
    below = source_of(made_history(1e-4 * ones), made_history(ones)).limits()
    assert below.low == -below.high <= -4
    assert below.scale is Scale.LINEAR
    assert below.is_signed
    level = source_of(made_history(1.01 * ones), made_history(ones)).limits()
    assert level == Limits(Scale.LINEAR, -1.0, 1.0)
    assert source_of(made_history(ones), made_history(ones)).limits() == level


def test_no_difference_is_the_middle_shade():
    frame = frame_of(source_of(made_history(np.ones((9, 3))), made_history(np.ones((9, 3)))))
    middle = (codes.FIRST_SHADE + codes.LAST_SHADE) / 2
    assert np.abs(frame.codes.astype(float) - middle).max() <= 1
    assert frame.specials.zero == 0


def test_a_layer_that_one_run_lacks_stays_empty():
    frame = frame_of(source_of(made_history(np.ones((9, 3)), bare_layers=(1,)), made_history(np.ones((9, 3)))))
    assert (frame.codes[1] == codes.MISSING).all()
    assert (frame.codes[0] != codes.MISSING).all()


def test_networks_of_different_depth_are_refused_in_words():
    with pytest.raises(ValueError, match="a has 3 layers, b 4"):
        source_of(made_history(np.ones((2, 3)), lane="a"), made_history(np.ones((2, 4)), lane="b"))
    with pytest.raises(KeyError):
        DifferenceSource(*[lane_of(made_history(np.ones((2, 3))))] * 2, "signal", "rms")
