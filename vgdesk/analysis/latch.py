"""Switches that tell noise from change: what is asked for must be asked for a while, counted in updates."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]


class Wait(NamedTuple):
    """For how long a change must be asked for before it comes.

    Attributes:
        least: updates.
        share: of the updates done.
        seen_twice: whether one sample is too few, however long ago the one before it was.
    """

    least: float
    share: float
    seen_twice: bool = False


class Pace(NamedTuple):
    """How long a state waits to come and to go."""

    come: Wait
    go: Wait


_SOON, _LATER, _LATE = Wait(2, 1 / 20), Wait(5, 1 / 8, seen_twice=True), Wait(10, 1 / 8, seen_twice=True)
_AT_LAST, _LATELY, _NOT = Wait(40, 1 / 8, seen_twice=True), Wait(5, 1 / 12, seen_twice=True), Wait(0, 0)

QUICK, STEADY, SLOW, SETTLED = (Pace(wait, wait) for wait in (_SOON, _LATER, _LATE, _AT_LAST))
AT_ONCE, SLOWLY_OVER = Pace(_NOT, _SOON), Pace(_NOT, _LATE)
STAYING, LASTING = Pace(_SOON, _LATELY), Pace(_SOON, _LATER)


class Latch:
    """Switches states on and off along the samples of a run, one stretch of samples after the other.

    What asks for a change must do so for a while, counted in updates, unless it did so from the beginning.

    Attributes:
        states: flags of the stretch, one of a power of two for each state, int32 [sample].
    """

    def __init__(self) -> None:
        self.states = np.zeros(0, np.int32)
        self._steps = np.zeros(0, np.int64)
        self._earlier = np.zeros(0, np.int64)
        self._last: dict[int, tuple[bool, float, float]] = {}

    def begin(self, steps: NDArray[np.int64]) -> None:
        """Go on to the next stretch: updates done at each of its samples [sample], from the beginning of the run."""
        self._earlier = np.concatenate((self._steps[-1:] if len(self._steps) else steps[:1], steps[:-1]))
        self._steps = steps
        self.states = np.zeros(len(steps), np.int32)

    def __call__(self, state: int, on: Flags, off: Flags, pace: Pace, over: Flags | None = None) -> Flags:
        """Switch a state on and off, off without delay where it is over; gives where it holds [sample]."""
        before, on_since, off_since = self._last.get(state, (False, -np.inf, -np.inf))
        lasting_on, on_since = self._outlast(on, on_since, pace.come)
        lasting_off, off_since = self._outlast(off, off_since, pace.go)
        held = hold(lasting_on, lasting_off if over is None else lasting_off | over, before=before)
        self.states[held] |= state
        self._last[state] = (bool(held[-1]), on_since, off_since)
        return held

    def _outlast(self, wish: Flags, since: float, wait: Wait) -> tuple[Flags, float]:
        """Where a wish [sample] has held for a while, and since which update it holds at the end.

        ``since`` is the same before the stretch; both are infinite where it does not hold.
        """
        waits = np.maximum(wait.least, self._steps * wait.share)
        starts = self._steps if wait.seen_twice else self._earlier
        begins = wish & ~np.concatenate(([since < np.inf], wish[:-1]))
        begun = np.maximum.accumulate(np.where(begins, np.arange(len(wish)), -1))
        held_since = np.where(begun < 0, since, starts[begun])
        lasting: Flags = wish & (self._steps - held_since >= waits)
        return lasting, float(held_since[-1]) if wish[-1] else np.inf


def hold(on: Flags, off: Flags, *, before: bool) -> Flags:
    """What a switch is set to at each of some moments [moment]; ``on`` wins where both are asked for."""
    moments = np.arange(1, len(on) + 1)
    last_on = np.maximum.accumulate(np.where(on, moments, 0))
    last_off = np.maximum.accumulate(np.where(off & ~on, moments, 0))
    found: Flags = np.where(last_on == last_off, before, last_on > last_off)
    return found
