"""A small switch between a few choices, such as the measures that a pane can show: one is down."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from vgdesk.pictures.picture import Option


class Switch(QWidget):
    """One button a choice; the last is down at first.

    Args:
        name: its buttons are called so, with their key behind it.
        choices: from the left.

    Signals:
        chosen: another choice was made.
    """

    chosen = Signal()

    def __init__(self, name: str, choices: Sequence[Option]):
        super().__init__()
        self._keys = tuple(choice.key for choice in choices)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for index, choice in enumerate(choices):
            button = QToolButton()
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setObjectName(f"{name}-{choice.key}")
            button.setText(choice.text or choice.key)
            button.setProperty("role", "switch")
            button.setToolTip(choice.tip)
            button.setAccessibleName(choice.name)
            self._group.addButton(button, index)
            row.addWidget(button)
        self.choose(self._keys[-1])
        self._group.idClicked.connect(self.chosen)

    @property
    def key(self) -> str:
        """Of what is chosen."""
        return self._keys[self._group.checkedId()]

    def choose(self, key: str) -> None:
        """Put a button down without telling anyone."""
        self._group.button(self._keys.index(key)).setChecked(True)
