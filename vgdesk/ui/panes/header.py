"""The line above a pane: its title, its own choices, its legend, and a button that explains the picture."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from vgdesk.ui.explanations import pop_up
from vgdesk.ui.theme import current_theme, themed

_HEIGHT = 20


class PaneHeader(QWidget):
    """Title at the left, choices beside it, what explains the picture at the right, and small buttons behind that.

    The small buttons are gone in a lecture.

    Attributes:
        title: the label that says what is shown.
    """

    def __init__(self, key: str, title: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName(f"header-{key}")
        self._key = key
        self.title = QLabel(title, objectName=f"title-{key}")
        self.title.setProperty("role", "label")
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._choices, self._right = QHBoxLayout(), QHBoxLayout()
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addLayout(self._choices)
        row.addStretch(1)
        row.addLayout(self._right)
        row.addWidget(self._buttons)
        for part in (self._choices, self._right):
            part.setSpacing(6)
        self.add_button(self._help_button(title))
        self.restyle()
        themed.changed.connect(self.restyle)

    def add_choice(self, widget: QWidget) -> None:
        """Put something to choose beside the title."""
        self._choices.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_right(self, widget: QWidget) -> None:
        """Put something before the small buttons."""
        self._right.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_button(self, button: QToolButton) -> None:
        """Put a small button at the right end."""
        self._buttons.layout().addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    @Slot()
    def restyle(self) -> None:
        """Take over the theme in force."""
        self.setFixedHeight(current_theme().pixels(_HEIGHT))
        self._buttons.setVisible(current_theme().scale == 1.0)

    @Slot()
    def explain(self) -> None:
        """Say what the picture shows."""
        pop_up(self._key, self)

    def _help_button(self, title: str) -> QToolButton:
        button = QToolButton(text="?", autoRaise=True, objectName=f"explain-{self._key}")
        button.setProperty("role", "close")
        button.setToolTip("What am I looking at?")
        button.setAccessibleName(f"Explain {title}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.explain)
        return button
