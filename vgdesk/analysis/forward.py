"""The network of a run, evaluated from a snapshot of its weights, without torch."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import VgdeskError
from vgdesk.experiment import activations
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization, LayerNormalization
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.runs.history import History

Array: TypeAlias = NDArray[np.floating[Any]]
Tensors: TypeAlias = Callable[[int, str], Array]

# Klambauer et al. (2017), equation 14
_SELU_ALPHA = 1.6732632423543772848170429916717
_SELU_SCALE = 1.0507009873554804934193349852946
# Abramowitz and Stegun (1964), equation 7.1.26: erf to 1.5e-7
_ERF_P = 0.3275911
_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


def evaluate(history: History, snapshot: int, inputs: NDArray[np.float32]) -> Array:
    """Outputs of the network before the output layer's own function: float32 [point, output].

    Args:
        history: of the run.
        snapshot: index of the snapshot.
        inputs: float32 [point, column], scaled as trained.

    Raises:
        VgdeskError: the network is recurrent, or the snapshot does not fit its spec.
    """
    spec = read_spec(history)
    if spec.network.recurrent is not None:
        raise VgdeskError("a recurrent network reads sequences")
    tensors: Tensors = partial(history.snapshots.tensor, snapshot)
    try:
        with np.errstate(all="ignore"):
            return _forward(spec, tensors, np.asarray(inputs, np.float32))
    except (KeyError, ValueError):
        raise VgdeskError("the weights kept do not fit the network") from None


def class_shares(history: History, outputs: Array) -> Array:
    """What the network gives each class: float32 [point, class].

    Probabilities that sum to 1; of a network trained on the mean squared error its bare outputs.
    """
    squash = history.layout.layers[-1].activation
    with np.errstate(all="ignore"):
        if outputs.shape[1] == 1:
            second = outputs if squash == "linear" else _sigmoid(outputs)
            return np.hstack([1 - second, second])
        if squash == "linear":
            return outputs
        powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
        shares: Array = powers / powers.sum(axis=1, keepdims=True)
        return shares


def snapshot_at(history: History, epoch: float | None) -> int:
    """Index of the last snapshot at or before an epoch; the newest for None.

    Raises:
        VgdeskError: there is none.
    """
    found = history.snapshots.at(epoch)
    if found < 0:
        raise VgdeskError("no weights were kept up to here" if len(history.snapshots) else "no weights are kept")
    return found


def read_spec(history: History) -> ExperimentSpec:
    """The spec of a run.

    Raises:
        SpecError: it is of no kind that this version knows.
    """
    return _parse(history.started.spec_json)


@lru_cache(maxsize=8)
def _parse(text: str) -> ExperimentSpec:
    return parse_spec(text)


def _forward(spec: ExperimentSpec, tensors: Tensors, x: Array) -> Array:
    hidden = spec.network.resolved(x.shape[1])
    if spec.network.input_normalization == "batch":
        x = _normalize_batch(BatchNormalization(), partial(_input_tensor, tensors), 1, x)
    for number, layer in enumerate(hidden, start=1):
        x = _pass_layer(layer, tensors, number, x)
    last = len(hidden) + 1
    return x @ tensors(last, "weight") + tensors(last, "bias")


def _pass_layer(layer: ResolvedLayer, tensors: Tensors, number: int, x: Array) -> Array:
    before = getattr(layer.normalization, "position", "") == "before"
    a: Array = x @ tensors(number, "weight") + tensors(number, "bias")
    a = _normalize(layer.normalization, tensors, number, a) if before else a
    if isinstance(layer.activation, activations.Prelu):
        a = np.where(a > 0, a, a * tensors(number, "slope"))
    else:
        a = _FUNCTIONS[type(layer.activation)](layer.activation, a)
    a = a if before else _normalize(layer.normalization, tensors, number, a)
    return x + layer.alpha * a if layer.alpha else a


def _normalize(choice: Choice, tensors: Tensors, number: int, x: Array) -> Array:
    if isinstance(choice, BatchNormalization):
        return _normalize_batch(choice, tensors, number, x)
    if isinstance(choice, LayerNormalization):
        centred = x - x.mean(axis=1, keepdims=True)
        deviation = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + choice.epsilon)
        x = centred / deviation * tensors(number, "scale") + tensors(number, "shift")
    return x


def _normalize_batch(choice: BatchNormalization, tensors: Tensors, number: int, x: Array) -> Array:
    deviation = np.sqrt(tensors(number, "moving_variance") + choice.epsilon)
    centred = x - tensors(number, "moving_mean")
    normalized: Array = centred / deviation * tensors(number, "scale") + tensors(number, "shift")
    return normalized


def _input_tensor(tensors: Tensors, number: int, tensor: str) -> Array:
    return tensors(number, f"input_{tensor}")


def _sigmoid(z: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-z))
    return found


def _elu(z: Array, alpha: float) -> Array:
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def _gelu(z: Array) -> Array:
    x = np.abs(z) / np.float32(np.sqrt(2))
    t = 1 / (1 + _ERF_P * x)
    series = np.zeros_like(z)
    for factor in _ERF:
        series = (series + factor) * t
    erf = np.copysign(1 - series * np.exp(-x * x), z)
    gelu: Array = 0.5 * z * (1 + erf)
    return gelu


_FUNCTIONS: dict[type[Choice], Callable[[Any, Array], Array]] = {
    activations.Linear: lambda _, z: z,
    activations.Sigmoid: lambda _, z: _sigmoid(z),
    activations.HardSigmoid: lambda _, z: np.clip(z + 3, 0, 6) / 6,
    activations.Tanh: lambda _, z: np.tanh(z),
    activations.Softsign: lambda _, z: z / (1 + np.abs(z)),
    activations.Relu: lambda _, z: np.maximum(z, 0),
    activations.LeakyRelu: lambda choice, z: np.where(z > 0, z, choice.slope * z),
    activations.Elu: lambda choice, z: _elu(z, choice.alpha),
    activations.Selu: lambda _, z: _SELU_SCALE * _elu(z, _SELU_ALPHA),
    activations.Gelu: lambda _, z: _gelu(z),
    activations.Silu: lambda _, z: z * _sigmoid(z),
    activations.Softplus: lambda _, z: np.logaddexp(z, np.float32(0)),
}
