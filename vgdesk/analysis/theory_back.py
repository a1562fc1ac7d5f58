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
        doubt: of that logarithm, what the theory may err by.
        factors: from the layer behind to this one; None of the output layer.
    """

    signals: Matrix
    coherence: Matrix
    transport: Matrix
    variance: float
    doubt: float = 0.0
    factors: Factors | None = None


@dataclass(frozen=True, eq=False)
class _Along:
    """What a signal has along the outputs of a layer: how the loss changes when they all grow by one share.

    It passes by the factor at which such growth passes forward, not by that of the slopes, and so is what arrives at
    last where the slopes make signals vanish but the outputs do not settle.

    Attributes:
        gains: [point, point] mean product of the sums of z dL/dz over the units of the layer behind.
        products: [point, point] by what dL/da is more than independent signals would have, per product of outputs.
        share: of the mean square of the signal, what has come from it.
    """

    gains: Matrix
    products: Matrix
    share: float = 0.0

    @classmethod
    def behind(cls, wide: WideLayer, passed: Passed, gains: Matrix, signals: Matrix, share: float = 0.0) -> "_Along":
        """Of the outputs before a layer, from the gains and signals of that layer."""
        variance = np.diag(passed.sums)
        more = gains - wide.layer.units * passed.sums * signals
        return cls(
            gains, np.maximum(more, 0.0) * (wide.gain / wide.fan_in) ** 2 / np.outer(variance, variance), share
        )

    @property
    def variance(self) -> float:
        """What it adds to the variance of the logarithm of the mean square: one normal number a network, squared."""
        coherence = float((self.gains**2).mean()) / max(mean_diagonal(self.gains) ** 2, 1e-300)
        return 2 * self.share**2 * coherence


@dataclass(frozen=True, eq=False)
class _Arriving:
    """What stands before a layer on the way back: dL/da and its history.

    Attributes:
        stack: [3, point, point] signals, coherence and transport.
        weights: factor of the weights that it came through.
        skip: factor of what came beside.
        variance: of the logarithm of its mean square, but for what the forward pass adds.
        along: the part of it that lies along the outputs, which no layer draws anew.
        doubt: of that logarithm, what the theory may err by: in batch normalisations it goes to the second order.
        heard: change of that logarithm with log q of the layer behind.
        pull: change of log q of the layer behind with that of this layer.
        noise: variance that the layers behind added by their log q.
    """

    stack: Matrix
    weights: float
    skip: float
    variance: float
    along: "_Along"
    doubt: float
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
    along = _Along.behind(layers[-1], flow[-1], output.along, output.products)
    arriving = _Arriving(stack, gain, 1.0, output.variance, along, 0.0, 0.0, flow[-1].pull, 0.0)
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
    behind = passed.behind.pass_back(behind, passed.behind.values * behind[0]) if passed.behind else behind
    sloped = kernels.slopes * behind
    products = _square_products(kernels.square_slopes, behind)
    own = max(float(products.mean()) / mean_diagonal(sloped[0]) ** 2 - 1, 0.0) / wide.layer.units
    noise = np.maximum(products - (sloped[:2] ** 2).sum(axis=0), 0) / wide.layer.units
    sloped[1] = np.sqrt(sloped[1] ** 2 + noise * (1 - np.eye(len(noise))))
    along = _pass_along(wide, passed, arriving, sloped)
    signals = passed.before.pass_back(sloped, kernels.leans * behind[0]) if passed.before else sloped
    heard = passed.bend + arriving.pull * arriving.heard
    variance = arriving.variance + own + heard**2 * passed.spread + arriving.noise + along.variance
    doubt = arriving.doubt + sum(each.scatter**2 for each in (passed.before, passed.behind) if each)
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
        along=along,
        doubt=doubt,
        heard=share * heard,
        pull=passed.pull,
        noise=arriving.noise + heard**2 * passed.noise,
    )
    return Returned(*_unstack(signals), variance, doubt, factors), on


def _pass_along(wide: WideLayer, passed: Passed, arriving: _Arriving, sloped: Matrix) -> _Along:
    """Put the part along the outputs beside the signals behind the slopes; what the layer before gets of it."""
    assert passed.activated is not None
    kernels, given = passed.activated.kernels, arriving.along
    if passed.before or passed.behind or wide.layer.alpha:
        return _Along.behind(wide, passed, np.zeros_like(given.gains), np.zeros_like(given.gains))
    drawn = mean_diagonal(sloped[0])
    sloped[0] += kernels.alongs * given.products
    share = float(1 - (1 - given.share) * drawn / mean_diagonal(sloped[0]))
    anew = np.maximum(kernels.leans - kernels.value_response**2 * kernels.values, 0.0) * arriving.stack[0]
    gains = arriving.pull**2 * given.gains + wide.layer.units * anew
    return _Along.behind(wide, passed, gains, sloped[0], share)


def _unstack(stack: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    return stack[0], stack[1], stack[2]


def _ratio(after: Matrix, before: Matrix) -> float:
    return mean_diagonal(after[0]) / mean_diagonal(before[0])


def _square_products(square_slopes: Matrix, behind: Matrix) -> Matrix:
    """Mean square of the product of two points' signals at one unit, those behind the slopes being normal."""
    own = np.diag(behind[0])
    found: Matrix = square_slopes * (np.outer(own, own) + 2 * (behind[:2] ** 2).sum(axis=0))
    return found
