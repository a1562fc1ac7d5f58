"""When to look: at the measures, at the histograms, and at the weights themselves."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.choices import ByWord, Choice
from vgdesk.experiment.words import Words
from vgdesk.measures import HISTOGRAM_COLUMNS

_STEP_BYTES = 8
_SNAPSHOT_BUDGET = 16 * 2**20
_SNAPSHOT_OVERHEAD = 256  # bytes a snapshot costs in addition to its numbers, in the file and in memory
_LARGEST_SNAPSHOT = 15_000_000  # numbers; the longest value of a run file has room for 16.7 million
Interval = Annotated[int, Field(ge=1, le=1_000_000)]


class EveryEpoch(Choice):
    """A sample an epoch."""

    words: ClassVar[Words] = Words("every epoch", "A sample at the first step of every epoch.")
    kind: Literal["epoch"] = "epoch"


class EverySteps(Choice):
    """A sample every N steps."""

    words: ClassVar[Words] = Words("every N steps", "A sample every N steps; 1 samples every step.")
    kind: Literal["steps"] = "steps"
    steps: Annotated[Interval, Words("Steps", "From one sample to the next.", unit="steps")] = 1


Sampling = Annotated[Annotated[EveryEpoch | EverySteps, Field(discriminator="kind")], ByWord()]


class NoHistograms(Choice):
    """Without histograms."""

    words: ClassVar[Words] = Words(help="No histograms.")
    kind: Literal["none"] = "none"


class HistogramsEveryEpoch(Choice):
    """Histograms once an epoch."""

    words: ClassVar[Words] = Words(
        "every epoch", "Histograms at the first step of every epoch, and of the trained network."
    )
    kind: Literal["epoch"] = "epoch"


class HistogramsEverySample(Choice):
    """Histograms as often as samples."""

    words: ClassVar[Words] = Words("every sample", "Histograms with every sample.")
    kind: Literal["sample"] = "sample"


class HistogramsEverySteps(Choice):
    """Histograms every N steps."""

    words: ClassVar[Words] = Words("every N steps", "Histograms every N steps, and of the trained network.")
    kind: Literal["steps"] = "steps"
    steps: Annotated[Interval, Words("Steps", "From one set of histograms to the next.", unit="steps")] = 100


HistogramSchedule = Annotated[
    Annotated[
        NoHistograms | HistogramsEveryEpoch | HistogramsEverySample | HistogramsEverySteps,
        Field(discriminator="kind"),
    ],
    ByWord(),
]


class NoSnapshots(Choice):
    """Without snapshots."""

    words: ClassVar[Words] = Words(help="The weights are not kept.")
    kind: Literal["none"] = "none"


class AutoSnapshots(Choice):
    """Snapshots within a budget of 16 MB.

    A network so large that not even the untrained and the trained weights fit keeps none.
    """

    words: ClassVar[Words] = Words(
        help="The weights after every epoch, or every second, third ..., so that all stay below 16 MB."
    )
    kind: Literal["auto"] = "auto"


class SnapshotsEveryEpochs(Choice):
    """Snapshots every N epochs."""

    words: ClassVar[Words] = Words(
        "every N epochs",
        "The weights after every N epochs, and those of the trained network; none of over 15 million.",
    )
    kind: Literal["epochs"] = "epochs"
    epochs: Annotated[Interval, Words("Epochs", "From one snapshot to the next.", unit="epochs")] = 1


SnapshotSchedule = Annotated[
    Annotated[NoSnapshots | AutoSnapshots | SnapshotsEveryEpochs, Field(discriminator="kind")],
    ByWord(),
]


def count_samples(total_steps: int, interval: int) -> int:
    """Samples of a training, the untrained and the trained network included.

    Args:
        total_steps: updates in the whole training.
        interval: steps from one sample to the next; 0 for none.
    """
    return -(-total_steps // interval) + 1 if interval else 0


def histogram_interval(schedule: Choice, sample_every: int, steps_per_epoch: int) -> int:
    """Steps from one sample of the histograms to the next; 0 for none.

    Args:
        schedule: one of ``HistogramSchedule``.
        sample_every: steps from one sample to the next.
        steps_per_epoch: updates an epoch.
    """
    if isinstance(schedule, HistogramsEverySteps):
        return schedule.steps
    if isinstance(schedule, HistogramsEverySample):
        return sample_every
    return steps_per_epoch if isinstance(schedule, HistogramsEveryEpoch) else 0


def histogram_bytes(sizes: Sequence[int]) -> int:
    """Size of the histograms of one sample, in the run file and in memory.

    Args:
        sizes: entries of every tensor with histograms of its values and gradients: weights and recurrent weights.
    """
    count_bytes = next(width for width in (1, 2, 4) if max(sizes) < 256**width)
    return _STEP_BYTES + 2 * len(sizes) * HISTOGRAM_COLUMNS * count_bytes


def snapshot_interval(schedule: Choice, total_steps: int, steps_per_epoch: int, parameters: int) -> int:
    """Steps from one snapshot to the next, a whole number of epochs; 0 for none.

    Args:
        schedule: one of ``SnapshotSchedule``.
        total_steps: updates in the whole training.
        steps_per_epoch: updates an epoch.
        parameters: trained numbers.
    """
    if parameters > _LARGEST_SNAPSHOT:
        return 0
    if isinstance(schedule, SnapshotsEveryEpochs):
        return schedule.epochs * steps_per_epoch
    room = _SNAPSHOT_BUDGET // snapshot_bytes(parameters)
    if isinstance(schedule, NoSnapshots) or room < 2:
        return 0
    epochs = -(-total_steps // steps_per_epoch)
    return -(-epochs // (room - 1)) * steps_per_epoch


def snapshot_bytes(parameters: int) -> int:
    """Size of one snapshot, in the run file and in memory."""
    return 4 * parameters + _SNAPSHOT_OVERHEAD
