import math
from statistics import NormalDist
from typing import get_args

import pytest
import torch
from pydantic import TypeAdapter

from tests.oracle.tolerance import assert_close
from tests.training.examples import ACTIVATIONS
from vgdesk.experiment import activations
from vgdesk.training.activations import flat_ranges, largest_slope, make_activation, slope_of

Z = torch.linspace(-6, 6, 241, dtype=torch.float64)
CHOICES = [TypeAdapter(activations.Activation).validate_python(choice) for choice in ACTIVATIONS]
KINDS = {member().kind for member in get_args(get_args(activations.Activation)[0])}
ALPHA, SCALE = 1.6732632423543772, 1.0507009873554805
DEFINITIONS = {
    "linear": (lambda z: z, lambda z: 1.0),
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2),
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "hard_sigmoid": (lambda z: min(max(z + 3, 0.0), 6.0) / 6, lambda z: float(-3 < z < 3) / 6),
    "softsign": (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
    "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0)),
    "leaky_relu": (lambda z: z if z > 0 else 0.3 * z, lambda z: 1.0 if z > 0 else 0.3),
    "elu": (lambda z: z if z > 0 else 1.5 * math.expm1(z), lambda z: 1.0 if z > 0 else 1.5 * math.exp(z)),
    "selu": (
        lambda z: SCALE * (z if z > 0 else ALPHA * math.expm1(z)),
        lambda z: SCALE * (1.0 if z > 0 else ALPHA * math.exp(z)),
    ),
    "gelu": (
        lambda z: z * NormalDist().cdf(z),
        lambda z: NormalDist().cdf(z) + z * NormalDist().pdf(z),
    ),
    "silu": (
        lambda z: z / (1 + math.exp(-z)),
        lambda z: (1 + math.exp(-z) + z * math.exp(-z)) / (1 + math.exp(-z)) ** 2,
    ),
    "softplus": (lambda z: math.log1p(math.exp(z)), lambda z: 1 / (1 + math.exp(-z))),
}
LARGEST = {
    "sigmoid": 0.25,
    "hard_sigmoid": 1 / 6,
    "elu": 1.5,
    "selu": SCALE * ALPHA,
    "gelu": NormalDist().cdf(2**0.5) + 2**0.5 * NormalDist().pdf(2**0.5),
    "silu": 1.0998393194836,
}


def choice_of(kind):
    return next(choice for choice in CHOICES if choice.kind == kind)


def test_every_choice_is_tested_here():
    assert {choice.kind for choice in CHOICES} == set(KINDS) == {*DEFINITIONS, "prelu"}


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_a_function_and_its_slope_are_as_defined(kind):
    phi, slope = DEFINITIONS[kind]
    function = make_activation(choice_of(kind))
    a = function.forward(Z)
    size = 1 + Z.abs()  # of the largest term in any of the formulas
    assert_close(a, torch.tensor([phi(z) for z in Z.tolist()], dtype=torch.float64), steps=10, scale=size)
    delta = torch.linspace(-2, 3, len(Z), dtype=torch.float64)
    wanted = delta * torch.tensor([slope(z) for z in Z.tolist()], dtype=torch.float64)
    assert_close(function.backward(delta, Z, a), wanted, steps=20, scale=delta.abs() * size)


def test_nothing_is_written_into_what_was_given():
    for kind in DEFINITIONS:
        function = make_activation(choice_of(kind))
        z, delta = Z.clone(), torch.ones_like(Z)
        function.backward(delta, z, function.forward(z))
        assert torch.equal(z, Z), kind
        assert torch.equal(delta, torch.ones_like(Z)), kind


def test_the_largest_slope_is_found_but_for_the_grid():
    """Points lie a thousandth apart, and softplus is looked at up to 10 only."""
    found = {kind: largest_slope(choice_of(kind)) for kind in DEFINITIONS}
    assert found == {kind: pytest.approx(LARGEST.get(kind, 1.0), rel=2e-3) for kind in DEFINITIONS}
    assert {kind: found[kind] for kind in ("sigmoid", "tanh")} == {"sigmoid": 0.25, "tanh": 1.0}


@pytest.mark.parametrize("slope", [-0.5, 0.0, 0.2])
def test_the_slope_of_prelu_is_the_one_that_it_starts_from(slope):
    choice = activations.Prelu(slope=slope)
    assert_close(slope_of(choice, torch.tensor([-2.0, 2.0])), [slope, 1.0], steps=1)
    assert largest_slope(choice) == 1
    with pytest.raises(KeyError):
        make_activation(choice)


def test_the_largest_slope_is_looked_for_once_a_choice():
    assert largest_slope(activations.Elu(alpha=3.0)) == pytest.approx(3.0, rel=2e-3)
    before = largest_slope.cache_info().hits
    assert largest_slope(activations.Elu(alpha=3.0)) > largest_slope(activations.Elu(alpha=2.0))
    assert largest_slope.cache_info().hits == before + 1


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_what_is_large_stays_finite_and_what_is_nan_stays_nan(dtype):
    z = torch.tensor([-1e30, -100.0, 100.0, 1e30, math.nan], dtype=dtype)
    for kind in DEFINITIONS:
        function = make_activation(choice_of(kind))
        a = function.forward(z)
        assert (a.dtype, function.backward(torch.ones_like(z), z, a).dtype) == (dtype, dtype), kind
        assert a.isfinite().tolist() == [True] * 4 + [False], kind
        assert slope_of(choice_of(kind), z)[:4].isfinite().all(), kind


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_the_flat_ranges_hold_every_point_of_small_slope_and_no_other(share):
    z = torch.cat([torch.linspace(-12, 12, 24_007), torch.tensor([-1e30, -1e-30, 0.0, 1e-30, 1e30])]).double()
    for choice in CHOICES:
        flat = slope_of(choice, z).abs() < share * largest_slope(choice)
        inside = torch.zeros_like(flat)
        for low, high in flat_ranges(choice, share):
            inside |= (z >= low) & (z <= high)
        assert torch.equal(inside, flat), choice.kind


def test_the_ends_of_flat_ranges_are_exact():
    assert flat_ranges(activations.Relu(), 0.05) == ((-math.inf, 0.0),)
    assert flat_ranges(activations.HardSigmoid(), 0.05) == ((-math.inf, -3.0), (3.0, math.inf))
    assert flat_ranges(activations.LeakyRelu(slope=0.3), 0.05) == ()
    (low, high), (_, upper) = flat_ranges(activations.Gelu(), 0.05)[0], flat_ranges(activations.Gelu(), 0.05)[1]
    assert low == -math.inf
    assert high < -2 < upper < 0
    ends = [end for pair in flat_ranges(activations.Tanh(), 0.05) for end in pair]
    exact = math.atanh(math.sqrt(0.95))
    steepness = 20 / (2 * 0.95**0.5 * exact)  # where the slope is a twentieth, z moves by so much more than it
    assert_close(ends[1:3], [-exact, exact], steps=10, scale=steepness, dtype="float64")
