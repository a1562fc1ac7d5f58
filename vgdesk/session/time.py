"""Time as the window shows it: the epoch looked at, its unit, the replay, and the stretch shown."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from vgdesk.analysis.window import Window

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
FULL_REPLAY_SECONDS = 20.0
"""The time that a whole run takes at speed 1."""

_FRAME_MILLISECONDS = 33


class TimeUnit(StrEnum):
    """What time is counted in on the screen; inside it is always epochs."""

    EPOCH = "epoch"
    STEP = "step"


class TimeMode(StrEnum):
    """What moves the epoch looked at: the training, nothing, or the replay."""

    LIVE = "live"
    FIXED = "fixed"
    PLAYING = "playing"


class Time(QObject):
    """The one place that says which time is shown; everything that moves it calls it.

    Live is a mode: once the newest sample is looked at, every newer one is.

    Args:
        find_epochs: epochs of the samples [sample] of every recorded lane, rising; a lane without samples may be
            left out or be empty. Asked at every move.
        parent: of this object.

    Signals:
        moved: another epoch is looked at, or the mode became live or is no longer live, or the unit or the window
            changed.
        play_changed: the replay started or stopped, or its speed changed.
    """

    moved = Signal()
    play_changed = Signal()

    def __init__(self, find_epochs: Callable[[], Sequence[NDArray[np.float64]]], parent: QObject | None = None):
        super().__init__(parent)
        self._find_epochs = find_epochs
        self._mode = TimeMode.LIVE
        self._epoch: float | None = None
        self._unit = TimeUnit.EPOCH
        self._speed = 1.0
        self._window: Window | None = None
        self._last_frame = 0.0
        self._timer = QTimer(self, interval=_FRAME_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._play_frame)

    @property
    def mode(self) -> TimeMode:
        """What moves the epoch now."""
        return self._mode

    @property
    def epoch(self) -> float | None:
        """The epoch looked at; None is live."""
        return self._epoch

    @property
    def is_live(self) -> bool:
        """Whether the newest sample is shown."""
        return self._mode is TimeMode.LIVE

    @property
    def unit(self) -> TimeUnit:
        """What time is counted in on the screen."""
        return self._unit

    @property
    def window(self) -> Window | None:
        """The stretch of training shown; None shows all of it."""
        return self._window

    @property
    def span(self) -> tuple[float, float] | None:
        """First and last epoch at which any lane was sampled; None before any sample."""
        sampled = [epochs for epochs in self._find_epochs() if len(epochs)]
        return (min(float(e[0]) for e in sampled), max(float(e[-1]) for e in sampled)) if sampled else None

    @Slot(float)
    def look_at(self, epoch: float) -> None:
        """Look at an epoch and stop the replay; at the newest sample or beyond it, go live."""
        self._move(epoch, TimeMode.FIXED)

    @Slot()
    def go_live(self) -> None:
        """Look at the newest sample from now on."""
        self._set(None, TimeMode.LIVE)

    @Slot()
    def go_start(self) -> None:
        """Look at the first sample; does nothing before any."""
        if self.span is not None:
            self.look_at(self.span[0])

    def step(self, samples: int) -> None:
        """Move by a number of samples, counted over the epochs at which any lane was sampled."""
        sampled = [epochs for epochs in self._find_epochs() if len(epochs)]
        if not sampled:
            return
        epochs = np.unique(np.concatenate(sampled))
        here = epochs[-1] if self._epoch is None else self._epoch
        place = int(np.searchsorted(epochs, here, side="right")) - 1 + samples
        self.look_at(float(epochs[min(max(place, 0), len(epochs) - 1)]))

    def set_unit(self, unit: TimeUnit) -> None:
        """Count time in this unit on the screen."""
        if unit is not self._unit:
            self._unit = unit
            self.moved.emit()

    @Slot(object)
    def set_window(self, window: Window | None) -> None:
        """Show this stretch of the training; None shows all of it."""
        if window != self._window:
            self._window = window
            self.moved.emit()

    @property
    def is_playing(self) -> bool:
        """Whether the replay runs."""
        return self._mode is TimeMode.PLAYING

    @property
    def can_play(self) -> bool:
        """Whether there are two samples to play between."""
        span = self.span
        return span is not None and span[0] < span[1]

    @property
    def speed(self) -> float:
        """One of SPEEDS; at 1 all of the training takes FULL_REPLAY_SECONDS, however slow the machine."""
        return self._speed

    @Slot()
    def toggle_play(self) -> None:
        """Play from the epoch looked at, or from the start if that is the end; or stop there."""
        span = self.span
        if self.is_playing:
            self.stop_play()
        elif span is not None and span[0] < span[1]:
            first, last = span
            here = self._epoch
            self._last_frame = monotonic()
            self._move(first if here is None or here >= last else max(here, first), TimeMode.PLAYING)

    @Slot()
    def stop_play(self) -> None:
        """Stop the replay and stay at its epoch."""
        if self.is_playing:
            self._set(self._epoch, TimeMode.FIXED)

    def set_speed(self, speed: float) -> None:
        """Play at the nearest speed of SPEEDS."""
        nearest = min(SPEEDS, key=lambda known: abs(known - speed))
        if nearest != self._speed:
            self._speed = nearest
            self.play_changed.emit()

    def change_speed(self, places: int) -> None:
        """Play at a speed further up in SPEEDS, or down for a negative number; the ends hold."""
        place = SPEEDS.index(self._speed) + places
        self.set_speed(SPEEDS[min(max(place, 0), len(SPEEDS) - 1)])

    def advance(self, seconds: float) -> None:
        """Move as far as that many seconds of replay do; at the newest sample it ends and time is live."""
        span, here = self.span, self._epoch
        if span is None or here is None:
            self.stop_play()
            return
        first, last = span
        self._move(here + seconds * self._speed * (last - first) / FULL_REPLAY_SECONDS, TimeMode.PLAYING)

    def _move(self, epoch: float, mode: TimeMode) -> None:
        """The only place that decides whether an epoch means live."""
        span = self.span
        if span is not None and epoch >= span[1]:
            self._set(None, TimeMode.LIVE)
        else:
            self._set(max(0.0, float(epoch)), mode)

    def _set(self, epoch: float | None, mode: TimeMode) -> None:
        has_moved, was_playing = epoch != self._epoch, self.is_playing
        self._epoch, self._mode = epoch, mode
        if was_playing != self.is_playing:
            self._timer.start() if self.is_playing else self._timer.stop()
        if has_moved:
            self.moved.emit()
        if was_playing != self.is_playing:
            self.play_changed.emit()

    @Slot()
    def _play_frame(self) -> None:
        now = monotonic()
        seconds, self._last_frame = now - self._last_frame, now
        self.advance(seconds)
