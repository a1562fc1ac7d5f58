"""The cursor: the moment that every pane shows."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from vgdesk.session.lane import Lane


class Cursor(QObject):
    """An epoch to look at, or live: pinned to the newest sample.

    Signals:
        moved: the cursor stands elsewhere, or became live or not.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._epoch: float | None = None

    @property
    def epoch(self) -> float | None:
        """The epoch looked at; None is live."""
        return self._epoch

    @property
    def is_live(self) -> bool:
        """Whether the newest sample is shown."""
        return self._epoch is None

    @Slot(float)
    def seek(self, epoch: float) -> None:
        """Look at an epoch."""
        self._move(max(0.0, float(epoch)))

    @Slot()
    def go_live(self) -> None:
        """Look at the newest sample from now on."""
        self._move(None)

    def step(self, lanes: Sequence[Lane], samples: int) -> None:
        """Move by so many samples, counted over the moments at which any lane was sampled."""
        moments = [lane.history.epochs for lane in lanes if lane.history is not None and lane.history.sample_count]
        if not moments:
            return
        epochs = np.unique(np.concatenate(moments))
        here = epochs[-1] if self._epoch is None else self._epoch
        place = int(np.searchsorted(epochs, here, side="right")) - 1 + samples
        self.seek(float(epochs[min(max(place, 0), len(epochs) - 1)]))

    def _move(self, epoch: float | None) -> None:
        if epoch != self._epoch:
            self._epoch = epoch
            self.moved.emit()
