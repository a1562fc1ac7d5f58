"""The lanes as tabs above the builder: one is selected, others can be added, renamed and removed."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from vgdesk.session.lane import MAX_LANES, Lane
from vgdesk.ui.theme import current_theme

_DOT = 12
_LONGEST_NAME = 11


class LaneTabs(QWidget):
    """A tab a lane, in the lane's colour, and a button that adds one.

    Signals:
        chosen: index of the lane that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, add: QAction, parent: QWidget | None = None):
        super().__init__(parent)
        self._add = add
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def show_lanes(self, lanes: Sequence[Lane], selected: Lane, actions: Sequence[QAction]) -> None:
        """Show these lanes; ``actions`` are offered by a right click, for the selected one."""
        while (item := self._row.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for index, lane in enumerate(lanes):
            self._row.addWidget(self._tab(index, lane, lane is selected, actions))
        if len(lanes) < MAX_LANES:
            self._row.addWidget(self._plus())
        self._row.addStretch(1)

    def _tab(self, index: int, lane: Lane, checked: bool, actions: Sequence[QAction]) -> QToolButton:
        name = lane.name if len(lane.name) <= _LONGEST_NAME else f"{lane.name[: _LONGEST_NAME - 1]}…"
        tab = QToolButton(text=name, checkable=True, checked=checked, autoRaise=True, objectName=f"lane-tab-{index}")
        tab.setIcon(dot_icon(current_theme().lane(lane.color)))
        tab.setIconSize(QSize(_DOT, _DOT))
        tab.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tab.setToolTip(f"Lane {lane.name}: show it in the builder")
        tab.setAccessibleName(f"Lane {lane.name}")
        tab.setProperty("role", "lane")
        tab.clicked.connect(lambda _=False, place=index: self.chosen.emit(place))
        if checked:
            tab.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            tab.customContextMenuRequested.connect(lambda place: QMenu.exec(actions, tab.mapToGlobal(place)))
        return tab

    def _plus(self) -> QToolButton:
        plus = QToolButton(autoRaise=True, objectName="lane-add", text="+")
        plus.clicked.connect(self._add.trigger)
        plus.setEnabled(self._add.isEnabled())
        plus.setToolTip(self._add.toolTip())
        plus.setAccessibleName("Add lane")
        return plus


def dot_icon(color: str) -> QIcon:
    """A round spot of a colour, sharp on every screen."""
    icon = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(_DOT * ratio, _DOT * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawEllipse(QPointF(_DOT / 2, _DOT / 2), 5, 5)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
