"""Where the units of a layer work: their pre-activations for some points, and how steep the activation is there."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.forward import KeptNetwork
from vgdesk.experiment.activation_choice import ActivationChoice
from vgdesk.experiment.activations import Prelu
from vgdesk.runs.history import History

SATURATED = 0.05
"""Of the largest slope: a unit whose slope is below this share of it is saturated."""

_FAR, _STEPS = 20.0, 40_001  # beyond, slopes are what they are there


@dataclass(frozen=True)
class WorkingPoints:
    """What a layer's activation is applied to.

    Attributes:
        activation: the function; of learned slope with the slope of the snapshot.
        values: float64 [entry], the pre-activations of all points and units that are numbers.
        nonfinite: how many are NaN or infinite.
        points: number of points.
    """

    activation: ActivationChoice
    values: NDArray[np.float64]
    nonfinite: int
    points: int

    @property
    def saturated(self) -> float:
        """Share of the values where the slope is below ``SATURATED`` of the largest; NaN without any."""
        if not len(self.values):
            return float("nan")
        return float(is_flat(self.activation, self.values).mean())

    @property
    def slope_rms(self) -> float:
        """Root mean square of the slope at the values; NaN without any."""
        if not len(self.values):
            return float("nan")
        return float(np.sqrt(np.square(slopes_at(self.activation, self.values)).mean()))


def find_working_points(history: History, snapshot: int, layer: int, inputs: NDArray[np.float32]) -> WorkingPoints:
    """The pre-activations of a hidden layer, 1 the first at the input, for some points.

    Batch normalisation takes the statistics of these points, as it does where activations are measured.

    Args:
        history: of the run.
        snapshot: index of the snapshot.
        layer: number of the layer.
        inputs: float32 [point, column], scaled as trained.

    Raises:
        VgdeskError: the network is recurrent, or the snapshot does not fit its spec.
    """
    network = KeptNetwork(history, snapshot, own_statistics=True)
    x = network.enter(inputs)
    for number in range(1, layer):
        x = network.pass_layer(number, x).output
    z = network.pass_layer(layer, x).pre_activation.astype(np.float64).ravel()
    activation = network.hidden[layer - 1].activation
    if isinstance(activation, Prelu):
        slope = float(history.snapshots.tensor(snapshot, layer, "slope").item())
        activation = activation.model_copy(update={"slope": slope})
    finite = np.isfinite(z)
    return WorkingPoints(activation, z[finite], int((~finite).sum()), len(inputs))


def slopes_at(activation: ActivationChoice, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """phi'(z), of any shape."""
    with np.errstate(all="ignore"):
        found: NDArray[np.float64] = np.asarray(activation.slope_at(z), np.float64)
    return found


def is_flat(activation: ActivationChoice, z: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether the slope is below ``SATURATED`` of the largest, of any shape."""
    slopes = slopes_at(activation, np.clip(z, -_FAR, _FAR))
    flat: NDArray[np.bool_] = np.abs(slopes) < SATURATED * _largest_slope(activation)
    return flat


@cache
def _largest_slope(activation: ActivationChoice) -> float:
    return float(np.abs(slopes_at(activation, np.linspace(-_FAR, _FAR, _STEPS))).max())
