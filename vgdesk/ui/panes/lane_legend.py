"""The names of the lanes in the header of a pane that is too narrow to have them beside its curves."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgdesk.ui.panes.line_ends import End
from vgdesk.ui.theme import current_theme

_DOT, _GAP, _BETWEEN, _LEAST_NAME = 7, 4, 8, 20


class LaneLegend(QWidget):
    """A dot and a name each, side by side; names give way equally where there is little room."""

    def __init__(self, key: str):
        super().__init__()
        self.setObjectName(f"legend-{key}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._names: tuple[End, ...] = ()
        self.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """What is written, from the left."""
        return tuple(each.text for each in self._names)

    def show_names(self, names: Sequence[End]) -> None:
        """Write these; none hide it."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self.setAccessibleName(", ".join(self.names))
            self.setToolTip(", ".join(self.names))
            self.setVisible(bool(names))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for all of every name."""
        return QSize(round(sum(self._beside() + width for width in self._widths())), current_theme().pixels(16))

    def minimumSizeHint(self) -> QSize:
        """Room for the beginning of every name."""
        least = current_theme().pixels(_LEAST_NAME)
        return QSize(
            round(sum(self._beside() + min(width, least) for width in self._widths())), self.sizeHint().height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Write the names from left to right."""
        theme, painter = current_theme(), QPainter(self)
        painter.setFont(theme.label_font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, x, radius = painter.fontMetrics(), 0.0, theme.pixels(_DOT) / 2
        rooms = share_out(self._widths(), self.width() - len(self._names) * self._beside())
        for each, room in zip(self._names, rooms, strict=True):
            painter.setBrush(QColor(each.color))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(x + radius, self.height() / 2), radius, radius)
            painter.setPen(QColor(each.color))
            x += 2 * radius + theme.pixels(_GAP)
            text = metrics.elidedText(each.text, Qt.TextElideMode.ElideRight, round(room + 1))
            painter.drawText(QRectF(x, 0, room + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += room + theme.pixels(_BETWEEN)
        painter.end()

    def _beside(self) -> float:
        return current_theme().pixels(_DOT) + current_theme().pixels(_GAP) + current_theme().pixels(_BETWEEN)

    def _widths(self) -> list[float]:
        metrics = QFontMetrics(current_theme().label_font())
        return [float(metrics.horizontalAdvance(each.text)) for each in self._names]


def share_out(wanted: Sequence[float], room: float) -> list[float]:
    """Room for each of those who want some: all of it where it is enough, else what is large is cut to one level."""
    left, rooms = room, dict.fromkeys(range(len(wanted)), 0.0)
    for place, index in enumerate(sorted(rooms, key=lambda index: wanted[index])):
        rooms[index] = max(min(wanted[index], left / (len(wanted) - place)), 0.0)
        left -= rooms[index]
    return [rooms[index] for index in range(len(wanted))]
