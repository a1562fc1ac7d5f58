"""The base of buttons that show an action by a icon of their own instead of its text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStyleOptionToolButton, QToolButton, QWidget


class ActionButton(QToolButton):
    """A button for an action, reached by Tab; whoever derives from it paints the sign."""

    def __init__(self, action: QAction, parent: QWidget | None = None):
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        """The action's text stays off the button."""
        super().initStyleOption(option)
        option.text = ""
