"""Every activation has every fact, and what can be computed of them is right. Where one is missing, it says so."""

import typing

import numpy as np
import pytest
import torch

from vgdesk.experiment import activations
from vgdesk.experiment.activation_choice import ActivationChoice
from vgdesk.experiment.activations import LeakyRelu, Linear, Prelu, Relu, Tanh, activation_named
from vgdesk.training.activations import make_activation, slope_of

CHOICES = [kind() for kind in typing.get_args(activations.AnyActivation)]
GRID = np.linspace(-12, 12, 2001)  # 0 is on it

each_activation = pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.kind)


def find_missing(kind: type[ActivationChoice]) -> list[str]:
    """What an activation lacks, and where it belongs."""
    facts, kernels = "vgdesk/experiment/activations.py", "vgdesk/training/activations.py"
    lacks = [f"{kind.__name__}.{name}, in {facts}" for name in ("is_bounded",) if not hasattr(kind, name)]
    for name in ("apply", "slope_at"):
        if getattr(kind, name) is getattr(ActivationChoice, name):
            lacks.append(f"{kind.__name__}.{name}, in {facts}")
    if activation_named(kind().label) is not kind:
        lacks.append(f"{kind.__name__} in AnyActivation, in {facts}")
    try:
        slope_of(kind(), torch.zeros(1))
    except KeyError:
        lacks.append(f"{kind.__name__} in _FUNCTIONS, in {kernels}")
    return lacks


def kinds(base: type[ActivationChoice] = ActivationChoice) -> set[type[ActivationChoice]]:
    """Every activation of the product: those below the base that have a kind of their own."""
    below = {sub for sub in base.__subclasses__() if sub.__module__.startswith("vgdesk.")}
    own = {sub for sub in below if not sub.model_fields["kind"].is_required()}
    return own.union(*map(kinds, below))


def test_no_activation_lacks_a_fact():
    assert not [lack for kind in sorted(kinds(), key=lambda kind: kind.__name__) for lack in find_missing(kind)]


def test_a_missing_fact_is_named_with_its_place():
    class Swish(ActivationChoice):
        kind: typing.Literal["swish"] = "swish"

    assert find_missing(Swish) == [
        "Swish.is_bounded, in vgdesk/experiment/activations.py",
        "Swish.apply, in vgdesk/experiment/activations.py",
        "Swish.slope_at, in vgdesk/experiment/activations.py",
        "Swish in AnyActivation, in vgdesk/experiment/activations.py",
        "Swish in _FUNCTIONS, in vgdesk/training/activations.py",
    ]


@each_activation
def test_function_and_slope_are_those_of_the_kernels(choice):
    z = torch.from_numpy(GRID)
    kernel = make_activation(LeakyRelu(slope=choice.slope) if isinstance(choice, Prelu) else choice)
    np.testing.assert_allclose(choice.apply(GRID), kernel.forward(z).numpy(), atol=3e-6)
    np.testing.assert_allclose(choice.slope_at(GRID), slope_of(choice, z).numpy(), atol=3e-6)
    assert choice.apply(GRID.astype(np.float32)).dtype == np.float32


@each_activation
def test_it_is_bounded_if_it_is_flat_at_both_ends(choice):
    assert choice.is_bounded is bool((np.abs(choice.slope_at(np.array([-80.0, 80.0]))) < 1e-3).all())


@each_activation
def test_it_is_homogeneous_if_a_factor_passes_through(choice):
    assert choice.is_homogeneous is np.allclose(choice.apply(3 * GRID), 3 * choice.apply(GRID))


@each_activation
@pytest.mark.parametrize("variance", [0.01, 1.0, 30.0])
def test_the_moments_are_those_of_a_finer_rule(choice, variance):
    found = choice.moments(variance)
    z, weights = split_rule(variance)
    mean, square = weights @ choice.apply(z), weights @ choice.apply(z) ** 2
    assert found.mean == pytest.approx(mean, rel=1e-3, abs=3e-6)
    assert found.square == pytest.approx(square, rel=1e-3)
    assert found.slope_square == pytest.approx(weights @ choice.slope_at(z) ** 2, rel=1e-3)


def split_rule(variance: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of Gauss and Legendre on short pieces between the kinks, for a normal z of that variance."""
    deviation = np.sqrt(variance)
    ends = np.unique([*np.linspace(-9, 9, 301) * deviation, -3.0, 0.0, 3.0])
    nodes, weights = np.polynomial.legendre.leggauss(8)
    half = np.diff(ends)[:, None] / 2
    z = (ends[:-1, None] + half * (1 + nodes)).ravel()
    density = np.exp(-(z**2) / (2 * variance)) / (deviation * np.sqrt(2 * np.pi))
    return z, (half * weights).ravel() * density


@pytest.mark.parametrize(
    ("choice", "square", "slope_square"),
    [
        (Linear(), 1.0, 1.0),
        (Relu(), 0.5, 0.5),
        (LeakyRelu(slope=0.3), 1.09 / 2, 1.09 / 2),
        (Prelu(), 17 / 32, 17 / 32),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_the_moments_of_rectifiers_are_their_closed_forms(choice, square, slope_square):
    found = choice.moments(7.0)
    assert (found.square, found.slope_square) == pytest.approx((7 * square, slope_square), rel=1e-6)


@each_activation
def test_the_critical_gain_parts_the_networks_that_hand_their_signal_on_from_the_others(choice):
    assert pass_back(choice, 0.95 * choice.critical_gain) < 0.99
    assert pass_back(choice, 1.05 * choice.critical_gain) > 0.999
    assert choice.gain_factor(0.95 * choice.critical_gain) < 1 <= choice.gain_factor(1.05 * choice.critical_gain)
    assert choice.tips == (choice.kind in {"gelu", "silu"})


@each_activation
@pytest.mark.parametrize("gain", [1 / 3, 1.0, 1.9])
def test_the_factor_of_a_gain_is_the_one_that_many_layers_settle_at(choice, gain):
    assert choice.gain_factor(gain) == pytest.approx(pass_back(choice, gain, layers=3_000), rel=0.01)


@each_activation
def test_a_map_of_factors_holds_those_of_its_pairs(choice):
    gains, biases = np.array([0.3, 1.7, 5.0]), np.array([0.0, 0.2])
    found = choice.map_factors(gains, biases)
    wanted = [[choice.gain_factor(gain, bias) for gain in gains.tolist()] for bias in biases.tolist()]
    assert found == pytest.approx(np.array(wanted), rel=5e-3)


def test_biases_move_the_variance_at_which_the_layers_settle():
    settled = Tanh().settled_variance(1.5, bias_variance=0.5)
    assert settled == pytest.approx(1.5 * Tanh().moments(settled).square + 0.5, rel=1e-3)
    assert Tanh().gain_factor(1.5, bias_variance=0.5) < Tanh().gain_factor(1.5)


@np.errstate(over="ignore")
def pass_back(choice: ActivationChoice, gain: float, layers: int = 400) -> float:
    """Factor of the signal's mean square a layer where the variance has settled, by sums of its own."""
    u = np.linspace(-9, 9, 2000)  # 0, where kinks are, lies between two of them
    weight = np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi) * (u[1] - u[0])
    variance = 1.0
    for _ in range(layers):
        variance = min(max(gain * float(weight @ choice.apply(np.sqrt(variance) * u) ** 2), 1e-9), 1e9)
    z, step = np.sqrt(variance) * u, 1e-6 * np.sqrt(variance)
    slope = (choice.apply(z + step) - choice.apply(z - step)) / (2 * step)
    return gain * float(weight @ slope**2)


def test_a_label_of_a_run_leads_to_its_activation():
    assert activation_named(LeakyRelu(slope=0.3).label) is LeakyRelu
    assert activation_named("softmax") is None
