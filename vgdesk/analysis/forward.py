"""The network of a run, evaluated from a snapshot of its weights, without torch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import Problem, SpecError, VgdeskError
from vgdesk.experiment.activation_choice import ActivationChoice, Array
from vgdesk.experiment.activations import Prelu, sigmoid
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization, LayerNormalization
from vgdesk.experiment.output_functions import Softmax
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.runs.history import History

_WATCHED = "there is none: the run was recorded from a program of your own, which has the data and the layers"

Tensors: TypeAlias = Callable[[int, str], Array]


@dataclass(frozen=True)
class Passed:
    """What a layer made of some points.

    Attributes:
        pre_activation: z [point, unit], what the activation is applied to.
        output: a [point, unit], what the next layer gets.
    """

    pre_activation: Array
    output: Array


class KeptNetwork:
    """The network of a snapshot, a layer at a time. Layers count from 1 at the input.

    Args:
        history: of the run.
        snapshot: index of the snapshot.
        own_statistics: whether batch normalisation takes mean and variance of the points that are passed, and not
            the moving ones of the training.

    Attributes:
        columns: numbers that a point has.
        hidden: its hidden layers, input side first.

    Raises:
        VgdeskError: the network is recurrent, or the snapshot does not fit its spec.
    """

    def __init__(self, history: History, snapshot: int, own_statistics: bool = False):
        spec = read_spec(history)
        network = spec.network
        if network.recurrent is not None:
            raise VgdeskError("a recurrent network reads sequences")
        self._tensors: Tensors = partial(history.snapshots.tensor, snapshot)
        self._own_statistics = own_statistics
        with _fitting():
            self.columns = len(self._tensors(1, "weight"))
            self.hidden = network.resolved(self.columns)
            self._output = network.resolved_output(spec.outputs)
        self._normalizes_inputs = network.input_normalization == "batch"

    @property
    def depth(self) -> int:
        """Layers, the output layer among them."""
        return len(self.hidden) + 1

    def enter(self, inputs: Array) -> Array:
        """What the first layer gets of the inputs [point, column]; raises VgdeskError where they do not fit."""
        with _fitting():
            if not self._normalizes_inputs:
                return inputs
            return self._normalize_batch(BatchNormalization(), partial(_input_tensor, self._tensors), 1, inputs)

    def pass_layer(self, number: int, x: Array) -> Passed:
        """What a layer makes of what it gets [point, column]; the output layer without its own function.

        Raises:
            VgdeskError: they do not fit.
        """
        with _fitting():
            z: Array = x @ self._tensors(number, "weight")
            layer = self._output if number == self.depth else self.hidden[number - 1]
            z = z + self._tensors(number, "bias") if layer.has_bias else z
            return Passed(z, z) if number == self.depth else self._pass_hidden(layer, number, x, z)

    def pass_all(self, inputs: Array) -> Array:
        """Outputs before the output layer's own function [point, output]; raises as ``pass_layer``."""
        return self.pass_from(1, self.enter(inputs))

    def pass_from(self, number: int, x: Array) -> Array:
        """The same of what a layer gets."""
        for each in range(number, self.depth + 1):
            x = self.pass_layer(each, x).output
        return x

    def _pass_hidden(self, layer: ResolvedLayer, number: int, x: Array, z: Array) -> Passed:
        before = getattr(layer.normalization, "position", "") == "before"
        z = self._normalize(layer.normalization, number, z) if before else z
        if isinstance(layer.activation, Prelu):
            a = np.where(z > 0, z, z * self._tensors(number, "slope"))
        else:
            a = layer.activation.apply(z)
        a = a if before else self._normalize(layer.normalization, number, a)
        return Passed(z, x + layer.alpha * a if layer.alpha else a)

    def _normalize(self, choice: Choice, number: int, x: Array) -> Array:
        if isinstance(choice, BatchNormalization):
            return self._normalize_batch(choice, self._tensors, number, x)
        if isinstance(choice, LayerNormalization):
            centred = x - x.mean(axis=1, keepdims=True)
            deviation = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + choice.epsilon)
            x = centred / deviation * self._tensors(number, "scale") + self._tensors(number, "shift")
        return x

    def _normalize_batch(self, choice: BatchNormalization, tensors: Tensors, number: int, x: Array) -> Array:
        if self._own_statistics:
            mean, variance = x.mean(axis=0), x.var(axis=0)
        else:
            mean, variance = tensors(number, "moving_mean"), tensors(number, "moving_variance")
        centred = (x - mean) / np.sqrt(variance + choice.epsilon)
        normalized: Array = centred * tensors(number, "scale") + tensors(number, "shift")
        return normalized


def evaluate(history: History, snapshot: int, inputs: NDArray[np.float32]) -> Array:
    """Outputs of the network before the output layer's own function: float32 [point, output].

    Args:
        history: of the run.
        snapshot: index of the snapshot.
        inputs: float32 [point, column], scaled as trained.

    Raises:
        VgdeskError: the network is recurrent, or the snapshot does not fit its spec.
    """
    return KeptNetwork(history, snapshot).pass_all(np.asarray(inputs, np.float32))


def class_shares(history: History, outputs: Array) -> Array:
    """What the network gives each class: float32 [point, class].

    Probabilities that sum to 1; of a network trained on the mean squared error its outputs, behind a function of the
    output layer's own if it has one.
    """
    squash, own = history.layout.layers[-1].activation, _own_function(history)
    with np.errstate(all="ignore"):
        if isinstance(own, ActivationChoice):
            outputs, squash = own.apply(outputs), "linear"
        if outputs.shape[1] == 1 and isinstance(own, Softmax):
            outputs, squash = np.ones_like(outputs), "linear"
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
    own = _own_function(history)
    bare = history.layout.layers[-1].activation == "linear" or isinstance(own, ActivationChoice)
    return "output" if bare else "probability"


def _own_function(history: History) -> Choice | None:
    """Of the output layer; None where it has the loss's, or where the run does not say."""
    try:
        return read_spec(history).network.squash
    except SpecError:
        return None


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
        SpecError: it is of no kind that this version knows, or the run was watched and has none.
    """
    if history.started.is_watched:
        raise SpecError((Problem("", "", _WATCHED),))
    return _parse(history.started.spec_json)


@lru_cache(maxsize=8)
def _parse(text: str) -> ExperimentSpec:
    return parse_spec(text)


@contextmanager
def _fitting() -> Iterator[None]:
    """Overflow is a number here; weights of another network are refused."""
    try:
        with np.errstate(all="ignore"):
            yield
    except (KeyError, ValueError):
        raise VgdeskError("the weights kept do not fit the network") from None


def _input_tensor(tensors: Tensors, number: int, tensor: str) -> Array:
    return tensors(number, f"input_{tensor}")
