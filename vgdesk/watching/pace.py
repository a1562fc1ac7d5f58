"""Which steps are sampled: every so many, or as many as a share of the time allows."""

import time

from vgdesk.errors import VgdeskError

_WARM_STEPS = 3  # sampled whatever they cost, so that there is a beginning


class Pace:
    """Decides which steps are sampled.

    Args:
        text: as it was asked for.
        steps: from one sample to the next; 0 where a share of the time decides.
        share: of the time that recording may take, 0..1.

    Attributes:
        text: as it was asked for.
    """

    def __init__(self, text: str, steps: int, share: float):
        self.text = text
        self._steps = steps
        self._share = share
        self._spent = self._spent_beside = 0.0
        self._began: float | None = None

    def spend(self, seconds: float) -> None:
        """Note the time that recording took."""
        if self._began is None:
            self._began = time.perf_counter()
        else:
            self._spent += seconds

    def spend_beside(self, seconds: float) -> None:
        """Note the time that a thread beside the training took; called from that thread alone."""
        self._spent_beside += seconds

    def wants(self, step: int) -> bool:
        """Whether a step is sampled."""
        if self._steps:
            return step % self._steps == 0
        if step < _WARM_STEPS or self._began is None:
            return True
        return self._spent + self._spent_beside < self._share * (time.perf_counter() - self._began)


def make_pace(every: int | str) -> Pace:
    """The pace of a number of steps, or of a share such as ``"5%"``.

    Raises:
        VgdeskError: it is neither.
    """
    if isinstance(every, int) and not isinstance(every, bool) and every >= 1:
        return Pace(str(every), every, 0.0)
    if isinstance(every, str) and every.endswith("%"):
        try:
            share = float(every[:-1]) / 100
        except ValueError:
            share = 0.0
        if 0 < share <= 1:
            return Pace(every, 0, share)
    raise VgdeskError(f'every={every!r}: write a number of steps from 1, or a share of the time such as "5%"')
