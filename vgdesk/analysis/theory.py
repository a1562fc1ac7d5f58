"""What a wide network must do before it trains: activation, signal and weight gradient of every layer, with a band.

Means over networks follow from the covariances of a few points (Schoenholz et al., 2017; Yang et al., 2019, for batch
normalisation). The band is the first term of an expansion in 1 / width: a layer of n units adds
(3 E phi'^4 / (E phi'^2)^2 - 1) / n to the variance of the logarithm of the signal's mean square, 5 / n for ReLU as in
Hanin and Nica (2020), less where the signals of the points differ. The targets of a batch add theirs to weight
gradients.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.theory_back import Factors, Returned, go_back
from vgdesk.analysis.theory_kernels import Matrix
from vgdesk.analysis.theory_layers import enter, go_forward, mean_diagonal, plan_layers
from vgdesk.analysis.theory_loss import OutputSignal, find_output_signal
from vgdesk.events import freeze
from vgdesk.experiment.spec import ExperimentSpec

_FOLLOWED = 24  # points whose covariance is followed
_DOUBT = 0.005  # decades: what the theory may err by where networks do not differ
_LEAST = 0.2  # of the sum over points alone: what a sum over pairs may cancel

DEVIATIONS = 2.0
"""Standard deviations from the middle of a band to its edges."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """One ledger of every layer, the input side first.

    Attributes:
        exponents: float64 [layer], log10 of the typical root mean square.
        deviations: float64 [layer], standard deviation of it from network to network.
    """

    exponents: NDArray[np.float64]
    deviations: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Prediction:
    """An untrained network.

    Attributes:
        ledgers: by the key of the tensor.
        factors: of every hidden layer, the input side first.
    """

    ledgers: Mapping[str, Ledger]
    factors: tuple[Factors, ...]


def predict(spec: ExperimentSpec, inputs: NDArray[np.floating], targets: NDArray[np.floating]) -> Prediction:
    """What the untrained network of a spec does with a batch like some points.

    Args:
        spec: one for which ``find_obstacle`` finds nothing.
        inputs: [point, column] training points in any order, as trained, two at least; the first few are followed.
        targets: [point] their classes or numbers.
    """
    layers, batch = plan_layers(spec), spec.training.batch_size
    with np.errstate(all="ignore"):
        columns = enter(spec, inputs)
        flow = go_forward(layers, columns[:_FOLLOWED], batch)
        output = find_output_signal(spec, flow[-1].sums, columns, targets)
        back = go_back(layers, flow[1:], output)
        spread = np.array([layer.variance for layer in flow])
        own, doubt = np.array([(step.variance, step.doubt) for step in back]).T
        given = [layer.after for layer in flow]
        rows = [_weight_square((given[0], x), step, output, batch) for x, step in zip(given, back, strict=False)]
        squares, shifts, more = np.array(rows).T
        ledgers = {
            "activation": _ledger([layer.mean_square for layer in flow[1:]], spread[1:]),
            "signal": _ledger([mean_diagonal(step.signals) / batch**2 for step in back], own, more=doubt**2),
            "gradient": _ledger(squares, own + spread[:-1], shifts, more + doubt**2),
        }
    return Prediction(ledgers, tuple(step.factors for step in back if step.factors is not None))


def _ledger(
    squares: Sequence[float] | NDArray[np.float64],
    variances: NDArray[np.float64],
    shifts: NDArray[np.float64] | float = 0.0,
    more: NDArray[np.float64] | float = 0.0,
) -> Ledger:
    """Of mean squares, their means over networks and the variances of their logarithms, which are normal.

    ``shifts`` and ``more`` are mean and variance of what else the logarithms have in them.
    """
    exponents = (np.log(squares) - variances / 2 + shifts) / 2 / np.log(10)
    return Ledger(freeze(exponents), freeze(np.sqrt(variances + more) / 2 / np.log(10) + _DOUBT))


def _weight_square(
    inputs: tuple[Matrix, Matrix], step: Returned, output: OutputSignal, batch: int
) -> tuple[float, float, float]:
    """Mean square of a layer's weight gradient over a batch, and mean and variance of what the batch adds to its log.

    Over different points it is a sum of squares in as many directions as the targets have, and its logarithm that of
    a chi-squared number.

    Args:
        inputs: mean products [point, point] of the data and of what the layer is given.
        step: the signals there.
        output: the signals of the outputs.
        batch: points.
    """
    data, given = inputs
    products = given * step.signals
    matched = max(_slope_over(data, given * step.transport), 0.0) * output.match
    own, others = mean_diagonal(products), (batch - 1) * (_mean_others(products) + matched)
    total = max(own + others, _LEAST * own)
    noise = (1 - 1 / batch) * _mean_others((given * step.coherence) ** 2) + others**2 / output.freedom
    share = min(2 * noise / total**2, 2.0)
    half = share / 2  # 1 / freedom of the chi-squared number
    return total / batch, -half - half**2 / 3, 2 * half + 2 * half**2 + 4 / 3 * half**3


def _mean_others(products: Matrix) -> float:
    """Mean over pairs of different points."""
    count = len(products)
    return (float(products.sum()) - float(np.trace(products))) / (count * (count - 1))


def _slope_over(data: Matrix, products: Matrix) -> float:
    """How products of two different points change with those of the points themselves: the least-squares slope."""
    apart = ~np.eye(len(data), dtype=bool)
    x, y = data[apart] - data[apart].mean(), products[apart]
    return float(x @ y) / max(float(x @ x), 1e-300)
