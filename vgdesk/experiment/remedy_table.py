"""The table of remedies: changes of a spec against what keeps a network from learning, each with its price."""

from collections.abc import Callable
from dataclasses import dataclass, field

from vgdesk.experiment import spec_changes
from vgdesk.experiment.activations import Elu, LeakyRelu, Relu, Selu, Tanh
from vgdesk.experiment.initializers import HeNormal, LecunNormal
from vgdesk.experiment.normalizations import BatchNormalization, IdentitySkip, LayerNormalization
from vgdesk.experiment.recurrence import Gru, Lstm
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.training import Adam, ClipByGlobalNorm, ClipByNorm, ClipByValue, Rmsprop

_LEAK = 0.2
_WIDE = 16


@dataclass(frozen=True)
class Remedy:
    """One change that may help.

    Attributes:
        key: its name in commands.
        title: what is done, a short phrase: ``batch norm before the activation``.
        lane: what is added to the name of a lane that has it: ``He``.
        price: what it costs or does not do, a sentence; empty where there is nothing to say.
        apply: the spec with it; None where the spec has it already or nothing to apply it to.
    """

    key: str
    title: str
    lane: str
    price: str = field(repr=False)
    apply: Callable[[ExperimentSpec], ExperimentSpec | None] = field(repr=False)


_INPUTS = (
    Remedy(
        "standardize",
        "standardise the inputs",
        "z-score",
        "New points must be scaled with the same means and deviations.",
        spec_changes.scale_inputs("standardize"),
    ),
    Remedy(
        "symmetric",
        "scale the inputs to -1..1",
        "scaled",
        "One far outlier presses all other points together.",
        spec_changes.scale_inputs("symmetric"),
    ),
    Remedy(
        "batch-inputs",
        "batch norm on the inputs",
        "input norm",
        "The scores come from moving statistics, which take some hundred updates to settle.",
        spec_changes.normalize_inputs,
    ),
)
_WEIGHTS = (
    Remedy("he", "He initialisation", "He", "", spec_changes.draw_he),
    Remedy(
        "lecun",
        "initial weights of variance 1/fan_in",
        "1/fan_in",
        "",
        spec_changes.draw_lecun,
    ),
    Remedy(
        "glorot",
        "Glorot initialisation",
        "Glorot",
        "With sigmoid units the signal still shrinks at every layer.",
        spec_changes.draw_glorot,
    ),
    Remedy(
        "critical",
        "initial weights of the critical variance, where the signal holds (a sigmoid's is 103/fan_in)",
        "critical",
        "Most units start saturated, and training is rough.",
        spec_changes.draw_critical,
    ),
    Remedy(
        "orthogonal",
        "orthogonal initial weights",
        "orthogonal",
        "Keeps every length only as long as the units stay in their straight part.",
        spec_changes.draw_orthogonal,
    ),
)
_ACTIVATIONS = (
    Remedy(
        "relu",
        "ReLU with He initialisation",
        "ReLU + He",
        "Units can die, and a narrow network may start with a dead layer.",
        spec_changes.take_activation(Relu(), HeNormal()),
    ),
    Remedy(
        "leaky-relu",
        f"leaky ReLU (slope {_LEAK:g}) with He initialisation",
        "leaky + He",
        "Closer to a linear network than ReLU.",
        spec_changes.take_activation(LeakyRelu(slope=_LEAK), HeNormal()),
    ),
    Remedy(
        "elu",
        "ELU with He initialisation",
        "ELU + He",
        "Grows slowly with depth, and costs an exponential a unit.",
        spec_changes.take_activation(Elu(), HeNormal()),
    ),
    Remedy(
        "selu",
        "SELU with weights of variance 1/fan_in",
        "SELU",
        "The gradient grows slowly with depth: about 3.5 % a layer.",
        spec_changes.take_activation(Selu(), LecunNormal()),
    ),
    Remedy(
        "tanh",
        "tanh with weights of variance 1/fan_in",
        "tanh",
        "Saturates once the weights have grown.",
        spec_changes.take_activation(Tanh(), LecunNormal()),
    ),
)
_BLOCKS = (
    Remedy(
        "batch-norm",
        "batch norm before the activation",
        "batch norm",
        "At the start the gradients grow with depth towards the input, and the scores come from moving statistics, "
        "which take some hundred updates to settle.",
        spec_changes.normalize_layers(BatchNormalization()),
    ),
    Remedy(
        "layer-norm",
        "layer norm before the activation",
        "layer norm",
        "Of little use in layers of a few units, whose differences it takes away.",
        spec_changes.normalize_layers(LayerNormalization()),
    ),
    Remedy(
        "skips",
        "identity skips around the hidden layers",
        "skips",
        "The sum grows with depth: the loss starts far above that of guessing.",
        spec_changes.add_skips(IdentitySkip()),
    ),
    Remedy(
        "scaled-skips",
        "identity skips, with 1/sqrt(L) of each layer added",
        "skips 1/√L",
        "Each layer contributes less.",
        spec_changes.add_skips(IdentitySkip(alpha="1/sqrt(L)")),
    ),
    Remedy(
        "wider",
        f"at least {_WIDE} units a hidden layer",
        f"{_WIDE} units",
        "More weights to train.",
        spec_changes.widen_layers(_WIDE),
    ),
)
_TRAINING = (
    Remedy(
        "clip-global-norm",
        "clip the gradients by their global norm, at 1",
        "clip global",
        "Bounds the length of an update and leaves its direction; the cause stays.",
        spec_changes.clip(ClipByGlobalNorm()),
    ),
    Remedy(
        "clip-norm",
        "clip each layer's gradient by its norm, at 1",
        "clip norm",
        "Changes how large the layers' gradients are beside each other; the cause stays.",
        spec_changes.clip(ClipByNorm()),
    ),
    Remedy(
        "clip-value",
        "clip every entry of the gradients, at 1",
        "clip value",
        "Turns the direction of the update; the cause stays.",
        spec_changes.clip(ClipByValue()),
    ),
    Remedy(
        "rate-tenth",
        "a tenth of the learning rate",
        "rate / 10",
        "Learns up to ten times slower.",
        spec_changes.multiply_rate(0.1),
    ),
    Remedy(
        "rate-hundredth",
        "a hundredth of the learning rate",
        "rate / 100",
        "Learns up to a hundred times slower.",
        spec_changes.multiply_rate(0.01),
    ),
    Remedy(
        "rate-tenfold",
        "ten times the learning rate",
        "rate × 10",
        "May overshoot once the gradients grow.",
        spec_changes.multiply_rate(10),
    ),
    Remedy(
        "rate-hundredfold",
        "a hundred times the learning rate",
        "rate × 100",
        "May overshoot once the gradients grow.",
        spec_changes.multiply_rate(100),
    ),
    Remedy(
        "adam",
        "Adam, whose steps do not shrink with the gradient",
        "Adam",
        "The signal that arrives is as small as before, and its noise is scaled up with it.",
        spec_changes.take_optimizer(Adam()),
    ),
    Remedy(
        "rmsprop",
        "RMSprop, whose steps do not shrink with the gradient",
        "RMSprop",
        "The signal that arrives is as small as before, and its noise is scaled up with it.",
        spec_changes.take_optimizer(Rmsprop()),
    ),
    Remedy(
        "adam-usual",
        "Adam at its usual rate of 0.001",
        "Adam .001",
        "",
        spec_changes.take_usual_adam,
    ),
)
_OUTPUT = (
    Remedy(
        "sigmoid-output",
        "a sigmoid output",
        "sigmoid output",
        "",
        spec_changes.free_output,
    ),
)
_RECURRENT = (
    Remedy(
        "lstm",
        "an LSTM with a forget bias of 1",
        "LSTM",
        "Four times the weights of a simple recurrent layer.",
        spec_changes.read_by(Lstm),
    ),
    Remedy(
        "gru",
        "a GRU",
        "GRU",
        "Three times the weights; as it is drawn at first it forgets nearly as fast as a simple recurrent layer.",
        spec_changes.read_by(Gru),
    ),
    Remedy(
        "forget-bias",
        "a forget bias of 1",
        "forget bias 1",
        "",
        spec_changes.raise_forget_bias,
    ),
    Remedy(
        "orthogonal-state",
        "orthogonal recurrent weights",
        "orthogonal state",
        "Nothing keeps them orthogonal once they are trained.",
        spec_changes.draw_orthogonal_state,
    ),
    Remedy(
        "tanh-state",
        "tanh in the recurrent layer",
        "tanh state",
        "Over many steps a tanh layer forgets.",
        spec_changes.bound_state,
    ),
    Remedy(
        "shorter",
        "sequences of a quarter of the length",
        "shorter",
        "An easier task: what lies further back is no longer asked for.",
        spec_changes.shorten_sequences,
    ),
)
REMEDIES: tuple[Remedy, ...] = (*_INPUTS, *_WEIGHTS, *_ACTIVATIONS, *_OUTPUT, *_BLOCKS, *_TRAINING, *_RECURRENT)
