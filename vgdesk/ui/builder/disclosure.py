"""A quiet line that opens a form of lesser fields, and says what is in it while it is closed."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from vgdesk.ui.builder.form import GAP, Form
from vgdesk.ui.builder.glyph_button import draw_glyph
from vgdesk.ui.theme import current_theme

_INDENT = 14


class Disclosure(QWidget):
    """A form behind a line that opens and closes it."""

    def __init__(self, name: str, form: Form, parent: QWidget | None = None):
        super().__init__(parent)
        self.form = form
        self.button = _Line(self)
        self.button.setObjectName(name)
        self.button.toggled.connect(form.setVisible)
        form.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP)
        rows.addWidget(self.button)
        rows.addWidget(form)

    def say(self, summary: str) -> None:
        """What the closed form holds, such as ``rho 0.9``; without any, the line is gone."""
        self.setVisible(bool(summary))
        self.button.summary = summary
        self.button.setAccessibleName(f"more: {summary}")
        self.button.setToolTip(summary)
        self.button.update()

    def open(self) -> None:
        """Show the form."""
        self.button.setChecked(True)


class _Line(QToolButton):
    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.summary = ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("role", "disclosure")

    def sizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        color = current_theme().text if self.underMouse() or self.hasFocus() else current_theme().muted
        draw_glyph(painter, "open" if self.isChecked() else "closed", QPointF(4.5, self.height() / 2), color)
        painter.setPen(color)
        text = "more" if self.isChecked() else f"more · {self.summary}"
        room = self.rect().adjusted(_INDENT, 0, 0, 0)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
