"""What a network takes some images for, ready to draw."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.forward import class_shares, evaluate, read_spec, snapshot_at
from vgdesk.errors import VgdeskError
from vgdesk.events import DataPreviewed, freeze
from vgdesk.runs.history import History

NO_GUESS = -1


@dataclass(frozen=True)
class GuessFrame:
    """Images, and the guess of one lane's network at each.

    Attributes:
        label: name of the lane.
        note: why there is nothing else; empty when there is.
        epoch: of the weights.
        measure: what the shares are: ``probability``, or ``output`` of a network that learned without one.
        class_names: what each class is called.
        images: float32 [image, row, column], 0 the darkest pixel of all and 1 the brightest.
        labels: int64 [image], their true classes.
        guesses: int64 [image], the class with the largest share; ``NO_GUESS`` where the outputs are no numbers.
        shares: float32 [image], share of the guess; see ``class_shares``.
    """

    label: str
    note: str = ""
    epoch: float = 0.0
    measure: str = "probability"
    class_names: tuple[str, ...] = ()
    images: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0, 0), np.float32), repr=False)
    labels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)
    guesses: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)
    shares: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32), repr=False)

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


class GuessSource:
    """Makes the frames of one lane after another, and asks the network only when its snapshot has changed."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._frame: GuessFrame | None = None

    def frame(self, history: History, preview: DataPreviewed | None, epoch: float | None) -> GuessFrame:
        """The picture at an epoch, the same object while nothing changes; see ``find_guesses``."""
        key = (history.run, len(history.snapshots) > 0, history.snapshots.at(epoch), id(preview))
        if self._frame is None or key != self._key:
            self._key, self._frame = key, find_guesses(history, preview, epoch)
        return self._frame


def find_guesses(history: History, preview: DataPreviewed | None, epoch: float | None) -> GuessFrame:
    """What the network took the images for at or before an epoch.

    Args:
        history: the run.
        preview: of the data that it was trained on; None while it is not here.
        epoch: the moment looked at; None for the newest.
    """
    label = history.lane or "lane 1"
    try:
        data = read_spec(history).data
        if data.image_shape is None:
            raise VgdeskError("these data are no images")
        snapshot = snapshot_at(history, epoch)
        if preview is None:
            raise VgdeskError("waiting for the images")
        shares = class_shares(history, evaluate(history, snapshot, preview.images))
    except VgdeskError as error:
        return GuessFrame(label, str(error))
    finite = np.isfinite(shares).all(axis=1)
    guesses = np.where(finite, shares.argmax(axis=1), NO_GUESS)
    return GuessFrame(
        label=label,
        epoch=float(history.snapshots.epochs[snapshot]),
        measure="output" if history.layout.layers[-1].activation == "linear" else "probability",
        class_names=data.class_names,
        images=freeze(_brightness(preview.images).reshape(-1, *data.image_shape)),
        labels=preview.image_labels,
        guesses=freeze(guesses),
        shares=freeze(np.where(finite, shares.max(axis=1), np.float32(np.nan))),
    )


def _brightness(images: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = (float(images.min()), float(images.max())) if images.size else (0.0, 0.0)
    return np.asarray((images - low) / ((high - low) or 1.0), np.float32)
