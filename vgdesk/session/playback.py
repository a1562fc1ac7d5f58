"""The cursor: the moment that every pane shows; and what plays it through a run."""

from collections.abc import Callable, Sequence
from time import monotonic

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from vgdesk.session.lane import Lane

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
WHOLE_SECONDS = 20.0
"""The time that a whole run takes at speed 1."""

_FRAME_MILLISECONDS = 33


class Cursor(QObject):
    """An epoch to look at, or live: pinned to the newest sample.

    Signals:
        moved: the cursor stands elsewhere, became live or not, or is counted otherwise.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._epoch: float | None = None
        self._counts_steps = False

    @property
    def counts_steps(self) -> bool:
        """Whether time is counted in steps on the screen, not in epochs."""
        return self._counts_steps

    @Slot(bool)
    def count_steps(self, counts_steps: bool) -> None:
        """Count time in steps, or in epochs again."""
        if counts_steps != self._counts_steps:
            self._counts_steps = counts_steps
            self.moved.emit()

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


class Player(QObject):
    """Moves the cursor through what is recorded, at a speed that no slow machine changes.

    It ends at the newest sample, and at once when the cursor is moved by anyone else.

    Args:
        cursor: what it moves.
        span: tells the first and the last epoch recorded; None for none.
        parent: as Qt has it.

    Signals:
        changed: it plays or not, or at another speed.
    """

    changed = Signal()

    def __init__(self, cursor: Cursor, span: Callable[[], tuple[float, float] | None], parent: QObject | None = None):
        super().__init__(parent)
        self._cursor, self._span = cursor, span
        self._speed = 1.0
        self._then = 0.0
        self._is_moving = False
        self._timer = QTimer(self, interval=_FRAME_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._play_on)
        cursor.moved.connect(self._give_way)

    @property
    def is_playing(self) -> bool:
        """Whether the cursor moves by itself."""
        return self._timer.isActive()

    @property
    def can_play(self) -> bool:
        """Whether there are two moments to go between."""
        span = self._span()
        return span is not None and span[0] < span[1]

    @property
    def speed(self) -> float:
        """One of SPEEDS; at 1 the whole takes WHOLE_SECONDS."""
        return self._speed

    @Slot()
    def toggle(self) -> None:
        """Play from where the cursor stands, from the start if that is the end; or stop there."""
        if self.is_playing:
            self.stop()
        elif self.can_play:
            first, last = self._span() or (0.0, 0.0)
            here = self._cursor.epoch
            self._seek(first if here is None or here >= last else max(here, first))
            self._then = monotonic()
            self._timer.start()
            self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """Leave the cursor where it is."""
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def set_speed(self, speed: float) -> None:
        """Play at the speed of SPEEDS that is nearest."""
        nearest = min(SPEEDS, key=lambda known: abs(known - speed))
        if nearest != self._speed:
            self._speed = nearest
            self.changed.emit()

    @Slot()
    def faster(self) -> None:
        """Play at the next higher speed; the highest holds."""
        self.set_speed(SPEEDS[min(SPEEDS.index(self._speed) + 1, len(SPEEDS) - 1)])

    @Slot()
    def slower(self) -> None:
        """Play at the next lower speed; the lowest holds."""
        self.set_speed(SPEEDS[max(SPEEDS.index(self._speed) - 1, 0)])

    def advance(self, seconds: float) -> None:
        """Move the cursor as far as it goes in so many seconds of play."""
        span, here = self._span(), self._cursor.epoch
        if span is None or here is None:
            self.stop()
            return
        first, last = span
        epoch = here + seconds * self._speed * (last - first) / WHOLE_SECONDS
        if epoch < last:
            self._seek(epoch)
        else:
            self.stop()
            self._cursor.go_live()

    @Slot()
    def _play_on(self) -> None:
        now = monotonic()
        seconds, self._then = now - self._then, now
        self.advance(seconds)

    @Slot()
    def _give_way(self) -> None:
        if not self._is_moving:
            self.stop()

    def _seek(self, epoch: float) -> None:
        self._is_moving = True
        try:
            self._cursor.seek(epoch)
        finally:
            self._is_moving = False
