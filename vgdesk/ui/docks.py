"""Panes that the user moves, closes, and finds again where they were."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QToolButton, QWidget

from vgdesk.ui.panes.pane import Pane

_STATE_VERSION = 1
_USUAL_SHARE = 0.38  # of the height, for the panes below
_BELOW = Qt.DockWidgetArea.BottomDockWidgetArea


class DockArea(QMainWindow):
    """A middle that stays, and panes around it.

    Args:
        middle: what stands in the middle.
        panes: in the order of the menu; each has a ``header``.

    Signals:
        pane_shown: a pane came into sight.
    """

    pane_shown = Signal()

    def __init__(self, middle: QWidget, panes: Sequence[Pane], parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("docks")
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.setCentralWidget(middle)
        self._share = _USUAL_SHARE
        self._docks = {pane.key: self._make_dock(pane) for pane in panes}

    @property
    def toggles(self) -> tuple[QAction, ...]:
        """One a pane: whether it is shown."""
        return tuple(dock.toggleViewAction() for dock in self._docks.values())

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
        if wanted:
            self.resizeDocks(wanted, [1000] * len(wanted), Qt.Orientation.Horizontal)
        self._share = _USUAL_SHARE
        self._share_height()

    @property
    def floating(self) -> tuple[QDockWidget, ...]:
        """Those that are windows of their own now, in sight."""
        return tuple(dock for dock in self._docks.values() if dock.isFloating() and not dock.isHidden())

    def show_pane(self, key: str) -> None:
        """Bring a pane into sight."""
        self._docks[key].show()
        self._docks[key].raise_()

    def save(self) -> QByteArray:
        """Where everything is."""
        return self.saveState(_STATE_VERSION)

    def restore(self, state: QByteArray) -> bool:
        """Put everything where it was; False if that is of another version."""
        return self.restoreState(state, _STATE_VERSION)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the panes below their share of the new height."""
        lowest = self._below()
        if lowest and event.oldSize().height() > 0 and self.isVisible():
            self._share = lowest[0].height() / event.oldSize().height()
        super().resizeEvent(event)
        self._share_height()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the height now that there is one."""
        super().showEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        below = self._below()
        if below:
            self.resizeDocks(below, [round(self._share * self.height())] * len(below), Qt.Orientation.Vertical)

    def _below(self) -> list[QDockWidget]:
        """What stands below the middle, in sight."""
        return [dock for dock in self._docks.values() if not dock.isHidden() and self.dockWidgetArea(dock) == _BELOW]

    def _make_dock(self, pane: Pane) -> QDockWidget:
        dock = QDockWidget(pane.title[:1].upper() + pane.title[1:], self, objectName=f"dock-{pane.key}")
        dock.setWidget(pane)
        dock.setTitleBarWidget(pane.header)
        pane.header.add_button(_close_button(dock))
        dock.visibilityChanged.connect(self._tell)
        dock.toggleViewAction().setObjectName(f"show-{pane.key}")
        dock.toggleViewAction().setToolTip(pane.tip)
        return dock

    @Slot(bool)
    def _tell(self, is_visible: bool) -> None:
        if is_visible:
            self.pane_shown.emit()


def _close_button(dock: QDockWidget) -> QToolButton:
    button = QToolButton(text="×", autoRaise=True, objectName=f"close-{dock.objectName()}")
    button.setProperty("role", "close")
    button.setToolTip("Hide this pane; the View menu brings it back")
    button.setAccessibleName(f"Hide {dock.windowTitle()}")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(dock.close)
    return button
