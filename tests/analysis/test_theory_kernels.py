"""Against means over many normal numbers, drawn in pairs."""

import typing

import numpy as np
import pytest

from vgdesk.analysis.theory_kernels import find_batch_kernels, find_kernels
from vgdesk.experiment import activations
from vgdesk.experiment.activations import HardSigmoid, LeakyRelu, Relu, Tanh

CHOICES = [kind() for kind in typing.get_args(activations.AnyActivation)]
COVARIANCE = np.array([[1.0, 0.7, -0.3], [0.7, 2.0, 0.4], [-0.3, 0.4, 0.5]])


@pytest.mark.parametrize("choice", [*CHOICES, LeakyRelu(slope=-0.4)], ids=lambda choice: choice.label)
def test_kernels_are_the_means_over_drawn_pre_activations(choice):
    found = find_kernels(choice, COVARIANCE)
    z = np.random.default_rng(0).normal(size=(400_000, 3)) @ np.linalg.cholesky(COVARIANCE).T
    a, slope = choice.apply(z), choice.slope_at(z)
    wanted = {"values": a, "slopes": slope, "square_values": a**2, "square_slopes": slope**2}
    wanted |= {"leans": z * slope, "alongs": a * slope}
    np.testing.assert_allclose(found.mean, a.mean(axis=0), atol=0.006)
    for name, drawn in wanted.items():
        products = drawn[:, :, None] * drawn[:, None, :]
        spread = products.std(axis=0) / np.sqrt(len(z))
        assert (np.abs(getattr(found, name) - products.mean(axis=0)) < 5 * spread + 2e-3).all(), name


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.kind)
@pytest.mark.parametrize("variance", [0.01, 1.0, 45.0])
def test_the_diagonal_is_that_of_the_moments(choice, variance):
    found, moments = find_kernels(choice, np.full((2, 2), variance)), choice.moments(variance)
    assert found.values == pytest.approx(np.full((2, 2), moments.square), rel=4e-3)
    assert found.slopes == pytest.approx(np.full((2, 2), moments.slope_square), rel=0.02)


def test_points_that_are_the_same_stay_the_same():
    for choice in (Relu(), Tanh()):
        found = find_kernels(choice, np.ones((2, 2)))
        assert found.values[0, 1] == pytest.approx(found.values[0, 0])
        assert found.slopes[0, 1] == pytest.approx(found.slopes[0, 0])


@pytest.mark.parametrize("choice", [Relu(), Tanh(), HardSigmoid()], ids=lambda choice: choice.label)
def test_behind_a_batch_normalisation_they_are_those_of_values_with_the_same_spread(choice):
    batch = 16
    z = np.random.default_rng(0).normal(size=(200_000, batch))
    z -= z.mean(axis=1, keepdims=True)
    z /= z.std(axis=1, keepdims=True)
    covariance = (batch * np.eye(batch) - 1) / (batch - 1)
    found = find_batch_kernels(choice, covariance, 2 / (batch - 1))
    a, slope = choice.apply(z), choice.slope_at(z)
    for name, wanted in {"values": a, "slopes": slope, "leans": z * slope}.items():
        products = wanted.T @ wanted / len(z)
        assert np.diag(getattr(found, name)).mean() == pytest.approx(np.diag(products).mean(), rel=0.01), name
