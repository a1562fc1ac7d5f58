"""One change of a spec each: a copy that has something which the spec has not.

Every change gives None where it would change nothing, or where the spec has nothing to apply it to.
"""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

from vgdesk.experiment.activation_choice import ActivationChoice
from vgdesk.experiment.activations import Sigmoid
from vgdesk.experiment.initial_weights import are_sound, family_of, gains_of, is_near
from vgdesk.experiment.initializers import (
    GlorotNormal,
    HeNormal,
    Initializer,
    LecunNormal,
    Orthogonal,
    ScaledNormal,
    VarianceScaling,
)
from vgdesk.experiment.normalizations import IdentitySkip, LayerNormalization, Normalization, NoSkip
from vgdesk.experiment.output_functions import Softmax
from vgdesk.experiment.recurrence import Gru, Lstm, SimpleRnn
from vgdesk.experiment.sequences import SequenceData
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.training import Adam, NoClipping, Sgd

Change: TypeAlias = Callable[[ExperimentSpec], ExperimentSpec | None]

_LARGE_GAIN = 4.0
_SHORTER = 4
_FEWEST_STEPS = 5
_FEWEST_UNITS = 4  # that a layer norm leaves differences between


def take_activation(activation: ActivationChoice, initializer: Initializer) -> Change:
    """Give every hidden layer this activation, with weights that suit it; nothing for layers of that kind."""

    def change(spec: ExperimentSpec) -> ExperimentSpec | None:
        layers = spec.network.resolved(spec.data.inputs)
        if not layers or any(layer.activation.kind == activation.kind for layer in layers):
            return None
        changed = _change_layers(spec, "activation", activation)
        return _draw_weights(changed, initializer)

    return change


def draw_he(spec: ExperimentSpec) -> ExperimentSpec | None:
    """Weights of variance 2 / fan_in, for rectifiers; 2 / (1 + slope^2) / fan_in where they have a slope below 0.

    Source: He et al. (2015), equations 10 and 15.
    """
    if family_of(spec) != "rectifier":
        return None
    critical = _critical_gain(spec)
    slope_counts = critical is not None and round(critical, 2) != HeNormal().gain(1, 1)
    initializer = VarianceScaling(scale=round(critical, 3)) if critical and slope_counts else HeNormal()
    return _draw_other(spec, initializer)


def draw_lecun(spec: ExperimentSpec) -> ExperimentSpec | None:
    """Weights of variance 1 / fan_in, for linear units, tanh and their like."""
    return _draw_other(spec, LecunNormal()) if family_of(spec) == "identity" else None


def draw_glorot(spec: ExperimentSpec) -> ExperimentSpec | None:
    """Glorot's weights in place of unsound or large ones, where no other are known to suit."""
    is_bad = not are_sound(spec) or max(gains_of(spec)) > _LARGE_GAIN
    needed = family_of(spec) in ("sigmoid", "mixed") and is_bad
    return _draw_weights(spec, GlorotNormal()) if needed else None


def draw_critical(spec: ExperimentSpec) -> ExperimentSpec | None:
    """Weights of the variance at which a sigmoid's gradient holds; Glorot's in the output layer, which has none."""
    critical = _critical_gain(spec) if family_of(spec) == "sigmoid" else None
    drawn = _draw_other(spec, ScaledNormal(scale=round(math.sqrt(critical), 2))) if critical else None
    return _change_network(drawn, output_initializer=GlorotNormal()) if drawn else None


def draw_orthogonal(spec: ExperimentSpec) -> ExperimentSpec | None:
    """Orthogonal weights, with the gain at which the gradient holds, where that is known."""
    critical = _critical_gain(spec)
    layers = spec.network.resolved(spec.data.inputs)
    if critical is None or family_of(spec) == "sigmoid" or not layers:
        return None
    if all(isinstance(layer.initializer, Orthogonal) for layer in layers):
        return None
    return _draw_weights(spec, Orthogonal(factor=round(math.sqrt(critical), 4)))


def scale_inputs(scaling: str) -> Change:
    """Scale the inputs; nothing for those that are scaled so already, or standardised, which does as well."""

    def change(spec: ExperimentSpec) -> ExperimentSpec | None:
        if spec.data.scaling in (scaling, "standardize"):
            return None
        return spec.model_copy(update={"data": spec.data.model_copy(update={"scaling": scaling})})

    return change


def normalize_inputs(spec: ExperimentSpec) -> ExperimentSpec | None:
    """Batch normalisation of the inputs; not of sequences that a recurrent layer reads."""
    if spec.network.input_normalization != "none" or spec.network.recurrent is not None:
        return None
    return _change_network(spec, input_normalization="batch")


def normalize_layers(normalization: Normalization) -> Change:
    """Give every hidden layer this normalisation.

    Nothing where one has a normalisation of that kind, nor a layer norm where it would see only a few units.
    """

    def change(spec: ExperimentSpec) -> ExperimentSpec | None:
        layers = spec.network.resolved(spec.data.inputs)
        if not layers or any(layer.normalization.kind == normalization.kind for layer in layers):
            return None
        if isinstance(normalization, LayerNormalization) and min(layer.units for layer in layers) < _FEWEST_UNITS:
            return None
        return _change_layers(spec, "normalization", normalization)

    return change


def add_skips(skip: IdentitySkip) -> Change:
    """Identity skips; nothing where there are some, or where fewer than two layers are as wide as the one before."""

    def change(spec: ExperimentSpec) -> ExperimentSpec | None:
        if not isinstance(spec.network.skip, NoSkip):
            return None
        changed = _change_network(spec, skip=skip)
        skipped = sum(layer.alpha > 0 for layer in changed.network.resolved(spec.data.inputs))
        return changed if skipped >= min(2, len(spec.network.hidden)) and skipped else None

    return change


def clip(clipping: Any) -> Change:
    """Clip the gradients; nothing where they are clipped in any way."""

    def change(spec: ExperimentSpec) -> ExperimentSpec | None:
        if not isinstance(spec.training.clipping, NoClipping):
            return None
        return _change_training(spec, clipping=clipping)

    return change


def free_output(spec: ExperimentSpec) -> ExperimentSpec | None:
    """A sigmoid in place of the softmax of one output: that which is in the cross-entropy, or one of its own."""
    if spec.outputs > 1 or not isinstance(spec.network.squash, Softmax):
        return None
    squared = spec.training.loss == "mean_squared_error"
    return _change_network(spec, output_function=Sigmoid() if squared else None)


def multiply_rate(factor: float) -> Change:
    """Multiply the learning rate; nothing for a rate of 0, or where the new one is not within the limits."""

    def change(spec: ExperimentSpec) -> ExperimentSpec | None:
        optimizer = spec.training.optimizer
        rate = float(f"{optimizer.learning_rate * factor:.6g}")
        if not 0 < rate <= 1000:  # the limits of the field
            return None
        return _change_training(spec, optimizer=optimizer.model_copy(update={"learning_rate": rate}))

    return change


def take_optimizer(optimizer: Any) -> Change:
    """Train by an adaptive optimizer in place of plain gradient descent."""

    def change(spec: ExperimentSpec) -> ExperimentSpec | None:
        is_plain = isinstance(spec.training.optimizer, Sgd)
        return _change_training(spec, optimizer=optimizer) if is_plain else None

    return change


def take_usual_adam(spec: ExperimentSpec) -> ExperimentSpec | None:
    """Adam at its usual rate, where one far above it is in use."""
    optimizer = spec.training.optimizer
    too_fast = not isinstance(optimizer, Sgd) and optimizer.learning_rate > 10 * Adam().learning_rate
    return _change_training(spec, optimizer=Adam()) if too_fast else None


def widen_layers(units: int) -> Change:
    """Give every hidden layer at least this number of units; nothing where all have them."""

    def change(spec: ExperimentSpec) -> ExperimentSpec | None:
        layers = spec.network.hidden
        if not layers or min(layer.units for layer in layers) >= units:
            return None
        wide = tuple(layer.model_copy(update={"units": max(layer.units, units)}) for layer in layers)
        return _change_network(spec, hidden=wide)

    return change


def read_by(choice: type[Lstm] | type[Gru]) -> Change:
    """A gated recurrent layer in place of a simple one, as wide, its state's weights drawn alike."""

    def change(spec: ExperimentSpec) -> ExperimentSpec | None:
        layer = spec.network.recurrent
        if not isinstance(layer, SimpleRnn):
            return None
        return _change_network(spec, recurrence=choice(units=layer.units, initializer=layer.initializer))

    return change


def raise_forget_bias(spec: ExperimentSpec) -> ExperimentSpec | None:
    """A forget bias of 1 in an LSTM that has less."""
    layer = spec.network.recurrent
    if not isinstance(layer, Lstm) or layer.forget_bias >= 1:
        return None
    return _change_network(spec, recurrence=layer.model_copy(update={"forget_bias": 1.0}))


def draw_orthogonal_state(spec: ExperimentSpec) -> ExperimentSpec | None:
    """Orthogonal weights from state to state."""
    layer = spec.network.recurrent
    if layer is None or isinstance(layer.initializer, Orthogonal):
        return None
    return _change_network(spec, recurrence=layer.model_copy(update={"initializer": Orthogonal()}))


def bound_state(spec: ExperimentSpec) -> ExperimentSpec | None:
    """Tanh in place of the ReLU of a simple recurrent layer."""
    layer = spec.network.recurrent
    if not isinstance(layer, SimpleRnn) or layer.activation == "tanh":
        return None
    return _change_network(spec, recurrence=layer.model_copy(update={"activation": "tanh"}))


def shorten_sequences(spec: ExperimentSpec) -> ExperimentSpec | None:
    """A quarter of the time steps; nothing where hardly any would be left."""
    data = spec.data
    if spec.network.recurrent is None or not isinstance(data, SequenceData) or data.length < 2 * _FEWEST_STEPS:
        return None
    length = max(data.length // _SHORTER, _FEWEST_STEPS)
    return spec.model_copy(update={"data": data.model_copy(update={"length": length})})


def _draw_other(spec: ExperimentSpec, initializer: Initializer) -> ExperimentSpec | None:
    """Weights drawn so, unless sound ones of about that variance are in place."""
    drawn = _draw_weights(spec, initializer)
    same = all(map(is_near, gains_of(spec), gains_of(drawn)))
    return None if same and are_sound(spec) else drawn


def _draw_weights(spec: ExperimentSpec, initializer: Initializer) -> ExperimentSpec:
    """Every layer's weights drawn so, the output layer's too."""
    changed = _change_layers(spec, "initializer", initializer)
    return _change_network(changed, output_initializer=None)


def _critical_gain(spec: ExperimentSpec) -> float | None:
    """That of the activation of all hidden layers; None for several, or for one whose gain hangs on the variance."""
    activations = {layer.activation for layer in spec.network.resolved(spec.data.inputs)}
    if len(activations) != 1:
        return None
    activation = activations.pop()
    return activation.critical_gain if activation.is_homogeneous or activation.is_bounded else None


def _change_layers(spec: ExperimentSpec, field: str, choice: Any) -> ExperimentSpec:
    """A choice for the network, and no other of any layer."""
    hidden = tuple(layer.model_copy(update={field: None}) for layer in spec.network.hidden)
    return _change_network(spec, hidden=hidden, **{field: choice})


def _change_network(spec: ExperimentSpec, **fields: Any) -> ExperimentSpec:
    return spec.model_copy(update={"network": spec.network.model_copy(update=fields)})


def _change_training(spec: ExperimentSpec, **fields: Any) -> ExperimentSpec:
    return spec.model_copy(update={"training": spec.training.model_copy(update=fields)})
