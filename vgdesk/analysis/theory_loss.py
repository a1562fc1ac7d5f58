"""The signal that an untrained network gets from its own errors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.theory_kernels import Matrix
from vgdesk.experiment.spec import ExperimentSpec

_DRAWS = 64


@dataclass(frozen=True, eq=False)
class OutputSignal:
    """dL/dz of the output units, L being the loss of a point alone.

    Attributes:
        products: [point, point] mean product over outputs and networks, the targets being independent of the points.
        variance: of the logarithm of the mean square, from network to network.
        coherence: [point, point] standard deviation of the product of two different points, from batch to batch
            and from network to network; 0 of a point with itself.
        freedom: directions in which the targets vary; one less than the classes where they are even.
        along: [point, point] mean product of the sums over outputs of z dL/dz: what the loss gains where all outputs
            grow by one share.
        match: mean product of the targets' part in two points' signals and of the points themselves: 0 where the
            inputs say nothing about the targets.
    """

    products: Matrix
    variance: float
    coherence: Matrix
    freedom: float
    match: float
    along: Matrix


def find_output_signal(
    spec: ExperimentSpec, sums: Matrix, inputs: Matrix, targets: NDArray[np.floating]
) -> OutputSignal:
    """The signal of the outputs of untrained networks, which are normal; a few are drawn, always the same.

    Args:
        spec: says the loss and the number of outputs.
        sums: [point, point] covariance of an output.
        inputs: [any point, column] training points, as many as are known.
        targets: their classes or numbers.
    """
    count, units = len(sums), spec.outputs
    noise = np.random.default_rng(0).normal(size=(_DRAWS, count, units))
    outputs = _square_root(sums) @ noise
    by_number = spec.data.classes <= 2
    wanted = targets.reshape(len(targets), -1).astype(np.float64) if by_number else np.eye(units)[targets.astype(int)]
    factor = 2 / units if spec.training.loss == "mean_squared_error" else 1.0
    errors = factor * (_answers(spec, outputs) - wanted.mean(axis=0))
    spread = factor**2 * np.atleast_2d(np.cov(wanted.T, bias=True))
    label_square = float(np.trace(spread)) / units
    products = errors @ errors.transpose(0, 2, 1) / units + label_square * np.eye(count)
    squares = np.trace(products, axis1=1, axis2=2) / count
    freedom = max(float(np.trace(spread)) ** 2 / max(float((spread**2).sum()), 1e-300), 1.0)
    variance = float(np.var(np.log(np.maximum(squares, 1e-300))))
    coherence = np.sqrt(label_square**2 / freedom + products.var(axis=0))
    np.fill_diagonal(coherence, 0.0)
    match = factor**2 * _match(inputs, wanted - wanted.mean(axis=0)) / units
    gains = (outputs * errors).sum(axis=2)
    of_labels = float(np.einsum("dak,kl,dal->", outputs, spread, outputs)) / _DRAWS / count
    along = gains.T @ gains / _DRAWS + of_labels * np.eye(count)
    return OutputSignal(products.mean(axis=0), variance, coherence, freedom, match, along)


def _square_root(covariance: Matrix) -> Matrix:
    """The symmetric one, of what may lack a direction."""
    if not np.isfinite(covariance).all():
        return np.full_like(covariance, np.nan)
    values, vectors = np.linalg.eigh(covariance)
    found: Matrix = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return found


def _match(inputs: Matrix, wanted: Matrix) -> float:
    """Mean over pairs of different points of the products of their targets and of their columns, without bias."""
    count, columns = inputs.shape
    whole = float(((wanted.T @ inputs) ** 2).sum())
    own = float(((wanted**2).sum(axis=1) * (inputs**2).sum(axis=1)).sum())
    found: float = max(whole - own, 0.0) / columns / max(count * (count - 1), 1)
    return found


def _answers(spec: ExperimentSpec, outputs: Matrix) -> Matrix:
    """What is compared with the targets [draw, point, output]."""
    if spec.training.loss == "mean_squared_error":
        return outputs
    if spec.outputs == 1:
        return 1 / (1 + np.exp(-outputs))
    powers = np.exp(outputs - outputs.max(axis=2, keepdims=True))
    shares: Matrix = powers / powers.sum(axis=2, keepdims=True)
    return shares
