"""What learns: the layers of a network."""

import math
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from vgdesk.experiment.activations import Activation, Linear, Relu
from vgdesk.experiment.choices import Choice, Spec
from vgdesk.experiment.initializers import AnyInitializer, GlorotUniform, Initializer
from vgdesk.experiment.normalizations import IdentitySkip, NoNormalization, Normalization, NoSkip, Skip
from vgdesk.experiment.recurrence import NoRecurrence, Recurrence, RecurrentChoice


class LayerSpec(Spec):
    """One hidden layer; what it leaves open it takes from the network.

    Attributes:
        units: width of the layer.
        activation: of this layer alone.
        initializer: of this layer's weights alone.
        normalization: of this layer alone.
    """

    units: int = Field(5, ge=1, le=8192, title="Units")
    activation: Activation | None = Field(None, title="Activation")
    initializer: AnyInitializer | None = Field(None, title="Initialiser")
    normalization: Normalization | None = Field(None, title="Normalisation")


@dataclass(frozen=True)
class ResolvedLayer:
    """A layer with every choice made."""

    units: int
    activation: Choice
    initializer: Initializer
    normalization: Choice
    alpha: float = 0.0  # of its skip; 0 for none


class NetworkSpec(Spec):
    """A fully connected network: hidden layers, then an output layer that the data decides.

    Attributes:
        hidden: the hidden layers, input side first.
        activation: of every hidden layer that names none of its own.
        initializer: of the weights of every layer that names none of its own.
        output_initializer: of the output layer's weights; none takes the network's.
        normalization: of every hidden layer that names none of its own.
        recurrence: what reads sequences before the hidden layers.
        input_normalization: of the data's columns over each batch, with a learned scale and shift, before layer 1.
        skip: around every hidden layer that is as wide as the one before.
    """

    hidden: tuple[LayerSpec, ...] = Field((LayerSpec(),), min_length=0, max_length=200, title="Hidden layers")
    activation: Activation = Field(Relu(), title="Activation")
    initializer: AnyInitializer = Field(GlorotUniform(), title="Initialiser")
    output_initializer: AnyInitializer | None = Field(None, title="Output initialiser")
    normalization: Normalization = Field(NoNormalization(), title="Normalise")
    input_normalization: Literal["none", "batch"] = Field("none", title="Normalise inputs")
    skip: Skip = Field(NoSkip(), title="Skip")
    recurrence: Recurrence = Field(NoRecurrence(), title="Recurrent")

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
                initializer=layer.initializer or self.initializer,
                normalization=layer.normalization or self.normalization,
                alpha=self._alpha() if layer.units == fan_in else 0.0,
            )
            for layer, fan_in in zip(self.hidden, fans_in, strict=False)
        )

    def _alpha(self) -> float:
        if not isinstance(self.skip, IdentitySkip):
            return 0.0
        return 1.0 if self.skip.alpha == "1" else 1 / math.sqrt(len(self.hidden))

    def resolved_output(self, units: int) -> ResolvedLayer:
        """The output layer of so many units; its outputs are logits."""
        initializer = self.output_initializer or self.initializer
        return ResolvedLayer(units, Linear(), initializer, NoNormalization())

    @property
    def recurrent(self) -> RecurrentChoice | None:
        """The recurrent layer; None without one."""
        return self.recurrence if isinstance(self.recurrence, RecurrentChoice) else None

    def widths(self, inputs: int, outputs: int) -> tuple[int, ...]:
        """Inputs of the first dense layer, then the units of every dense layer, the output layer last."""
        first = self.recurrent.units if self.recurrent else inputs
        return (first, *(layer.units for layer in self.hidden), outputs)
