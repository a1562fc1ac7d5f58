"""A number that a program of one's own told again and again, in memory."""

import numpy as np
from numpy.typing import NDArray

from vgdesk.events import Logged
from vgdesk.runs.column import Column, Timed


class Scalar(Timed):
    """One named number of a run over time.

    Args:
        steps_per_epoch: updates an epoch.
    """

    def __init__(self, steps_per_epoch: int):
        super().__init__(steps_per_epoch)
        self._values = Column(np.float64)

    def append(self, event: Logged) -> None:
        """Take in one more."""
        self._append_steps(np.array([event.step]))
        self._values.extend(np.array([event.value]))

    @property
    def values(self) -> NDArray[np.float64]:
        """float64 [sample], what was told; NaN and infinities as they came."""
        return self._values.view()
