"""Predict, then reveal: a quiet cover over the pictures while the training goes on beneath."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from vgdesk.ui.theme import NAME_SIZE, current_theme, themed

QUESTION = "What will happen?"
_QUESTION_SIZE = 2 * NAME_SIZE


class Cover(QWidget):
    """Hides its parent, and takes the pointer from it.

    Args:
        covered: what is hidden.
        hint: how to reveal it.
    """

    def __init__(self, covered: QWidget, hint: str):
        super().__init__(covered)
        self.setObjectName("cover")
        self._covered, self._hint = covered, hint
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(f"{QUESTION} {hint}")
        covered.installEventFilter(self)
        themed.changed.connect(self.update)
        self.setGeometry(covered.rect())
        self.show()
        self.raise_()

    def eventFilter(self, covered: QObject, event: QEvent) -> bool:
        """Stay as large as what is covered."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
        return super().eventFilter(covered, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Nothing beneath is clicked."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nothing beneath is clicked."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing beneath is turned."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The question, and how to see the answer."""
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.ground))
        room, middle = QRectF(self.rect()), self.height() / 2
        painter.setFont(theme.font(_QUESTION_SIZE))
        painter.setPen(QColor(theme.text))
        above = QRectF(room.left(), room.top(), room.width(), middle)
        painter.drawText(above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, QUESTION)
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.muted))
        below = QRectF(room.left(), middle + theme.pixels(8), room.width(), middle)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._hint)
        painter.end()


class Mask(QObject):
    """Covers the pictures and uncovers them.

    Args:
        find_pictures: what is to be covered now; asked each time.
        hint: how to reveal them.
        parent: of this object.

    Signals:
        toggled: whether the pictures are covered now.
    """

    toggled = Signal(bool)

    def __init__(self, find_pictures: Callable[[], Iterable[QWidget]], hint: str, parent: QObject | None = None):
        super().__init__(parent)
        self._find_pictures, self._hint = find_pictures, hint
        self._covers: dict[QWidget, Cover] = {}
        self._is_on = False

    @property
    def is_on(self) -> bool:
        """Whether the pictures are covered."""
        return self._is_on

    def set_on(self, is_on: bool) -> None:
        """Cover the pictures, or reveal them."""
        self._is_on = is_on
        if is_on:
            self.cover_new()
        else:
            self._uncover()
        self.toggled.emit(is_on)

    @Slot()
    def cover_new(self) -> None:
        """Cover what came into sight while the mask is on."""
        if not self._is_on:
            return
        for picture in self._find_pictures():
            if picture not in self._covers:
                self._covers[picture] = Cover(picture, self._hint)
            self._covers[picture].raise_()

    def _uncover(self) -> None:
        for cover in self._covers.values():
            cover.hide()
            cover.deleteLater()
        self._covers = {}
