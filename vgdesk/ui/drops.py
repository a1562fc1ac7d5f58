"""Files that are dragged onto the window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from vgdesk.paths import TABLE_SUFFIXES

_SUFFIXES = (".vgrun", *TABLE_SUFFIXES)


class Drops(QObject):
    """Takes runs and tables that are dropped on a window, and nothing else.

    Args:
        window: where they may be dropped.

    Signals:
        dropped: the list of paths.
    """

    dropped = Signal(list)

    def __init__(self, window: QWidget):
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say while they are dragged whether they can be opened, and open them."""
        if not isinstance(event, QDropEvent):  # those of dragging are too
            return super().eventFilter(watched, event)
        paths = _files_of(event.mimeData())
        if not paths:
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True


def _files_of(data: QMimeData) -> list[Path]:
    """The runs and tables among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in _SUFFIXES]
