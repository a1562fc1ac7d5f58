"""What a wide layer makes of a covariance of pre-activations: means of products over its units."""

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.experiment.activation_choice import ActivationChoice

Matrix: TypeAlias = NDArray[np.float64]

_TERMS = 24  # of the series; what it leaves of the diagonal is put back
_STEP = 0.25  # of the variance, for a second derivative
_COUNT, _REACH = 256, 7.0
_DENSER = 0.1  # near 0, where an activation of large pre-activations has all that it has
_PLACES = (2 * np.arange(_COUNT) + 1) / _COUNT - 1
_NODES = _REACH * (_DENSER * _PLACES + (1 - _DENSER) * _PLACES**3)
_CELLS = 2 / _COUNT * _REACH * (_DENSER + 3 * (1 - _DENSER) * _PLACES**2)


@dataclass(frozen=True, eq=False)
class Kernels:
    """Means over the units of a wide layer, phi being its activation and z its pre-activations.

    Attributes:
        mean: E phi(z_a) [point].
        values: E phi(z_a) phi(z_b) [point, point].
        slopes: E phi'(z_a) phi'(z_b).
        square_values: E phi(z_a)^2 phi(z_b)^2.
        square_slopes: E phi'(z_a)^2 phi'(z_b)^2.
        leans: E z_a phi'(z_a) z_b phi'(z_b).
        alongs: E phi(z_a) phi'(z_a) phi(z_b) phi'(z_b).
        slope_response: change of the logarithm of the slopes' mean square with that of the variance.
        value_response: the same of the values' mean square.
    """

    mean: Matrix
    values: Matrix
    slopes: Matrix
    square_values: Matrix
    square_slopes: Matrix
    leans: Matrix
    alongs: Matrix
    slope_response: float = 0.0
    value_response: float = 1.0


def find_kernels(choice: ActivationChoice, covariance: Matrix) -> Kernels:
    """The kernels of an activation at a covariance [point, point] of normal pre-activations of mean 0.

    Closed forms for rectifiers (Cho and Saul, 2009), a series of Hermite polynomials for the others (Daniely et al.,
    2016).
    """
    deviation = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    correlation = np.clip(covariance / np.outer(deviation, deviation), -1, 1)
    np.fill_diagonal(correlation, 1.0)
    if choice.is_homogeneous:
        return _rectify(float(-choice.apply(np.array([-1.0]))[0]), deviation, correlation)
    z = deviation[:, None] * _NODES
    with np.errstate(over="ignore", under="ignore"):
        value, slope = choice.apply(z), choice.slope_at(z)
        functions = np.stack([value, slope, value**2, slope**2, z * slope, value * slope], dtype=np.float64)
    responses = [_respond(functions[index]) for index in (3, 2)]
    return Kernels(value @ _polynomials()[0], *_expand(functions, correlation), *responses)


def find_batch_kernels(choice: ActivationChoice, covariance: Matrix, scatter: float) -> Kernels:
    """The same behind a batch normalisation, whose values have their spread exactly, and are not normal therefore.

    Args:
        choice: the activation.
        covariance: of its inputs [point, point].
        scatter: variance of a unit's spread over a batch before it was made the same, relative to its square.
    """
    middle = find_kernels(choice, covariance)
    if choice.is_homogeneous or not scatter:
        return middle
    ends = [find_kernels(choice, factor * covariance) for factor in (1 - _STEP, 1 + _STEP)]
    bent = {
        name: getattr(middle, name)
        - scatter / 2 * sum(getattr(end, name) - getattr(middle, name) for end in ends) / _STEP**2
        for name in ("mean", "values", "slopes", "square_values", "square_slopes", "leans", "alongs")
    }
    return replace(middle, **bent)


def _respond(squares: Matrix) -> float:
    """Change of log E f(z) with that of the variance of z, of f given at the nodes [point, node].

    By parts it is E (u^2 - 1) f(z) / 2 E f(z), u being z of variance 1, so that f needs no derivative.
    """
    means = squares @ _polynomials()[::2][:2].T
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.nan_to_num(means[:, 1] / math.sqrt(2) / means[:, 0]).mean())


def _expand(functions: Matrix, correlation: Matrix) -> Matrix:
    """E f(z_a) f(z_b) [function, a, b] of functions given at the nodes [function, point, node].

    What the series leaves of E f(z_a)^2 stands for all higher terms.
    """
    terms = _polynomials() @ functions.swapaxes(1, 2)
    squares = functions**2 @ _polynomials()[0]
    rest = np.sqrt(np.maximum(squares - (terms**2).sum(axis=1), 0.0))
    first, second = _pairs(len(correlation))
    powers = np.ones((_TERMS + 1, len(first)))
    powers[1:] = correlation[first, second]
    np.multiply.accumulate(powers, out=powers)
    products = terms[..., first]
    products *= terms[..., second]
    products *= powers[:-1]
    apart = products.sum(axis=1)
    apart += rest[:, first] * rest[:, second] * powers[-1]
    found = np.empty((len(functions), *correlation.shape))
    found[:, first, second] = found[:, second, first] = apart
    found[:, range(len(correlation)), range(len(correlation))] = squares
    return found


@cache
def _pairs(count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and second of all pairs of different points."""
    first, second = np.triu_indices(count, 1)
    return first, second


@cache
def _polynomials() -> Matrix:
    """Orthonormal Hermite polynomials times the normal distribution [term, node]."""
    found = [np.ones_like(_NODES), _NODES]
    for order in range(1, _TERMS - 1):
        found.append((_NODES * found[-1] - math.sqrt(order) * found[-2]) / math.sqrt(order + 1))
    return np.array(found) * np.exp(-(_NODES**2) / 2) / math.sqrt(2 * math.pi) * _CELLS


def _rectify(slope: float, deviation: Matrix, correlation: Matrix) -> Kernels:
    """Kernels of z above 0 and slope z below, by their closed forms."""
    scale = np.outer(deviation, deviation)
    even, odd = (1 + slope) / 2, (1 - slope) / 2
    angle, side = 2 / math.pi * np.arcsin(correlation), np.sqrt(1 - correlation**2)
    bent = 2 / math.pi * side + angle * correlation
    even_square, odd_square = (1 + slope**2) / 2, (1 - slope**2) / 2
    flat = 1 + 2 * correlation**2
    bent_square = flat * angle + 6 / math.pi * correlation * side
    values = scale * (even**2 * correlation + odd**2 * bent)
    return Kernels(
        mean=odd * math.sqrt(2 / math.pi) * deviation,
        values=values,
        slopes=even**2 + odd**2 * angle,
        square_values=scale**2 * (even_square**2 * flat + odd_square**2 * bent_square),
        square_slopes=even_square**2 + odd_square**2 * angle,
        leans=values,
        alongs=scale * (even_square**2 * correlation + odd_square**2 * bent),
    )
