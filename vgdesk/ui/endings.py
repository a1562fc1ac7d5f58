"""Hears the signals that ask a program to end, while Qt waits where Python cannot hear."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Endings(QObject):
    """Emits ``asked`` when the system or a terminal asks the program to end; the second time it ends at once.

    Args:
        parent: of this object.

    Signals:
        asked: the program should end.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        self._signals = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._before = {each: signal.signal(each, self._note) for each in self._signals}
        self._wakeup = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Leave the signals as they were."""
        signal.set_wakeup_fd(self._wakeup)
        for each, handler in self._before.items():
            signal.signal(each, handler)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()

    def _note(self, number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)

    @Slot()
    def _hear(self) -> None:
        self._ours.recv(4096)
        self.asked.emit()
