"""The line above a pane: its title, its own choices, and its legend."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from vgdesk.ui.theme import current_theme, themed

_HEIGHT = 20


class PaneHeader(QWidget):
    """Title at the left, choices beside it, what explains the picture at the right.

    Attributes:
        title: the label that says what is shown.
    """

    def __init__(self, key: str, title: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName(f"header-{key}")
        self.title = QLabel(title, objectName=f"title-{key}")
        self.title.setProperty("role", "label")
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._choices, self._right = QHBoxLayout(), QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addLayout(self._choices)
        row.addStretch(1)
        row.addLayout(self._right)
        for part in (self._choices, self._right):
            part.setSpacing(6)
        self.restyle()
        themed.changed.connect(self.restyle)

    def add_choice(self, widget: QWidget) -> None:
        """Put something to choose beside the title."""
        self._choices.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_right(self, widget: QWidget) -> None:
        """Put something at the right end."""
        self._right.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def restyle(self) -> None:
        """Take over the theme in force."""
        self.setFixedHeight(current_theme().pixels(_HEIGHT))
