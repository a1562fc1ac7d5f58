"""The lanes as tabs above the builder: one is selected, others can be added, renamed and removed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QMenu, QSizePolicy, QToolButton, QWidget

from vgdesk.analysis.numbers import format_epoch
from vgdesk.session.lane import MAX_LANES, Lane
from vgdesk.session.session import Session
from vgdesk.ui.named import named
from vgdesk.ui.plain_text import plain_button, plain_tip
from vgdesk.ui.theme import current_theme, themed

_DOT = 12
_ACROSS = 2
_TAB_WIDTH, _PLUS_WIDTH = 98, 34
_AROUND_NAME = 36  # dot, paddings and border


class LaneTabs(QWidget):
    """A tab a lane, in the lane's colour, two in a row, and a button that adds one.

    Args:
        add: adds a lane.
        offered: what a right click on a tab offers for its lane; None is a line between two.

    Signals:
        chosen: index of the lane that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, add: QAction, offered: Sequence[QAction | None] = ()):
        super().__init__()
        self.setObjectName("lane-tabs")
        self._offered = tuple(offered)
        self._session: Session | None = None
        self._group = QButtonGroup(self, exclusive=True)
        self._group.idClicked.connect(self.chosen)
        self._tabs = [self._make_tab(index) for index in range(MAX_LANES)]
        self._plus = named(QToolButton(autoRaise=True), "lane-add")
        self._plus.setText("+")
        self._plus.clicked.connect(add.trigger)
        self._plus.setToolTip(add.toolTip())
        self._plus.setAccessibleName("Add lane")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for index, tab in enumerate(self._tabs):
            grid.addWidget(tab, index // _ACROSS, index % _ACROSS)
        grid.addWidget(self._plus, 0, _ACROSS)
        grid.setColumnStretch(_ACROSS + 1, 1)

    def follow(self, session: Session) -> None:
        """Show the lanes of a session from now on."""
        self._session = session
        for signal in (session.lanes_changed, session.selection_changed, themed.changed):
            signal.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the lanes as they are now."""
        session = self._session
        if session is not None and session.lanes:
            self.show_lanes(session.lanes, session.selected)

    def show_lanes(self, lanes: Sequence[Lane], selected: Lane) -> None:
        """Show these lanes, one of them selected."""
        for tab, lane in zip(self._tabs, lanes, strict=False):
            self._show_lane(tab, lane, lane is selected)
        for index, tab in enumerate(self._tabs):
            tab.setVisible(index < len(lanes))
        self._plus.setFixedWidth(current_theme().pixels(_PLUS_WIDTH))

    def tab_chain(self) -> list[QWidget]:
        """What Tab goes through, in order."""
        return [*self._tabs, self._plus]

    def _make_tab(self, index: int) -> QToolButton:
        tab = named(QToolButton(autoRaise=True), f"lane-tab-{index}")
        tab.setCheckable(True)
        tab.setIconSize(QSize(_DOT, _DOT))
        tab.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tab.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        tab.setProperty("role", "lane")
        tab.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tab.customContextMenuRequested.connect(partial(self._offer, tab))
        self._group.addButton(tab, index)
        return tab

    def _show_lane(self, tab: QToolButton, lane: Lane, checked: bool) -> None:
        width = current_theme().pixels(_TAB_WIDTH)
        tab.setFixedWidth(width)
        tab.ensurePolished()
        room = width - current_theme().pixels(_AROUND_NAME)
        name = tab.fontMetrics().elidedText(lane.name, Qt.TextElideMode.ElideRight, room)
        tab.setText(plain_button(name))
        tab.setIcon(dot_icon(current_theme().lane(lane.color)))
        start = (
            "" if lane.start is None else f", from the weights of epoch {format_epoch(lane.start.origin.epoch)} on"
        )
        tab.setToolTip(plain_tip(f"Lane {lane.name}{start}: show it in the builder"))
        tab.setAccessibleName(f"Lane {lane.name}")
        tab.setChecked(checked)

    @Slot(QPoint)
    def _offer(self, tab: QToolButton, place: QPoint) -> None:
        tab.click()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._offered:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.popup(tab.mapToGlobal(place))


def dot_icon(color: str, side: int = _DOT) -> QIcon:
    """A round spot of a colour, sharp on every screen.

    Args:
        color: as ``#rrggbb``.
        side: of the icon, in logical pixels.
    """
    icon = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(side * ratio, side * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawEllipse(QPointF(side / 2, side / 2), 5 / 12 * side, 5 / 12 * side)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
