"""Panes that the user moves, closes, and finds again where they were."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStyle, QToolButton, QWidget

from vgdesk.pictures.picture import Picture
from vgdesk.ui.panes.header import small_button
from vgdesk.ui.panes.pane import Pane

MakePane = Callable[[Picture], Pane]
"""Makes the pane of a picture."""

_STATE_VERSION = 2
_USUAL_SHARE = 0.38  # of the height, for the panes below
_BELOW = Qt.DockWidgetArea.BottomDockWidgetArea


@dataclass(frozen=True)
class Shares:
    """How the panes below the middle divide the room.

    Attributes:
        height: of the whole, 0..1.
        widths: by object name, in any unit; those that are absent have the mean of the others, so that none
            means even widths.
    """

    height: float = _USUAL_SHARE
    widths: dict[str, float] = field(default_factory=dict)

    def divide(self, names: Sequence[str], room: int) -> list[int]:
        """Whole pixels for each of these docks that add up to the room."""
        known = [self.widths[name] for name in names if name in self.widths]
        mean = sum(known) / len(known) if known else 1.0
        wanted = [self.widths.get(name, mean) for name in names]
        total = sum(wanted)
        ends = [round(room * sum(wanted[: index + 1]) / total) for index in range(len(wanted))]
        return [end - start for start, end in zip([0, *ends], ends, strict=False)]

    def to_text(self) -> str:
        """One line that ``parse_shares`` reads back."""
        return json.dumps(asdict(self))


def parse_shares(text: str) -> Shares:
    """What ``to_text`` wrote; the usual shares where the text is broken or makes no sense."""
    try:
        table = json.loads(text)
        shares = Shares(float(table["height"]), {str(key): float(part) for key, part in table["widths"].items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Shares()
    usable = 0 < shares.height < 1 and all(0 < part < 1e6 for part in shares.widths.values())
    return shares if usable else Shares()


class DockArea(QMainWindow):
    """A middle that stays, and panes around it.

    Panes in one row below the middle keep their shares of the room, however often the window grows and
    shrinks: even widths, until the user drags an edge.

    Args:
        middle: the central widget.
        pictures: in the order of the menu.
        make: makes the pane of a picture, when it is first shown.

    Signals:
        pane_made: a ``Pane`` that is there now.
        pane_shown: a pane came into sight.
    """

    pane_made = Signal(object)
    pane_shown = Signal()

    def __init__(self, middle: QWidget, pictures: Sequence[Picture], make: MakePane):
        super().__init__()
        self.setObjectName("docks")
        super().event(QEvent(QEvent.Type.StyleChange))  # the width of the edges comes with the name
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.setCentralWidget(middle)
        self._shares = Shares()
        self._pressed: dict[str, QSize] = {}
        self._docks = {picture.key: self._make_dock(picture, make) for picture in pictures}

    @property
    def toggles(self) -> tuple[QAction, ...]:
        """One a pane: whether it is shown."""
        return tuple(dock.toggleViewAction() for dock in self._docks.values())

    @property
    def panes(self) -> tuple[Pane, ...]:
        """Those that were made so far, in the order of the menu."""
        return tuple(dock.pane for dock in self._docks.values() if dock.is_made)

    def pane(self, key: str) -> Pane:
        """The pane of a key; it is made if it was never shown."""
        return self._docks[key].pane

    def arrange(self, shown: Iterable[str]) -> None:
        """Put these panes side by side below the middle, and the others behind the last of them, hidden."""
        before: QDockWidget | None = None
        wanted = [self._docks[key] for key in shown]
        for dock in self._docks.values():
            dock.setFloating(False)
            dock.hide()
            self.removeDockWidget(dock)
        for dock in wanted:
            self.addDockWidget(_BELOW, dock)
            if before is not None:
                self.splitDockWidget(before, dock, Qt.Orientation.Horizontal)
            dock.show()
            before = dock
        for dock in self._docks.values():
            if dock in wanted:
                continue
            self.addDockWidget(_BELOW, dock)
            if before is not None:
                self.tabifyDockWidget(before, dock)
            dock.hide()
        self._shares = Shares()
        self._share_room()

    @property
    def floating(self) -> tuple[QDockWidget, ...]:
        """Those that are visible windows of their own now."""
        return tuple(dock for dock in self._docks.values() if dock.isFloating() and not dock.isHidden())

    def show_pane(self, key: str) -> None:
        """Bring a pane into sight."""
        self._docks[key].show()
        self._docks[key].raise_()

    def save(self) -> QByteArray:
        """Where everything is."""
        return QByteArray(bytes(self.saveState(_STATE_VERSION).data()) + b"\n" + self._shares.to_text().encode())

    def restore(self, state: QByteArray) -> bool:
        """Put everything where it was; False if that is of another version."""
        places, _, shares = bytes(state.data()).rpartition(b"\n")
        if not self.restoreState(QByteArray(places), _STATE_VERSION):
            return False
        self._shares = parse_shares(shares.decode(errors="replace"))
        self._share_room()
        return True

    def event(self, event: QEvent) -> bool:
        """Notice that the user has dragged an edge."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = self._sizes()
        handled = super().event(event)
        if event.type() == QEvent.Type.MouseButtonRelease and self._pressed != self._sizes():
            self._keep_shares()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the panes below their shares of the new room."""
        super().resizeEvent(event)
        self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room now that there is some."""
        super().showEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        row = self._row()
        if not row:
            return
        names = [dock.objectName() for dock in row]
        edge = self.style().pixelMetric(QStyle.PixelMetric.PM_DockWidgetSeparatorExtent, None, self)
        widths = self._shares.divide(names, self.width() - edge * (len(row) - 1))
        height = round(self._shares.height * self.height())
        self.resizeDocks(row, widths, Qt.Orientation.Horizontal)
        self.resizeDocks(row, [height] * len(row), Qt.Orientation.Vertical)

    def _keep_shares(self) -> None:
        row = self._row()
        if row:
            widths = {dock.objectName(): float(dock.width()) for dock in row}
            self._shares = Shares(row[0].height() / self.height(), self._shares.widths | widths)

    def _sizes(self) -> dict[str, QSize]:
        return {dock.objectName(): dock.size() for dock in self._row()}

    def _row(self) -> list[QDockWidget]:
        """The visible docks below the middle, from the left; none where they form more than a row."""
        row: list[QDockWidget] = []
        for dock in self._docks.values():
            below = not dock.isHidden() and not dock.isFloating() and self.dockWidgetArea(dock) == _BELOW
            if below and not any(other in row for other in self.tabifiedDockWidgets(dock)):
                tabs = [other for other in self.tabifiedDockWidgets(dock) if not other.isHidden()]
                row.append(max((dock, *tabs), key=QWidget.x))  # those behind a tab are far to the left
        is_row = len({dock.y() for dock in row}) <= 1 or not self.isVisible()
        return sorted(row, key=QWidget.x) if is_row else []

    def _make_dock(self, picture: Picture, make: MakePane) -> "_Dock":
        dock = _Dock(picture, make, self)
        dock.pane_made.connect(self.pane_made)
        dock.visibilityChanged.connect(self._follow_visibility)
        dock.toggleViewAction().triggered.connect(lambda is_shown: dock.raise_() if is_shown else None)
        return dock

    @Slot(bool)
    def _follow_visibility(self, is_visible: bool) -> None:
        if self.isVisible():
            self._share_room()
        if is_visible:
            self.pane_shown.emit()


class _Dock(QDockWidget):
    """The place of a pane, which is made when the dock is first shown or asked for it.

    Signals:
        pane_made: the ``Pane``.
    """

    pane_made = Signal(object)

    def __init__(self, picture: Picture, make: MakePane, area: QWidget):
        title = picture.title[:1].upper() + picture.title[1:]
        super().__init__(title, area)
        self.setObjectName(f"dock-{picture.key}")
        self._area = area
        self._make = partial(make, picture)
        self._pane: Pane | None = None
        toggle = self.toggleViewAction()
        toggle.setObjectName(f"show-{picture.key}")
        toggle.setToolTip(picture.tip)

    @property
    def is_made(self) -> bool:
        """Whether the pane is there."""
        return self._pane is not None

    @property
    def pane(self) -> Pane:
        """The pane."""
        if self._pane is None:
            self._pane = self._make()
            self.setWidget(self._pane)
            self.setTitleBarWidget(self._pane.header)
            self._pane.header.add_button(_close_button(self))
            _follow_in_tab_order(self._area, (self._pane.header, self._pane))
            self.pane_made.emit(self._pane)
        return self._pane

    def showEvent(self, event: QShowEvent) -> None:
        """Have the pane that is to be seen."""
        self.pane  # noqa: B018 - made by being asked for
        super().showEvent(event)


def _follow_in_tab_order(area: QWidget, parts: Iterable[QWidget]) -> None:
    """Have Tab go to some new parts of an area after all that was in it before, not after the whole window."""
    last, following = area, area.nextInFocusChain()
    while following is not None and area.isAncestorOf(following):
        if any(part.isAncestorOf(following) for part in parts):
            break
        last, following = following, following.nextInFocusChain()
    for part in parts:
        for widget in sorted(part.findChildren(QWidget), key=lambda each: each.property("role") == "close"):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is area.window():
                QWidget.setTabOrder(last, widget)
                last = widget


def _close_button(dock: QDockWidget) -> QToolButton:
    tip, words = "Hide this pane; the View menu brings it back", f"Hide {dock.windowTitle()}"
    button = small_button("×", f"close-{dock.objectName()}", tip, words)
    button.clicked.connect(dock.close)
    return button
