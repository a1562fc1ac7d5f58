"""The title above a column of heatmaps; a click offers other measures."""

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from vgdesk.measures import find_tensor, measures_of
from vgdesk.session.columns import Column


class ColumnTitle(QPushButton):
    """Says what a column shows.

    Signals:
        measure_chosen: keys of the tensor and the measure.
        removed: key of the tensor that is to go.
    """

    measure_chosen = Signal(str, str)
    removed = Signal(str)

    def __init__(self, column: Column, parent: QWidget | None = None):
        super().__init__(parent)
        self.column = column
        self.setObjectName(f"column-{column.tensor}")
        self.setProperty("role", "column")
        self.setFlat(True)
        self.setText(f"{column.label} ▾")
        self.setToolTip(f"{column.label}: click for other measures")
        self.setAccessibleName(f"{find_tensor(column.tensor).label}: choose a measure")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.offer)

    @Slot()
    def offer(self) -> None:
        """Open the menu below the title."""
        self.make_menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def make_menu(self) -> QMenu:
        """The measures to choose from, and the way to take the column away."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        for measure in measures_of(self.column.tensor):
            action = menu.addAction(measure.label)
            action.setObjectName(f"measure-{measure.key}")
            action.setToolTip(measure.formula)
            action.setCheckable(True)
            action.setChecked(measure.key == self.column.measure)
            action.triggered.connect(lambda _, key=measure.key: self.measure_chosen.emit(self.column.tensor, key))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction("Hide this column", lambda: self.removed.emit(self.column.tensor))
        return menu
