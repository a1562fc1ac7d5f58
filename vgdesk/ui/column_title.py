"""The title above a column of heatmaps; a click offers other measures."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QActionGroup, QFontMetrics
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from vgdesk.analysis.columns import Column
from vgdesk.measures import find_measure, find_tensor, measures_of
from vgdesk.ui.panes.columns_row import ColumnsRow
from vgdesk.ui.theme import current_theme, themed

_ARROW = " ▾"
_LEAST_WIDTH = 48
_BRIEF = 1  # place of the wording with the measure's short name


class ColumnTitle(QPushButton):
    """Says what a column shows, in as many words as there is room for; its tooltip says all of it.

    Args:
        column: what is shown.
        relative: whether values are divided by the last layer's.

    Signals:
        measure_chosen: keys of the tensor and the measure.
        removed: key of the tensor that is to go.
    """

    measure_chosen = Signal(str, str)
    removed = Signal(str)

    def __init__(self, column: Column, relative: bool = False):
        super().__init__()
        self.column = column
        self.setObjectName(f"column-{column.tensor}")
        self.setProperty("role", "column")
        self.setFlat(True)
        self._wordings = _wordings(column, relative)
        self.setToolTip(f"{self._wordings[0]}: click for other measures")
        self.setAccessibleName(f"{find_tensor(column.tensor).label}: choose a measure")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.offer)
        self.show_wording(0)

    @property
    def longest_fitting(self) -> int:
        """Place of the longest wording that has room: 0 for all words, the last where none has."""
        metrics, room = QFontMetrics(current_theme().label_font()), self.width()
        widths = [metrics.horizontalAdvance(words + _ARROW) for words in self._wordings]
        return next((place for place, width in enumerate(widths) if width <= room), len(widths) - 1)

    def show_wording(self, place: int) -> None:
        """Say it in these words; what does not fit even so ends in dots."""
        metrics = QFontMetrics(current_theme().label_font())
        room = self.width() - metrics.horizontalAdvance(_ARROW)
        self.setText(metrics.elidedText(self._wordings[place], Qt.TextElideMode.ElideRight, room) + _ARROW)

    def minimumSizeHint(self) -> QSize:
        """Room for a beginning: long words widen no window."""
        return QSize(current_theme().pixels(_LEAST_WIDTH), super().minimumSizeHint().height())

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


class TitlesRow(ColumnsRow[ColumnTitle]):
    """The titles of all columns: where one has no room for all its words, all use the brief ones."""

    def __init__(self) -> None:
        super().__init__(has_gutters=False)
        themed.changed.connect(self.fit)

    @Slot()
    def fit(self) -> None:
        """Choose the words."""
        fitting = [title.longest_fitting for title in self.widgets]
        common = min(max(fitting, default=0), _BRIEF)
        for title, place in zip(self.widgets, fitting, strict=True):
            title.show_wording(max(common, place))

    def place(self) -> None:
        """Share the width, and choose the words that fit."""
        super().place()
        self.fit()


def _wordings(column: Column, relative: bool) -> tuple[str, ...]:
    """The title in fewer and fewer words."""
    tensor = find_tensor(column.tensor).label
    brief = f"{tensor}, {find_measure(column.tensor, column.measure).short}"
    if relative:
        return f"{column.label}, relative to the last layer", f"{brief} ÷ last layer", f"{tensor} ÷ last"
    return column.label, brief, tensor
