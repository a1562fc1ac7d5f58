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
        drawer: what runs are dragged out of to the lanes; dropped on itself they go nowhere.

    Signals:
        dropped: the list of paths, from elsewhere.
        brought: the list of paths, from the drawer.
    """

    dropped = Signal(list)
    brought = Signal(list)

    def __init__(self, window: QWidget, drawer: QWidget | None = None):
        super().__init__(window)
        self._window, self._drawer = window, drawer
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say while they are dragged whether they can be opened, and open them."""
        if not isinstance(event, QDropEvent):  # those of dragging are too
            return super().eventFilter(watched, event)
        paths = _files_of(event.mimeData())
        if not paths or (self._comes_from_drawer(event) and self._is_over_drawer(event)):
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            (self.brought if self._comes_from_drawer(event) else self.dropped).emit(paths)
        return True

    def _comes_from_drawer(self, event: QDropEvent) -> bool:
        source = event.source()
        return isinstance(source, QWidget) and self._drawer is not None and self._drawer.isAncestorOf(source)

    def _is_over_drawer(self, event: QDropEvent) -> bool:
        drawer = self._drawer
        place = event.position().toPoint()
        return drawer is not None and drawer.rect().contains(drawer.mapFrom(self._window, place))


def _files_of(data: QMimeData) -> list[Path]:
    """The runs and tables among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in _SUFFIXES]
