"""A small switch between the measures that a pane can show."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from vgdesk.measures import find_measure


class MeasureSwitch(QWidget):
    """One button a measure; one of them is down.

    Signals:
        chosen: another measure was chosen.
    """

    chosen = Signal()

    def __init__(self, tensor: str, measures: Sequence[str], parent: QWidget | None = None):
        super().__init__(parent)
        self._measures = tuple(measures)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for index, measure in enumerate(self._measures):
            button = QToolButton(text=measure, checkable=True, autoRaise=True, objectName=f"{tensor}-{measure}")
            button.setProperty("role", "switch")
            button.setToolTip(f"Show the {find_measure(tensor, measure).label}")
            button.setAccessibleName(f"{tensor}: {find_measure(tensor, measure).label}")
            self._group.addButton(button, index)
            row.addWidget(button)
        self._group.button(len(self._measures) - 1).setChecked(True)
        self._group.idClicked.connect(self.chosen)

    @property
    def measure(self) -> str:
        """Key of the measure that is chosen."""
        return self._measures[self._group.checkedId()]
