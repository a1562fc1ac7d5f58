"""Arrays that grow at their end, and what is recorded at steps of a run."""

from copy import copy
from typing import Generic, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

_FIRST_ROOM = 64
_MOVED_PER_NEW = 3  # rows; 2 would do to have all moved when the array is full

Number = TypeVar("Number", bound=np.generic)


class Column(Generic[Number]):
    """An array that grows at its end; what it has handed out stays valid and unchanged.

    Rows move to the next, larger array a few at a time from when this one is half full, so that no single growth
    takes long: copying a long run at once would freeze the window.

    Args:
        dtype: of its numbers.
        shape: of a row.

    Attributes:
        count: rows so far.
    """

    def __init__(self, dtype: type[Number] | np.dtype[Number], shape: tuple[int, ...] = ()):
        self._array: NDArray[Number] = np.empty((_FIRST_ROOM, *shape), dtype)
        self._next: NDArray[Number] | None = None
        self._moved = 0
        self.count = 0

    @property
    def dtype(self) -> np.dtype[Number]:
        """Of its numbers."""
        return self._array.dtype

    def extend(self, rows: NDArray[np.generic]) -> None:
        """Append some rows; they are copied."""
        end = self.count + len(rows)
        if end > len(self._array):
            self._move(self.count, room=end)
            assert self._next is not None
            self._array, self._next, self._moved = self._next, None, 0
        self._array[self.count : end] = rows
        self.count = end
        if 2 * end > len(self._array):
            self._move(min(end, self._moved + _MOVED_PER_NEW * len(rows)))

    def view(self) -> NDArray[Number]:
        """All rows so far, read-only."""
        rows = self._array[: self.count]
        rows.setflags(write=False)
        return rows

    def _move(self, end: int, room: int = 0) -> None:
        if self._next is None or len(self._next) < room:
            self._next = np.empty((max(2 * len(self._array), room), *self._array.shape[1:]), self._array.dtype)
            self._moved = 0
        self._next[self._moved : end] = self._array[self._moved : end]
        self._moved = end


class Timed:
    """What a run holds of some of its steps. Arrays are read-only views of what was there when they were asked for.

    Args:
        steps_per_epoch: updates an epoch.
    """

    def __init__(self, steps_per_epoch: int):
        self._steps_per_epoch = steps_per_epoch
        self._steps = Column(np.int64)
        self._epochs = Column(np.float64)

    @property
    def steps(self) -> NDArray[np.int64]:
        """int64 [sample], updates done before each."""
        return self._steps.view()

    @property
    def epochs(self) -> NDArray[np.float64]:
        """float64 [sample], steps / steps per epoch."""
        return self._epochs.view()

    def at(self, epoch: float | None) -> int:
        """Index of the last sample at or before an epoch; the newest for None; -1 without any."""
        epochs = self.epochs
        return len(epochs) - 1 if epoch is None else int(np.searchsorted(epochs, epoch, side="right")) - 1

    def kept(self) -> Self:
        """The same as it is now: it does not grow with this one, and shares its arrays, whose rows never change."""
        same = copy(self)
        for name, value in vars(self).items():
            setattr(same, name, _keep(value))
        return same

    def _append_steps(self, steps: NDArray[np.int64]) -> None:
        self._steps.extend(steps)
        self._epochs.extend(steps / self._steps_per_epoch)


def _keep(value: object) -> object:
    if isinstance(value, Timed):
        return value.kept()
    if isinstance(value, dict):
        return {key: _keep(each) for key, each in value.items()}
    return copy(value) if isinstance(value, Column | list) else value
