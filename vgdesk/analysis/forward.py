"""The network of a run, evaluated from a snapshot of its weights, without torch."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import VgdeskError
from vgdesk.experiment.activation_choice import Array
from vgdesk.experiment.activations import Prelu, sigmoid
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization, LayerNormalization
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.runs.history import History

Tensors: TypeAlias = Callable[[int, str], Array]


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
            second = outputs if squash == "linear" else sigmoid(outputs)
            return np.hstack([1 - second, second])
        if squash == "linear":
            return outputs
        powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
        shares: Array = powers / powers.sum(axis=1, keepdims=True)
        return shares


def share_name(history: History) -> str:
    """What ``class_shares`` are: ``probability``, or ``output`` of a network that learned without one."""
    return "output" if history.layout.layers[-1].activation == "linear" else "probability"


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
    return _pass_dense(spec.network.resolved_output(spec.outputs), tensors, len(hidden) + 1, x)


def _pass_dense(layer: ResolvedLayer, tensors: Tensors, number: int, x: Array) -> Array:
    z: Array = x @ tensors(number, "weight")
    return z + tensors(number, "bias") if layer.has_bias else z


def _pass_layer(layer: ResolvedLayer, tensors: Tensors, number: int, x: Array) -> Array:
    before = getattr(layer.normalization, "position", "") == "before"
    a = _pass_dense(layer, tensors, number, x)
    a = _normalize(layer.normalization, tensors, number, a) if before else a
    if isinstance(layer.activation, Prelu):
        a = np.where(a > 0, a, a * tensors(number, "slope"))
    else:
        a = layer.activation.apply(a)
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
