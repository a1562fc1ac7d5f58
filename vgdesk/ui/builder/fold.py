"""A part of the builder behind a line that opens and closes it, and says what is in it while it is closed."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from vgdesk.ui.builder.form import GAP
from vgdesk.ui.glyphs import draw_glyph
from vgdesk.ui.layouts import fill
from vgdesk.ui.theme import current_theme

_INDENT = 14
_SPACE = 7


class FoldLine(QToolButton):
    """Title, and a summary while it is closed.

    Attributes:
        title: what is behind the line.
        summary: what is chosen there.
        is_special: the summary says what is not usual, and stands out.
        is_heading: the title is as prominent as a heading.
    """

    def __init__(self, title: str, name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.title, self.summary = title, ""
        self.is_special, self.is_heading = False, True
        self.setObjectName(name)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("role", "fold")
        self.set_text(title, "")

    def set_text(self, title: str, summary: str, is_special: bool = False) -> None:
        """Show another title and summary."""
        self.title, self.summary, self.is_special = title, summary, is_special
        self.setAccessibleName(f"{title}: {summary}" if summary else title)
        self.setToolTip(summary)
        self.update()

    def sizeHint(self) -> QSize:
        """One line of a label."""
        return QSize(80, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        """As narrow as can be: the summary gives way."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an arrow, the title, and what there is room for of the summary."""
        super().paintEvent(event)
        painter, theme = QPainter(self), current_theme()
        active = self.isEnabled() and (self.underMouse() or self.hasFocus())
        quiet = theme.muted if self.isEnabled() else theme.faint
        if self.isEnabled():
            glyph = "open" if self.isChecked() else "closed"
            draw_glyph(painter, glyph, QPointF(4.5, self.height() / 2), theme.text if active else quiet)
        room = self.rect().adjusted(_INDENT, 0, 0, 0)
        painter.setPen(theme.text if active else quiet)
        room.setLeft(room.left() + self._draw_title(painter, room) + _SPACE)
        if not self.isChecked() or not self.isEnabled():
            painter.setPen(theme.text if self.is_special else quiet)
            _draw(painter, room, self.summary)

    def _draw_title(self, painter: QPainter, room: QRect) -> int:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.is_heading else QFont.Weight.Normal)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self.title)
        _draw(painter, room, self.title)
        painter.setFont(self.font())
        return width


class Fold(QWidget):
    """A body behind a fold line.

    Attributes:
        line: opens and closes the body.
        line_row: holds the line, with room for buttons at its right.
        rows: the layout of the body.
    """

    def __init__(self, title: str, name: str, is_open: bool, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName(name)
        self.line = FoldLine(title, f"{name}.fold", self)
        self.line_row = fill(QHBoxLayout(), self.line, 1, gap=0)
        self.body = QWidget(self)
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(GAP)
        fill(QVBoxLayout(self), self.line_row, self.body, gap=GAP)
        self.line.toggled.connect(self._show_body)
        self.line.setChecked(is_open)
        self._show_body(is_open)

    def open(self) -> None:
        """Show the body."""
        self.line.setChecked(True)

    def disable(self, reason: str, note: str = "") -> None:
        """Keep it closed for a reason, which is the tooltip of a short note; an empty reason enables it again."""
        self.line.setEnabled(not reason)
        if reason:
            self.line.setChecked(False)
            self.line.set_text(self.line.title, note)
            self.line.setToolTip(reason)

    def _show_body(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self.line.update()


def _draw(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
