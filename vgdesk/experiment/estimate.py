"""What a spec will cost, said before it is trained."""

from dataclasses import dataclass
from itertools import pairwise

from vgdesk.experiment.activations import Prelu
from vgdesk.experiment.normalizations import NoNormalization
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.measures import measures_of

_VALUE_BYTES = 4
_SAMPLE_BYTES = 20  # step, batch loss and their share of a page
_SCORE_BYTES = 64  # step and four scores; a chunk of 64 fills a page
_CHANNEL_BYTES = 60  # what a value means, in the layout
_FILE_BYTES = 16_000  # a run file without any


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
    values = _count_values(spec)
    sample_bytes = samples * (values * _VALUE_BYTES + _SAMPLE_BYTES)
    score_bytes = (spec.training.epochs + 1) * _SCORE_BYTES
    file_bytes = _FILE_BYTES + values * _CHANNEL_BYTES + sample_bytes + score_bytes
    return Estimate(count_parameters(spec), spec.total_steps, samples, file_bytes)


def count_parameters(spec: ExperimentSpec) -> int:
    """Trained numbers: weights, biases, scale and shift of normalised layers, and learned slopes."""
    widths = spec.network.widths(spec.data.inputs, spec.outputs)
    dense = sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(widths))
    layers = spec.network.resolved(spec.data.inputs)
    slopes = sum(isinstance(layer.activation, Prelu) for layer in layers)
    return dense + 2 * sum(_normalized_widths(spec)) + slopes


def _count_values(spec: ExperimentSpec) -> int:
    """Numbers a sample holds: measures of every trained tensor, and of every layer's ledgers."""
    layers = len(spec.network.hidden) + 1
    slopes = sum(isinstance(layer.activation, Prelu) for layer in spec.network.resolved())
    tensors = 2 * (layers + len(_normalized_widths(spec))) + slopes
    ledgers = sum(len(measures_of(tensor)) for tensor in ("activation", "signal", "update"))
    return tensors * len((*measures_of("gradient"), *measures_of("weight"))) + layers * ledgers


def _normalized_widths(spec: ExperimentSpec) -> list[int]:
    layers = spec.network.resolved()
    return [layer.units for layer in layers if not isinstance(layer.normalization, NoNormalization)]
