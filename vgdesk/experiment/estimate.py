"""What a spec will cost, said before it is trained."""

from dataclasses import dataclass

from vgdesk.experiment.sampling import count_samples, histogram_bytes
from vgdesk.experiment.slots import Slot, list_slots
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.measures import HISTOGRAM_TENSORS, measures_of

_VALUE_BYTES = 4
_SAMPLE_BYTES = 20  # step, batch loss and their share of a page
_SCORE_BYTES = 64  # step and four scores; a chunk of 64 fills a page
_CHANNEL_BYTES = 60  # what a value means, in the layout
_SNAPSHOT_BYTES = 26  # a snapshot without any
_FILE_BYTES = 26_000  # a run file without any
_KEPT_COPIES = 4  # of the parameters: values, gradients, and up to two of the optimizer's
_RING_STEPS, _RING_BYTES = 64, 64 * 2**20  # samples that wait for their reduction, and the room they may take
_LOADED_COPIES = 5  # of the data in float32: as loaded and scaled in float64, and as trained on
_PASS_COPIES = 6  # of what a batch leaves in every unit: before and after its blocks, and on the way back
_GROWTH = 1.5  # of a history's arrays over what is in them


@dataclass(frozen=True)
class Estimate:
    """Size of a training.

    Attributes:
        parameters: trained numbers.
        steps: updates.
        samples: of the measures, the untrained and the trained network included.
        file_bytes: size of the run file, about.
        memory_bytes: memory it takes beside an idle app, about.
    """

    parameters: int
    steps: int
    samples: int
    file_bytes: int
    memory_bytes: int


def estimate(spec: ExperimentSpec) -> Estimate:
    """Count what a spec asks for, without building it."""
    slots = list_slots(spec)
    parameters = sum(slot.size for slot in slots)
    samples = count_samples(spec.total_steps, spec.sample_every)
    values = _count_values(spec, slots)
    record_bytes = samples * (values * _VALUE_BYTES + _SAMPLE_BYTES) + _count_kept_bytes(spec, slots)
    score_bytes = (spec.epochs_begun + 1) * _SCORE_BYTES
    file_bytes = _FILE_BYTES + values * _CHANNEL_BYTES + record_bytes + score_bytes
    memory_bytes = _count_training_bytes(spec, parameters) + round(_GROWTH * record_bytes)
    return Estimate(parameters, spec.total_steps, samples, file_bytes, memory_bytes)


def _count_values(spec: ExperimentSpec, slots: tuple[Slot, ...]) -> int:
    """Numbers a sample holds: measures of every trained tensor, and of every row of the ledgers."""
    weights = sum(slot.tensor == "weight" for slot in slots)
    return (
        len(slots) * len((*measures_of("gradient"), *measures_of("weight")))
        + weights * len(measures_of("update"))
        + len(_row_units(spec)) * len((*measures_of("activation"), *measures_of("signal")))
    )


def _count_kept_bytes(spec: ExperimentSpec, slots: tuple[Slot, ...]) -> int:
    """Size of all histograms and snapshots."""
    parameters = sum(slot.size for slot in slots)
    counted = [slot.size for slot in slots if slot.tensor in HISTOGRAM_TENSORS]
    moving = 2 * sum(layer.units for layer in spec.network.resolved() if layer.normalization.kind == "batch")
    moving += 2 * spec.data.inputs * (spec.network.input_normalization == "batch")
    histograms = count_samples(spec.total_steps, spec.histogram_every)
    snapshots = count_samples(spec.total_steps, spec.snapshot_every(parameters))
    snapshot_bytes = _SNAPSHOT_BYTES + _VALUE_BYTES * (parameters + moving)
    return histograms * histogram_bytes(counted) + snapshots * snapshot_bytes


def _row_units(spec: ExperimentSpec) -> tuple[int, ...]:
    """Width of every row of the ledgers: a layer, or a time step."""
    if spec.network.recurrent is not None:
        return (spec.network.recurrent.units,) * (spec.data.inputs // spec.data.step_columns)
    return spec.network.widths(spec.data.inputs, spec.outputs)[1:]


def _count_training_bytes(spec: ExperimentSpec, parameters: int) -> int:
    """Memory of data, network, a batch on its way through it, and samples that wait."""
    units = sum(_row_units(spec))
    batch, data = spec.training.batch_size, spec.data
    waiting = 3 * parameters + units * batch
    ring = min(_RING_STEPS * waiting * _VALUE_BYTES, max(waiting * _VALUE_BYTES, _RING_BYTES))
    numbers = (
        _KEPT_COPIES * parameters
        + _LOADED_COPIES * data.points * data.inputs
        + _PASS_COPIES * batch * (units + data.inputs)
    )
    return numbers * _VALUE_BYTES + ring
