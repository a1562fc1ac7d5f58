"""Numbers under the pointer and specs, to the clipboard and from it."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QPointF, QTimer, Slot
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import parse_spec
from vgdesk.export.specs import spec_tree
from vgdesk.pictures.spot import Line, Spot, read_number, write_number
from vgdesk.session.session import Session
from vgdesk.ui.dashboard import Dashboard
from vgdesk.ui.panes.heatmap import Heatmap
from vgdesk.ui.panes.pane import Pane

_NOTHING = "there is no number under the pointer; point at one in a picture"
_NO_LINE = "what is under the pointer has no rows and columns; point at a cell, a curve or a dot"
_OF_LINES = ("copy_row", "copy_column")


class CopyCommands(QObject):
    """What the Edit menu and the menus of the panes copy and paste. Methods raise VgdeskError where they are refused.

    Args:
        session: whose selected lane's spec is copied or replaced.
        dashboard: the pictures.
    """

    def __init__(self, session: Session, dashboard: Dashboard):
        super().__init__(dashboard)
        self._session, self._dashboard = session, dashboard
        self._spot: Spot | None = None

    def copy_number(self) -> None:
        """Copy the number under the pointer with all its digits."""
        spot = self._need_spot()
        if spot.value is None:
            raise VgdeskError("nothing was measured there")
        text = write_number(spot.value)
        self._copy(text, text)

    def copy_row(self) -> None:
        """Copy the row under the pointer: a cell's layer over the epochs, a curve, a lane over depth."""
        self._copy_line(self._need_spot().row)

    def copy_column(self) -> None:
        """Copy the column under the pointer: all layers of an epoch, all curves at an x, all lanes at a layer."""
        self._copy_line(self._need_spot().column)

    def copy_spec(self) -> None:
        """Copy the selected lane's spec as JSON; of a network of the user's own, what was watched."""
        lane = self._session.selected
        text = lane.spec.to_json()
        if lane.is_watched:
            text = json.dumps(spec_tree(lane.need_run()), indent=2, ensure_ascii=False)
        self._copy(text, f"the spec of {lane.name}")

    def paste_spec(self) -> None:
        """Give the selected lane the spec on the clipboard; Undo takes it back."""
        lane = self._session.selected
        lane.refuse_watched()
        text = QApplication.clipboard().text().strip()
        if not text.startswith("{"):
            raise VgdeskError("there is no spec on the clipboard; copy one as JSON, such as Copy spec does")
        self._session.set_spec(parse_spec(text))
        self._session.message.emit("pasted a spec; Undo takes it back, R trains it", False)

    def fill(self, menu: QMenu, actions: Sequence[QAction | None], place: QPoint) -> None:
        """Put entries below those of a menu that opens on a picture; what is chosen there is about that place.

        Args:
            menu: about to open.
            actions: None is a line. Those of rows and columns are left out where there are none.
            place: on the screen, in logical pixels.
        """
        self._dashboard.pointed, self._spot = place, self._find_spot(place)
        menu.setObjectName("pane-menu")
        for action in [*([None] if menu.actions() else []), *filter(self._fits, actions)]:
            menu.addAction(action or menu.addSeparator())
        menu.aboutToHide.connect(self._forget_soon)

    @Slot()
    def _forget_soon(self) -> None:
        """What was chosen is done after its menu has gone."""
        QTimer.singleShot(0, self._forget)

    @Slot()
    def _forget(self) -> None:
        self._dashboard.pointed = self._spot = None

    def _fits(self, action: QAction | None) -> bool:
        if action is None:
            return True
        key = action.objectName().removeprefix("action-")
        has_value = self._spot is not None and self._spot.value is not None
        has_line = self._spot is not None and self._spot.row is not None
        return has_line if key in _OF_LINES else has_value or key != "copy_number"

    def _need_spot(self) -> Spot:
        spot = self._spot or self._find_spot(QCursor.pos())
        if spot is None:
            raise VgdeskError(_NOTHING)
        return spot

    def _find_spot(self, place: QPoint) -> Spot | None:
        widget: QWidget | None = QApplication.widgetAt(place)
        while widget is not None and not isinstance(widget, Heatmap | Pane):
            widget = widget.parentWidget()
        if widget is None:
            return None
        spot = widget.spot_at(QPointF(widget.mapFromGlobal(place)))
        if spot is not None or isinstance(widget, Heatmap):
            return spot
        value = read_number(widget.readout)
        return None if value is None else Spot(value)

    def _copy_line(self, line: Line | None) -> None:
        if line is None:
            raise VgdeskError(_NO_LINE)
        self._copy(line.to_text(), f"{len(line.pairs)} numbers: {line.titles[1]}")

    def _copy(self, text: str, words: str) -> None:
        QApplication.clipboard().setText(text)
        self._session.message.emit(f"copied {words}", False)
