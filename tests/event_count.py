"""Counts what Qt tells its objects."""

from PySide6.QtCore import QEvent, QObject


class EventCount(QObject):
    """Counts the events of a kind that come to an object, or to all of them where it is the application.

    Attributes:
        count: so far.
    """

    def __init__(self, watched: QObject, kind: QEvent.Type):
        super().__init__(watched)
        self._kind = kind
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        self.count += event.type() == self._kind
        return False
