"""Sample images, and what the selected lane's network takes them for."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.forward import class_shares, evaluate, read_spec, share_name, snapshot_at
from vgdesk.analysis.numbers import format_epoch
from vgdesk.errors import VgdeskError
from vgdesk.events import freeze
from vgdesk.pictures.frame import Frame, Nothing, Still, reason_of
from vgdesk.pictures.picture import Picture, Sources, of_lane
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

NO_GUESS = -1


@dataclass(frozen=True)
class GuessFrame(Still):
    """Images, and the guess of one lane's network at each.

    Attributes:
        label: name of the lane.
        epoch: of the weights.
        measure: what the shares are: ``probability``, or ``output`` of a network that learned without one.
        class_names: what each class is called.
        images: float32 [image, row, column], 0 the darkest pixel of all and 1 the brightest.
        labels: int64 [image], their true classes.
        guesses: int64 [image], the class with the largest share; ``NO_GUESS`` where the outputs are no numbers.
        shares: float32 [image], share of the guess; see ``class_shares``.
    """

    label: str
    epoch: float
    measure: str
    class_names: tuple[str, ...]
    images: NDArray[np.float32] = field(repr=False)
    labels: NDArray[np.int64] = field(repr=False)
    guesses: NDArray[np.int64] = field(repr=False)
    shares: NDArray[np.float32] = field(repr=False)

    @property
    def title(self) -> str:
        """Whose guesses, and of which weights."""
        return f"{self.label}, epoch {format_epoch(self.epoch)}"

    @property
    def score(self) -> str:
        """How many guesses are right."""
        return f"{self.right_count} of {len(self.labels)} right"

    def score_of(self, shown: int) -> str:
        """The score, and how many images are drawn where not all have room."""
        return self.score + (f", {shown} shown" if shown < len(self.labels) else "")

    @property
    def description(self) -> str:
        """How many of the guesses are right, and when."""
        return f"{self.title}: {self.score}"

    @property
    def right_count(self) -> int:
        """Images whose guess is right."""
        return int((self.guesses == self.labels).sum())

    def is_right(self, image: int) -> bool:
        """Whether the guess at an image is its class."""
        return bool(self.guesses[image] == self.labels[image])

    def guess_name(self, image: int) -> str:
        """What the network takes an image for."""
        guess = int(self.guesses[image])
        return "NaN" if guess == NO_GUESS else self.class_names[guess]

    def true_name(self, image: int) -> str:
        """What an image shows."""
        return self.class_names[int(self.labels[image])]


def find_guesses(lane: LaneView, epoch: float | None = None) -> GuessFrame:
    """What the network of a lane took the images for at or before an epoch, the newest for None.

    Raises:
        VgdeskError: there are none, and why.
    """
    if lane.history is None:
        raise VgdeskError(NOT_TRAINED)
    history = lane.history
    data = read_spec(history).data
    if data.image_shape is None:
        raise VgdeskError("These data are no images")
    snapshot = snapshot_at(history, epoch)
    if lane.points is None:
        raise VgdeskError("Waiting for the images")
    shares = class_shares(history, evaluate(history, snapshot, lane.points.images))
    finite = np.isfinite(shares).all(axis=1)
    return GuessFrame(
        label=lane.name,
        epoch=float(history.snapshots.epochs[snapshot]),
        measure=share_name(history),
        class_names=data.class_names,
        images=freeze(_brightness(lane.points.images).reshape(-1, *data.image_shape)),
        labels=lane.points.image_labels,
        guesses=freeze(np.where(finite, shares.argmax(axis=1), NO_GUESS)),
        shares=freeze(np.where(finite, shares.max(axis=1), np.float32(np.nan))),
    )


def _brightness(images: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = (float(images.min()), float(images.max())) if images.size else (0.0, 0.0)
    return np.asarray((images - low) / ((high - low) or 1.0), np.float32)


@of_lane
def _make(view: View, lane: LaneView, history: History, sources: Sources) -> Frame | Nothing:
    snapshots = history.snapshots
    made_of = (lane.name, lane.color, history, len(snapshots) > 0, snapshots.at(view.epoch), id(lane.points))
    return sources.keep("guesses", made_of, lambda: _try(lane, view.epoch))


def _try(lane: LaneView, epoch: float | None) -> Frame | Nothing:
    try:
        return find_guesses(lane, epoch)
    except VgdeskError as error:
        return Nothing(reason_of(error))


GUESSES = Picture(
    key="guesses",
    title="guesses",
    tip="What the selected lane's network takes some images for at the cursor, and how sure it is; wrong ones in red",
    make=_make,
    needs_spec=True,
    needs_points=True,
)
