"""Keeps names, colours and order of the lanes with their runs, so that a reopened race looks as it did."""

import logging
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Slot

from vgdesk import paths
from vgdesk.errors import RunFileError
from vgdesk.library.marks import Marks
from vgdesk.session.lane import Lane
from vgdesk.session.lane_list import LaneList
from vgdesk.session.training import Training

_WAIT_MILLISECONDS = 400
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Look:
    """How a lane looked when it was looked at last."""

    run: str
    name: str
    color: int


class LaneMarks(QObject):
    """Writes what the user has changed about lanes with a run, a moment after it was changed.

    What was opened is written only when it is changed here; a race that was trained here is written at its end.

    Args:
        lane_list: the lanes.
        training: while it trains, nothing is written.
        parent: of this object.
    """

    def __init__(self, lane_list: LaneList, training: Training, parent: QObject | None = None):
        super().__init__(parent)
        self._lane_list, self._training = lane_list, training
        self._known: dict[str, _Look] = {}
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MILLISECONDS)
        self._timer.timeout.connect(self.write)
        lane_list.lanes_changed.connect(self._timer.start)
        training.state_changed.connect(self._timer.start)

    def close(self) -> None:
        """Write what has not been written yet."""
        if self._timer.isActive():
            self.write()

    @Slot()
    def write(self) -> None:
        """Write what has changed since the last time."""
        self._timer.stop()
        if self._training.state.is_busy:
            return
        lanes = [lane for lane in self._lane_list.lanes if lane.history is not None and lane.path is not None]
        is_moved = self._is_moved(lanes)
        for place, lane in enumerate(self._lane_list.lanes):
            if lane in lanes and (is_moved or self._is_changed(lane)):
                _keep(lane, place)
        self._known = {lane.key: _look(lane) for lane in lanes}

    def _is_changed(self, lane: Lane) -> bool:
        known = self._known.get(lane.key)
        if known is None or known.run != lane.run:
            return lane.run in self._training.race.lanes
        return known != _look(lane)

    def _is_moved(self, lanes: list[Lane]) -> bool:
        """Whether lanes that were there before stand in another order."""
        order = [lane.key for lane in lanes if lane.key in self._known]
        return order != [key for key in self._known if key in order]


def _look(lane: Lane) -> _Look:
    return _Look(lane.run, lane.name, lane.color)


def _keep(lane: Lane, place: int) -> None:
    """A run that cannot be marked is left as it is."""
    path, marks = lane.path, Marks(paths.runs_folder())
    if path is None or not path.exists():
        return
    try:
        shown = replace(marks.find(path, lane.run), name=_given_name(lane), color=lane.color, place=place)
        marks.mark(path, lane.run, shown)
    except RunFileError as error:
        _log.info("the look of a lane is not kept: %s", error)


def _given_name(lane: Lane) -> str:
    """The name, where it is another than the run has of itself."""
    recorded = lane.history.lane if lane.history is not None else ""
    return "" if lane.name == recorded else lane.name
