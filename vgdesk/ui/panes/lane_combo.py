"""A quiet choice in the header of a pane, and one that offers the lanes."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from vgdesk.pictures.view import LaneView
from vgdesk.ui.lane_tabs import dot_icon
from vgdesk.ui.theme import current_theme

_DOT = 12
_LEAST_LETTERS = 4


class ElidedCombo(QComboBox):
    """Has as little room as its header leaves it, and says by an ellipsis that there is more.

    Args:
        name: for tests and settings.
        words: for screen readers and the tooltip.
    """

    def __init__(self, name: str, words: str):
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "choice")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        self.setToolTip(words)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """Room for the longest choice."""
        widest = max(
            (self.fontMetrics().horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0
        )
        least = self.minimumSizeHint()
        letters = self.minimumContentsLength() * self.fontMetrics().horizontalAdvance("X")
        return QSize(max(least.width() + widest - letters, least.width()), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint as usual, but the text no longer than its room."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        room -= 0 if option.currentIcon.isNull() else option.iconSize.width() + 4
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class LaneCombo(ElidedCombo):
    """Offers the lanes that there are.

    Args:
        name: for tests and settings.
        words: for screen readers and the tooltip.
        usual: place of the lane that it shows at first.
    """

    def __init__(self, name: str, words: str, usual: int):
        super().__init__(name, words)
        self._usual = usual
        self.setIconSize(QSize(_DOT, _DOT))

    def show_lanes(self, lanes: Sequence[LaneView]) -> None:
        """Offer these; the one chosen before stays as long as it is among them."""
        chosen = self.currentData()
        self.blockSignals(True)
        self.clear()
        for lane in lanes:
            self.addItem(dot_icon(current_theme().lane(lane.color)), lane.name, lane.key)
        kept = self.findData(chosen) if chosen is not None else -1
        self.setCurrentIndex(kept if kept >= 0 else min(self._usual, self.count() - 1))
        self.blockSignals(False)
        self.updateGeometry()

    def lane_among(self, lanes: Sequence[LaneView]) -> LaneView | None:
        """The one chosen; None without any."""
        return next((lane for lane in lanes if lane.key == self.currentData()), None)
