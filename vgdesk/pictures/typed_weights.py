"""The initial weights of a layer as they stand in a lane's spec, and what typing another one changes there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import DataError
from vgdesk.experiment.initializers import Given, Initializer
from vgdesk.experiment.matrices import write_matrix
from vgdesk.experiment.spec import ExperimentSpec

_MOST = 600  # weights that fit as numbers in the builder's field, and in the cells of the picture


@dataclass(frozen=True)
class InitialWeights:
    """Where the initial weights of one layer stand in a spec.

    Attributes:
        path: dotted path of the field.
        given: float32 [input, unit] that stand there now; None where they are drawn.
        biases: that are given with them, as a text; empty for none.
    """

    path: str
    given: NDArray[np.float32] | None = None
    biases: str = ""

    def edits(self, weights: NDArray[np.float32], at: tuple[int, int], value: float) -> dict[str, object]:
        """The change of the spec, by path, that gives all weights [input, unit] with another one at a place."""
        rows = [[float(f"{weight:.9g}") for weight in row] for row in weights]  # nine digits tell float32 apart
        rows[at[0]][at[1]] = value
        return {self.path: {"kind": "given", "weights": write_matrix(rows), "biases": self.biases}}


def find_initial_weights(spec: ExperimentSpec, layer: int, shape: tuple[int, int]) -> InitialWeights | None:
    """Where the weights of a dense layer can be typed; None where they cannot.

    Args:
        spec: of the lane's next training.
        layer: its number, 1 at the input.
        shape: inputs and units of the layer that is drawn; a spec whose layer is another one takes no weights of it.
    """
    network = spec.network
    if network.recurrent is not None or not 1 <= layer <= len(network.hidden) + 1 or shape[0] * shape[1] > _MOST:
        return None
    units = [spec.data.inputs, *(each.units for each in network.hidden), spec.outputs]
    if tuple(units[layer - 1 : layer + 1]) != shape:
        return None
    is_last = layer > len(network.hidden)
    own = network.output_initializer if is_last else network.hidden[layer - 1].initializer
    path = "network.output_initializer" if is_last else f"network.hidden.{layer - 1}.initializer"
    return _describe(path, own or network.initializer, layer, shape)


def _describe(path: str, initializer: Initializer, layer: int, shape: tuple[int, int]) -> InitialWeights:
    if not isinstance(initializer, Given):
        return InitialWeights(path)
    try:
        weights, biases = initializer.for_layer(layer).read()
    except DataError:
        return InitialWeights(path)
    if weights.shape != shape:
        return InitialWeights(path)
    text = "" if biases is None else write_matrix(biases.tolist())
    return InitialWeights(path, weights.astype(np.float32), text)
