"""What lies over the window temporarily, and closes with Escape."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget


class Overlay(QFrame):
    """A frame over a host widget; it follows the host's size and gives the focus back when it goes.

    Args:
        host: what it lies over.
        name: object name, for the stylesheet.
    """

    def __init__(self, host: QWidget, name: str):
        super().__init__(host)
        self.setObjectName(name)
        self._host = host
        self._focus_before: QWidget | None = None
        host.installEventFilter(self)
        self.hide()

    @Slot()
    def open(self) -> None:
        """Show over the host and take the focus."""
        if self.isHidden():
            self._focus_before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.first_focus().setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def dismiss(self) -> None:
        """Go, and give the focus back."""
        if self.isHidden():
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        if had_focus and self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)
        elif had_focus:
            self._host.setFocus(Qt.FocusReason.PopupFocusReason)
        self._focus_before = None

    def place(self) -> None:
        """Move to the place for the host's present size."""
        self.setGeometry(self.target_geometry(self._host.rect()))

    def target_geometry(self, room: QRect) -> QRect:
        """Its place in the host's rectangle; all of it unless overridden."""
        return room

    def first_focus(self) -> QWidget:
        """What has the focus at first."""
        return self

    def eventFilter(self, host: QObject, event: QEvent) -> bool:
        """Follow the host's size."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.place()
        return super().eventFilter(host, event)

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window's own shortcuts."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
