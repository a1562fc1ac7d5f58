"""The points of data sets, asked of the engine once and kept."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from vgdesk.engine import Command, PreviewData
from vgdesk.events import DataPreviewed
from vgdesk.experiment.data import DataSpec

KEPT_PREVIEWS = 16


class Previews(QObject):
    """Asks for the points of data sets and keeps the last of them.

    Args:
        post: sends a command to the engine.
        parent: of this object.

    Attributes:
        points: those last sent, by the JSON of their data spec.

    Signals:
        arrived: a DataPreviewed.
    """

    arrived = Signal(object)

    def __init__(self, post: Callable[[Command], None], parent: QObject | None = None):
        super().__init__(parent)
        self._post = post
        self.points: dict[str, DataPreviewed] = {}
        self._asked: set[str] = set()

    def request(self, data: DataSpec) -> None:
        """Ask for the points of a data set; ``arrived`` follows."""
        command = PreviewData(data.model_dump_json())
        self._asked.add(command.data_json)
        self._post(command)

    def fetch(self, data: DataSpec) -> None:
        """Ask for the points of a data set, unless they are here or on their way."""
        if data.model_dump_json() not in self._asked:
            self.request(data)

    @Slot(object)
    def keep(self, event: DataPreviewed) -> None:
        """Keep points that have come; the oldest are dropped."""
        self.points[event.data_json] = event
        self._asked.add(event.data_json)
        while len(self.points) > KEPT_PREVIEWS:
            oldest = next(iter(self.points))
            del self.points[oldest]
            self._asked.discard(oldest)
        self.arrived.emit(event)

    @Slot()
    def forget_requests(self) -> None:
        """Ask again for what has not come: the engine that was asked is gone."""
        self._asked = set(self.points)
