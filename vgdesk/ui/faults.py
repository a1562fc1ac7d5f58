"""The window's last line of defence: what nobody caught is logged, said once, and the window goes on."""

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vgdesk.ui.dialogs.fault import FaultReport

_log = logging.getLogger(__name__)

_MOST_KINDS = 50  # of faults that are told apart in one sitting


class Faults(QObject):
    """Takes the place of ``sys.excepthook``.

    A fault that comes back, with every frame maybe, is logged at its 1st, 10th, 100th ... time, and opens one dialog,
    as does each other one; no second dialog opens beside the first.

    Args:
        window: that the dialog belongs to.

    Signals:
        found: a fault that was not seen before, in one line, and its traceback; of any thread.
    """

    found = Signal(str, str)

    def __init__(self, window: QWidget):
        super().__init__(window)
        self._window = window
        self._seen: dict[tuple[str, str, int], int] = {}
        self._report: FaultReport | None = None
        self._more = 0
        self.found.connect(self._show)

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log a fault and have it shown."""
        place = _innermost(trace)
        signature = (kind.__name__, *place) if len(self._seen) < _MOST_KINDS else ("", "", 0)
        count = self._seen[signature] = self._seen.get(signature, 0) + 1
        if str(count).strip("0") == "1":
            text = "".join(traceback.format_exception(kind, error, trace))
            _log.error("uncaught, time %d: %s", count, text)
            _complain(text)
            summary = f"Something went wrong in vgdesk itself: {kind.__name__}: {error}"
            self.found.emit(summary if count == 1 else "", text)
        else:
            self.found.emit("", "")

    @Slot(str, str)
    def _show(self, summary: str, details: str) -> None:
        if self._report is not None:
            self._more += 1
            self._report.count_more(self._more)
        elif summary:
            self._more = 0
            self._report = FaultReport(self._window, summary, details)
            self._report.dialog.destroyed.connect(self._forget)

    @Slot()
    def _forget(self) -> None:
        self._report = None


def _innermost(trace: TracebackType | None) -> tuple[str, int]:
    """File and line in which a fault arose."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return ("", 0) if trace is None else (trace.tb_frame.f_code.co_filename, trace.tb_lineno)


def _complain(text: str) -> None:
    if sys.stderr is not None:  # there is none without a console on Windows
        sys.stderr.write(f"{text.rstrip()}\n")
