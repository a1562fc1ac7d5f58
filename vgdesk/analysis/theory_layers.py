"""The layers of a wide network as its theory sees them, and how the covariance of some points passes forward."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.theory_kernels import Kernels, Matrix, find_batch_kernels
from vgdesk.experiment.activation_choice import ActivationChoice
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization, LayerNormalization
from vgdesk.experiment.spec import ExperimentSpec

_MOST_SCATTER = 0.5  # of a unit's variance over a batch: beyond it lies one direction, and the mean of 1 / variance
_SETTLED = 1e-4  # of a covariance: layers behind one that hardly changes it are as that one


@dataclass(frozen=True)
class WideLayer:
    """A dense layer before training.

    Attributes:
        layer: its choices.
        fan_in: inputs.
        gain: sigma_w^2, fan_in times the variance of a weight.
        bias: sigma_b^2, variance of a bias.
    """

    layer: ResolvedLayer
    fan_in: int
    gain: float
    bias: float

    @property
    def back_gain(self) -> float:
        """Factor of the signal's mean square through the weights: units times the variance of a weight."""
        return self.gain * self.layer.units / self.fan_in


@dataclass(frozen=True, eq=False)
class Scaling:
    """What a normalisation does.

    Attributes:
        factor: [point] what the values of each point are multiplied by.
        values: [point, point] mean product of what it makes.
        batch: points over which the mean is taken away; 0 where it is not.
        scatter: variance of a unit's spread over a batch, relative to its square.
    """

    factor: Matrix
    values: Matrix
    batch: int = 0
    scatter: float = 0.0

    def pass_back(self, stack: Matrix, along: Matrix) -> Matrix:
        """Products of signals before it from those behind it, and their coherence, which centring leaves as it is.

        Args:
            stack: [3, point, point] signals, coherence and transport.
            along: [point, point] mean product of each point's value and signal at one unit; what the signals of a
                batch have along its values is taken away.
        """
        scaled: Matrix = stack * np.outer(self.factor, self.factor)
        if self.batch:
            taken = _mean_over(along, self.batch) * self.values / mean_diagonal(self.values)
            scaled[0] = _centre(scaled[0], self.batch) - taken * np.outer(self.factor, self.factor)
        return scaled


@dataclass(frozen=True, eq=False)
class Activated:
    """What an activation did.

    Attributes:
        activation: which.
        covariance: [point, point] of what it was given.
        kernels: of what came out.
    """

    activation: ActivationChoice
    covariance: Matrix
    kernels: Kernels


@dataclass(frozen=True, eq=False)
class Passed:
    """A layer that some points have passed.

    Attributes:
        sums: [point, point] covariance of the weighted sums of its units.
        after: [point, point] mean product of its outputs.
        mean: [point] mean output.
        activated: what its activation did; None of the inputs.
        before: the normalisation before the activation; None without one.
        behind: the same behind it.
        variance: of the logarithm of the outputs' mean square, from network to network.
        noise: what this layer itself adds to the variance of log q, q being the variance of its weighted sums.
        pull: factor at which a change of log q of the layer before comes here.
        spread: variance of log q.
        bend: change of the log of the slopes' mean square with log q.
        follow: change of the log of the outputs' mean square with log q.
    """

    sums: Matrix
    after: Matrix
    mean: Matrix
    activated: Activated | None = None
    before: Scaling | None = None
    behind: Scaling | None = None
    variance: float = 0.0
    noise: float = 0.0
    pull: float = 0.0
    spread: float = 0.0
    bend: float = 0.0
    follow: float = 0.0

    @property
    def mean_square(self) -> float:
        """Of the outputs."""
        return mean_diagonal(self.after)


def plan_layers(spec: ExperimentSpec) -> tuple[WideLayer, ...]:
    """The dense layers of a spec, input side first, the output layer last."""
    network = spec.network
    widths = network.widths(spec.data.inputs, spec.outputs)
    layers = (*network.resolved(spec.data.inputs), network.resolved_output(spec.outputs))
    return tuple(
        WideLayer(
            layer, fan_in, layer.initializer.gain(fan_in, units), layer.bias.variance(layer.initializer, fan_in)
        )
        for layer, (fan_in, units) in zip(layers, pairwise(widths), strict=True)
    )


def enter(spec: ExperimentSpec, inputs: NDArray[np.floating]) -> Matrix:
    """What the first layer gets of some points [point, column]."""
    x = np.asarray(inputs, np.float64)
    if spec.network.input_normalization == "batch":
        x = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + BatchNormalization().epsilon)
    return x


def go_forward(layers: Sequence[WideLayer], x: Matrix, batch: int) -> list[Passed]:
    """The inputs, then every layer, as these points [point, column] of a batch of so many pass."""
    covariance = x @ x.T / x.shape[1]
    flow = [Passed(covariance, covariance, x.mean(axis=1))]
    for wide in layers:
        flow.append(_pass(wide, flow[-1], batch))
    return flow


def _pass(wide: WideLayer, given: Passed, batch: int) -> Passed:
    layer = wide.layer
    sums = wide.gain * given.after + wide.bias
    before, values = _normalize(layer.normalization, "before", sums, batch)
    activated = _activate(layer.activation, values, before.scatter if before else 0.0, given.activated)
    kernels = activated.kernels
    outputs = kernels.values - (np.outer(kernels.mean, kernels.mean) if _is_layer(layer, "after") else 0)
    behind, outputs = _normalize(layer.normalization, "after", outputs, batch)
    mean = kernels.mean if behind is None else np.zeros(len(sums))
    share, after = np.float64(1), outputs
    if layer.alpha:
        crossed = np.outer(given.mean, mean)
        after = given.after + layer.alpha**2 * outputs + layer.alpha * (crossed + crossed.T)
        share = layer.alpha**2 * mean_diagonal(outputs) / mean_diagonal(after)
        mean = given.mean + layer.alpha * mean
    weighted = wide.gain * mean_diagonal(given.after) / mean_diagonal(sums)
    bend, answer = (-1.0, 0.0) if before else (kernels.slope_response, kernels.value_response)
    bend, follow = (bend - answer, np.float64(0)) if behind else (bend, share * answer)
    if layer.alpha and weighted:
        follow += (1 - share) / weighted
    pull, noise = weighted * given.follow, weighted**2 * _own_variance(given)
    spread = pull**2 * given.spread + noise
    own = 0.0 if behind else share**2 * _scatter(kernels.square_values, kernels.values) / layer.units
    if layer.alpha:
        mixed = 4 * layer.alpha**2 * float((given.after * outputs).mean())
        own += mixed / mean_diagonal(after) ** 2 / layer.units
    variance = follow**2 * spread + own
    return Passed(sums, after, mean, activated, before, behind, variance, noise, pull, spread, bend, follow)


def _activate(
    activation: ActivationChoice, covariance: Matrix, scatter: float, before: Activated | None
) -> Activated:
    """What an activation does; that of the layer before where the covariance has settled."""
    if before is not None and before.activation == activation and _is_settled(covariance, before):
        return before
    return Activated(activation, covariance, find_batch_kernels(activation, covariance, scatter))


def _is_settled(covariance: Matrix, before: Activated) -> bool:
    return bool(np.abs(covariance - before.covariance).max() < _SETTLED * mean_diagonal(before.covariance))


def _own_variance(given: Passed) -> float:
    """What a layer itself adds to the variance of the logarithm of its outputs' mean square."""
    return given.variance - given.follow**2 * given.spread


def _normalize(choice: Choice, position: str, covariance: Matrix, batch: int) -> tuple[Scaling | None, Matrix]:
    if getattr(choice, "position", "") != position:
        return None, covariance
    if isinstance(choice, BatchNormalization):
        covariance = _centre(covariance, batch)
        variance = mean_diagonal(covariance)
        scattered = min(2 * _mean_over(covariance**2, batch) / variance**2, _MOST_SCATTER)
        factor = np.sqrt(1 / (1 - scattered) / (variance + choice.epsilon))
        values = _flatten(covariance / variance, batch, scattered / 2) * variance / (variance + choice.epsilon)
        return Scaling(np.full(len(covariance), factor), values, batch, scattered), values
    assert isinstance(choice, LayerNormalization)
    factors = (np.diag(covariance) + choice.epsilon) ** -0.5
    values = covariance * np.outer(factors, factors)
    return Scaling(factors, values), values


def _flatten(values: Matrix, batch: int, shared: float) -> Matrix:
    """The covariance of normal values behind a batch normalisation, which weakens the directions that have most.

    It is the mean of z_a z_b / s, s being the mean square of a unit's z over a batch, up to second order in s - 1.

    Args:
        values: covariance of z [point, point], 1 on the diagonal on average.
        batch: points.
        shared: mean over the batch of its squares.
    """
    count = len(values)
    own = np.diag(values)
    beside = values * (own[:, None] + own)
    others = values @ values - beside
    np.fill_diagonal(beside, own**2)
    np.fill_diagonal(others, (values**2).sum(axis=0) - own**2)
    left = np.where(np.eye(count, dtype=bool), 1, 2)
    mean = (beside + (batch - left) * others / np.maximum(count - left, 1)) / batch
    flattened: Matrix = values - 2 * (mean - shared * values)
    return flattened


def _is_layer(layer: ResolvedLayer, position: str) -> bool:
    return isinstance(layer.normalization, LayerNormalization) and layer.normalization.position == position


def _scatter(squares: Matrix, values: Matrix) -> float:
    """Variance of a mean over points of squares, relative to its square, of one unit."""
    return max(float(squares.mean()) / mean_diagonal(values) ** 2 - 1, 0.0)


def _centre(covariance: Matrix, batch: int) -> Matrix:
    """The covariance of what is left when the mean over a batch is taken away, from that of a few points of it."""
    count = len(covariance)
    others = (covariance.sum(axis=0) - np.diag(covariance)) / max(count - 1, 1)
    means = (np.diag(covariance) + (batch - 1) * others) / batch
    centred: Matrix = covariance - means - means[:, None] + means.mean()
    return centred


def _mean_over(matrix: Matrix, batch: int) -> float:
    """Mean over all pairs of a batch, a point with itself among them, from a few points of it."""
    count, own = len(matrix), mean_diagonal(matrix)
    others = (float(matrix.sum()) / count - own) / max(count - 1, 1)
    return (own + (batch - 1) * others) / batch


def mean_diagonal(matrix: Matrix) -> np.float64:
    """Mean over the points, in numpy's arithmetic, which goes on beyond the largest number."""
    found: np.float64 = np.add.reduce(matrix.diagonal()) / len(matrix)
    return found
