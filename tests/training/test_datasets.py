import numpy as np
import pytest
from sklearn.datasets import load_digits, make_circles, make_moons

from vgdesk.experiment.data import Circles, Digits, Gaussians, Moons, Spirals, Xor
from vgdesk.training.datasets import load_dataset

ALL = (Circles, Moons, Xor, Spirals, Gaussians)


def test_circles_and_moons_are_those_of_scikit_learn():
    circles = load_dataset(Circles())
    inputs, labels = make_circles(1000, factor=0.5, noise=0.1, random_state=42)
    assert np.array_equal(circles.train_inputs, inputs.astype(np.float32))
    assert np.array_equal(circles.train_labels, labels)
    moons = load_dataset(Moons(n=50, noise=0.2, seed=3))
    inputs, labels = make_moons(50, noise=0.2, random_state=3)
    assert np.array_equal(moons.train_inputs, inputs.astype(np.float32))
    assert np.array_equal(moons.train_labels, labels)


@pytest.mark.parametrize("kind", ALL)
def test_arrays_are_read_only_and_of_their_types(kind):
    points = load_dataset(kind(n=100, test_fraction=0.25))
    assert (points.train_inputs.shape, points.test_inputs.shape) == ((75, 2), (25, 2))
    for array, dtype in zip(vars(points).values(), (np.float32, np.int64) * 2, strict=True):
        assert array.dtype == dtype
        assert not array.flags.writeable


@pytest.mark.parametrize("kind", ALL)
def test_the_data_seed_alone_decides_the_points(kind):
    load_dataset.cache_clear()
    one = load_dataset(kind(seed=1)).train_inputs.copy()
    load_dataset.cache_clear()
    np.random.seed(7)
    assert np.array_equal(load_dataset(kind(seed=1)).train_inputs, one)
    assert not np.array_equal(load_dataset(kind(seed=2)).train_inputs, one)


@pytest.mark.parametrize("kind", ALL)
def test_the_last_points_are_kept_for_the_test(kind):
    whole, parted = load_dataset(kind(n=100)), load_dataset(kind(n=100, test_fraction=0.3))
    assert np.array_equal(np.concatenate([parted.train_inputs, parted.test_inputs]), whole.train_inputs)
    assert np.array_equal(np.concatenate([parted.train_labels, parted.test_labels]), whole.train_labels)
    assert len(whole.test_labels) == 0


@pytest.mark.parametrize("kind", ALL)
def test_scalings_are_fitted_on_all_points(kind):
    scaled = {
        scaling: load_dataset(kind(n=200, scaling=scaling)).train_inputs.astype(np.float64)
        for scaling in ("none", "unit", "symmetric", "standardize")
    }
    low, high = scaled["none"].min(0), scaled["none"].max(0)
    unit = (scaled["none"] - low) / (high - low)
    np.testing.assert_allclose(scaled["unit"], unit, atol=1e-6)
    np.testing.assert_allclose(scaled["symmetric"], 2 * unit - 1, atol=1e-6)
    standard = (scaled["none"] - scaled["none"].mean(0)) / scaled["none"].std(0)
    np.testing.assert_allclose(scaled["standardize"], standard, atol=1e-5)


def test_xor_without_noise_is_a_chess_board():
    points = load_dataset(Xor(noise=0.0))
    x, y = points.train_inputs.T
    assert np.array_equal(points.train_labels, x * y < 0)
    assert 0.4 < points.train_labels.mean() < 0.6


def test_spirals_without_noise_turn_as_often_as_asked_and_oppose_each_other():
    points = load_dataset(Spirals(noise=0.0, turns=2.0))
    x, y = points.train_inputs.astype(np.float64).T
    radius = np.hypot(x, y)
    angle = 2 * np.pi * 2 * radius + np.pi * points.train_labels
    np.testing.assert_allclose(np.stack([x, y]), radius * np.stack([np.cos(angle), np.sin(angle)]), atol=1e-5)
    assert radius.max() <= 1
    assert 0.4 < points.train_labels.mean() < 0.6


def test_clouds_stand_evenly_on_a_circle_and_are_as_wide_as_asked():
    points = load_dataset(Gaussians(n=20_000, clouds=5, noise=0.2))
    inputs, labels = points.train_inputs.astype(np.float64), points.train_labels
    assert set(labels.tolist()) == set(range(5))
    for cloud in range(5):
        own = inputs[labels == cloud]
        assert 0.18 < len(own) / len(labels) < 0.22
        angle = 2 * np.pi * cloud / 5
        np.testing.assert_allclose(own.mean(0), [np.cos(angle), np.sin(angle)], atol=0.02)
        np.testing.assert_allclose(own.std(0), 0.2, rtol=0.05)


def test_clouds_without_noise_are_their_centres():
    points = load_dataset(Gaussians(n=100, clouds=4, noise=0.0))
    centres = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
    np.testing.assert_allclose(points.train_inputs, centres[points.train_labels], atol=1e-7)


def test_digits_are_those_of_scikit_learn_in_an_order_of_the_seed():
    pixels, labels = load_digits(return_X_y=True)
    one, other = (load_dataset(Digits(seed=seed, scaling="none")) for seed in (1, 2))
    for points in (one, other):
        assert (points.train_inputs.shape, points.test_inputs.shape) == ((1438, 64), (359, 64))
        found = np.concatenate([points.train_inputs, points.test_inputs])
        classes = np.concatenate([points.train_labels, points.test_labels])
        rows = sorted(zip(map(bytes, found), classes.tolist(), strict=True))
        assert rows == sorted(zip(map(bytes, pixels.astype(np.float32)), labels.tolist(), strict=True))
    assert not np.array_equal(one.train_inputs, other.train_inputs)
    assert not np.array_equal(one.train_inputs, pixels[:1438].astype(np.float32))


def test_images_are_scaled_as_a_whole():
    """Pixels of the border, nearly always dark, keep their darkness."""
    scaled = {
        scaling: load_dataset(Digits(scaling=scaling, test_fraction=0.0)).train_inputs.astype(np.float64)
        for scaling in ("none", "unit", "symmetric", "standardize")
    }
    raw = scaled["none"]
    assert (raw.min(), raw.max()) == (0, 16)
    np.testing.assert_allclose(scaled["unit"], raw / 16, atol=1e-7)
    np.testing.assert_allclose(scaled["symmetric"], raw / 8 - 1, atol=1e-7)
    np.testing.assert_allclose(scaled["standardize"], (raw - raw.mean()) / raw.std(), atol=1e-6)
    assert scaled["unit"][:, 0].max() == 0


def test_a_column_that_never_varies_is_scaled_without_a_nan():
    points = load_dataset(Gaussians(n=50, clouds=2, noise=0.0, scaling="standardize"))
    assert np.isfinite(points.train_inputs).all()
