"""What a spec will cost, said before it is trained."""

from dataclasses import dataclass
from itertools import pairwise

from vgdesk.experiment.activations import Prelu
from vgdesk.experiment.normalizations import NoNormalization
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.measures import TENSORS, measures_of

_VALUE_BYTES = 4
_SAMPLE_BYTES = 20  # step, epoch and batch loss of a sample
_SCORE_BYTES = 48  # step, epoch and four scores
_FILE_BYTES = 60_000  # an empty run file


@dataclass(frozen=True)
class Estimate:
    """Size of a training.

    Attributes:
        parameters: trained numbers.
        steps: updates.
        samples: moments measured, the untrained and the trained network included.
        file_bytes: size of the run file, about.
    """

    parameters: int
    steps: int
    samples: int
    file_bytes: int


def estimate(spec: ExperimentSpec) -> Estimate:
    """Count what a spec asks for, without building it."""
    samples = -(-spec.total_steps // spec.sample_every) + 1
    layers = len(spec.network.hidden) + 1
    values = layers * sum(len(measures_of(tensor.key)) for tensor in TENSORS)
    file_bytes = _FILE_BYTES + samples * (values * _VALUE_BYTES + _SAMPLE_BYTES) + spec.training.epochs * _SCORE_BYTES
    return Estimate(count_parameters(spec), spec.total_steps, samples, file_bytes)


def count_parameters(spec: ExperimentSpec) -> int:
    """Trained numbers: weights, biases, scale and shift of normalised layers, and learned slopes."""
    widths = spec.network.widths(spec.data.inputs, spec.outputs)
    dense = sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(widths))
    layers = spec.network.resolved(spec.data.inputs)
    normalized = sum(layer.units for layer in layers if not isinstance(layer.normalization, NoNormalization))
    slopes = sum(isinstance(layer.activation, Prelu) for layer in layers)
    return dense + 2 * normalized + slopes
