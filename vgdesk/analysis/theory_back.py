"""How the signals of some points come back through the layers of a wide network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vgdesk.analysis.theory_kernels import Matrix
from vgdesk.analysis.theory_layers import Passed, WideLayer, mean_diagonal
from vgdesk.analysis.theory_loss import OutputSignal


@dataclass(frozen=True)
class Factors:
    """What the signal's mean square is multiplied by from one layer to the one before it.

    Attributes:
        weights: units of the layer behind times the variance of one of its weights.
        slopes: mean square of the activation's slopes.
        normalization: of the normalisation, 1 without one.
        skip: what comes back beside over skips, as a factor; 1 without one.
    """

    weights: float
    slopes: float
    normalization: float = 1.0
    skip: float = 1.0

    @property
    def product(self) -> float:
        """Of all of them: below 1 the signal shrinks."""
        return self.weights * self.slopes * self.normalization * self.skip


@dataclass(frozen=True, eq=False)
class Returned:
    """Signals that have come back to a layer.

    Attributes:
        signals: [point, point] mean product of dL/dz over its units.
        coherence: [point, point] standard deviation of the product of two different points.
        transport: [point, point] what the product would be, had all points the signal 1 at the outputs.
        variance: of the logarithm of the mean square, from network to network.
        factors: from the layer behind to this one; None of the output layer.
    """

    signals: Matrix
    coherence: Matrix
    transport: Matrix
    variance: float
    factors: Factors | None = None


@dataclass(frozen=True, eq=False)
class _Arriving:
    """What stands before a layer on the way back: dL/da and its history.

    Attributes:
        stack: [3, point, point] signals, coherence and transport.
        weights: factor of the weights that it came through.
        skip: factor of what came beside.
        variance: of the logarithm of its mean square, but for what the forward pass adds.
        drift: of that logarithm, what a batch of few points may add to it in batch normalisations.
        heard: change of that logarithm with log q of the layer behind.
        pull: change of log q of the layer behind with that of this layer.
        noise: variance that the layers behind added by their log q.
    """

    stack: Matrix
    weights: float
    skip: float
    variance: float
    drift: float
    heard: float
    pull: float
    noise: float


def go_back(layers: Sequence[WideLayer], flow: Sequence[Passed], output: OutputSignal) -> list[Returned]:
    """The signals of every layer, input side first.

    Args:
        layers: input side first.
        flow: what passed each of them.
        output: the signal of the last.
    """
    stack = np.stack([output.products, output.coherence, np.ones_like(output.products)])
    found = [Returned(*_unstack(stack), output.variance)]
    gain = layers[-1].back_gain
    stack = gain * stack
    arriving = _Arriving(stack, gain, 1.0, output.variance, 0.0, 0.0, flow[-1].pull, 0.0)
    for wide, passed in zip(layers[-2::-1], flow[-2::-1], strict=True):
        returned, arriving = _come_back(wide, passed, arriving)
        found.append(returned)
    return found[::-1]


def _come_back(wide: WideLayer, passed: Passed, arriving: _Arriving) -> tuple[Returned, _Arriving]:
    """Through the activation of one layer, and through its weights to what stands before it."""
    assert passed.activated is not None
    kernels = passed.activated.kernels
    alpha = wide.layer.alpha
    behind = (alpha or 1.0) ** 2 * arriving.stack
    behind = passed.behind.pass_back(behind) if passed.behind else behind
    sloped = kernels.slopes * behind
    products = _square_products(kernels.square_slopes, behind)
    own = max(float(products.mean()) / mean_diagonal(sloped[0]) ** 2 - 1, 0.0) / wide.layer.units
    noise = np.maximum(products - (sloped[:2] ** 2).sum(axis=0), 0) / wide.layer.units
    sloped[1] = np.sqrt(sloped[1] ** 2 + noise * (1 - np.eye(len(noise))))
    signals = passed.before.pass_back(sloped) if passed.before else sloped
    heard = passed.bend + arriving.pull * arriving.heard
    drift = arriving.drift + sum(1 / each.batch for each in (passed.before, passed.behind) if each and each.batch)
    variance = arriving.variance + own + heard**2 * passed.spread + arriving.noise + drift**2
    slopes = _ratio(sloped, behind)
    rest = _ratio(signals, sloped) * _ratio(behind, arriving.stack)
    factors = Factors(arriving.weights, slopes, rest, arriving.skip)
    through = wide.back_gain * signals
    stack = through + arriving.stack if alpha else through
    share = _ratio(through, stack)
    if alpha:
        crossed = 4 * float((through[0] * arriving.stack[0]).mean()) / mean_diagonal(stack[0]) ** 2
        own += crossed / share**2 / wide.fan_in
    on = _Arriving(
        stack=stack,
        weights=wide.back_gain,
        skip=1 / share,
        variance=arriving.variance + share**2 * own,
        drift=drift,
        heard=share * heard,
        pull=passed.pull,
        noise=arriving.noise + heard**2 * passed.noise,
    )
    return Returned(*_unstack(signals), variance, factors), on


def _unstack(stack: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    return stack[0], stack[1], stack[2]


def _ratio(after: Matrix, before: Matrix) -> float:
    return mean_diagonal(after[0]) / mean_diagonal(before[0])


def _square_products(square_slopes: Matrix, behind: Matrix) -> Matrix:
    """Mean square of the product of two points' signals at one unit, those behind the slopes being normal."""
    own = np.diag(behind[0])
    found: Matrix = square_slopes * (np.outer(own, own) + 2 * (behind[:2] ** 2).sum(axis=0))
    return found
