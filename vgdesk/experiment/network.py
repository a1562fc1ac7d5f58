"""What learns: the layers of a network."""

import math
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from vgdesk.experiment.activation_choice import ActivationChoice
from vgdesk.experiment.activations import Activation, Linear, Relu
from vgdesk.experiment.biases import Bias, BiasChoice, NoBias, UsualBias
from vgdesk.experiment.choices import ByWord, Choice, Spec
from vgdesk.experiment.initializers import AnyInitializer, Given, GlorotUniform, Initializer
from vgdesk.experiment.normalizations import IdentitySkip, NoNormalization, Normalization, NoSkip, Skip
from vgdesk.experiment.output_functions import OutputFunction
from vgdesk.experiment.recurrence import NoRecurrence, Recurrence, RecurrentChoice
from vgdesk.experiment.words import Words


class LayerSpec(Spec):
    """One hidden layer; what it leaves open it takes from the network."""

    units: Annotated[int, Words("Units", "Width of the layer.")] = Field(5, ge=1, le=8192)
    activation: Annotated[Activation | None, Words("Activation", "Of this layer alone.")] = None
    initializer: Annotated[AnyInitializer | None, Words("Initialiser", "Of this layer's weights alone.")] = None
    normalization: Annotated[Normalization | None, Words("Normalisation", "Of this layer alone.", "Normalise")] = None


@dataclass(frozen=True)
class ResolvedLayer:
    """A layer with every choice made."""

    units: int
    activation: ActivationChoice
    initializer: Initializer
    normalization: Choice
    alpha: float = 0.0  # of its skip; 0 for none
    bias: BiasChoice = field(default_factory=UsualBias)
    dropout: float = 0.0  # share of its outputs
    squash: Choice | None = None  # of the output layer: a function of its own, behind which the loss begins

    @property
    def has_bias(self) -> bool:
        """Whether it has biases."""
        return not isinstance(self.bias, NoBias)


class NetworkSpec(Spec):
    """A fully connected network: hidden layers, then an output layer that the data decides."""

    hidden: Annotated[tuple[LayerSpec, ...], Words("Hidden layers", "From the input to the output.")] = Field(
        (LayerSpec(),), min_length=0, max_length=200
    )
    activation: Annotated[Activation, Words("Activation", "Of every hidden layer that names none of its own.")] = (
        Relu()
    )
    initializer: Annotated[
        AnyInitializer, Words("Initialiser", "Of the weights of every layer that names none of its own.")
    ] = GlorotUniform()
    output_initializer: Annotated[
        AnyInitializer | None,
        Words("Output initialiser", "Of the output layer's weights; none takes the network's.", "Output"),
    ] = None
    bias: Annotated[Bias, Words("Biases", "Of every dense layer; a recurrent layer keeps its own.")] = UsualBias()
    normalization: Annotated[
        Normalization, Words("Normalise", "Every hidden layer that names no normalisation of its own.")
    ] = NoNormalization()
    dropout: Annotated[
        float,
        Words(
            "Dropout",
            "Share of every hidden layer's outputs put to 0 in a pass that trains, the others grown by "
            "1 / (1 - share); none when scored. Srivastava et al. (2014).",
        ),
    ] = Field(0.0, ge=0, lt=1)
    output_function: Annotated[
        OutputFunction | None,
        Words(
            "Output function",
            "Of the output layer: as the loss has it, which is sigmoid or softmax in cross-entropy and linear in the "
            "squared error, or another one for the squared error.",
            "Output is",
        ),
    ] = None
    input_normalization: Annotated[
        Literal["none", "batch"],
        Words(
            "Normalise inputs",
            "The data's columns over each batch, with a learned scale and shift, before layer 1.",
            "Inputs",
        ),
        ByWord({"batchnorm": "batch", "batch_normalization": "batch", "BatchNorm1d": "batch"}),
    ] = "none"
    skip: Annotated[Skip, Words("Skip", "Around every hidden layer that is as wide as the one before.")] = NoSkip()
    recurrence: Annotated[
        Recurrence, Words("Recurrent", "What reads sequences before the hidden layers.", "Layer")
    ] = NoRecurrence()

    def resolved(self, inputs: int = 0) -> tuple[ResolvedLayer, ...]:
        """The hidden layers with every open choice filled in, input side first.

        Args:
            inputs: columns of the data; the first layer has a skip only if it is as wide, or as the recurrent layer.
        """
        fans_in = self.widths(inputs, 0)
        return tuple(
            ResolvedLayer(
                units=layer.units,
                activation=layer.activation or self.activation,
                initializer=_settle(layer.initializer or self.initializer, number),
                normalization=layer.normalization or self.normalization,
                alpha=self._alpha() if layer.units == fan_in else 0.0,
                bias=self.bias,
                dropout=self.dropout,
            )
            for number, (layer, fan_in) in enumerate(zip(self.hidden, fans_in, strict=False), start=1)
        )

    def _alpha(self) -> float:
        if not isinstance(self.skip, IdentitySkip):
            return 0.0
        return 1.0 if self.skip.alpha == "1" else 1 / math.sqrt(len(self.hidden))

    def resolved_output(self, units: int) -> ResolvedLayer:
        """The output layer; its outputs are logits, unless it has a function of its own."""
        initializer = _settle(self.output_initializer or self.initializer, len(self.hidden) + 1)
        return ResolvedLayer(units, Linear(), initializer, NoNormalization(), bias=self.bias, squash=self.squash)

    @property
    def squash(self) -> Choice | None:
        """The output layer's own function; None where there is nothing between the logits and the loss."""
        return None if isinstance(self.output_function, Linear) else self.output_function

    @property
    def recurrent(self) -> RecurrentChoice | None:
        """The recurrent layer; None without one."""
        return self.recurrence if isinstance(self.recurrence, RecurrentChoice) else None

    def widths(self, inputs: int, outputs: int) -> tuple[int, ...]:
        """Inputs of the first dense layer, then the units of every dense layer, the output layer last."""
        first = self.recurrent.units if self.recurrent else inputs
        return (first, *(layer.units for layer in self.hidden), outputs)


def _settle(initializer: Initializer, number: int) -> Initializer:
    """The initialiser of a dense layer of that number."""
    return initializer.for_layer(number) if isinstance(initializer, Given) else initializer
