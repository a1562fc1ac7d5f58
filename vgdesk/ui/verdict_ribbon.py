"""The verdict on a lane over time, as a thin ribbon: what it was when, and a click goes there."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vgdesk.analysis.window import Window
from vgdesk.pictures.ribbon import HEIGHTS, RibbonPart, ribbon_of
from vgdesk.runs.history import History
from vgdesk.ui.theme import current_theme, themed

_LEAST_MILLISECONDS = 100
_HEIGHT = 4


class VerdictRibbon(QWidget):
    """Shows the verdicts of a run over a window of time, judged at most ten times a second.

    Args:
        key: of the lane.

    Signals:
        epoch_chosen: the first epoch of the stretch that was clicked.
    """

    epoch_chosen = Signal(float)

    def __init__(self, key: str):
        super().__init__()
        self.setObjectName(f"ribbon-{key}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)  # where a lesson hides it, nothing moves
        self.setSizePolicy(policy)
        self._wanted: tuple[History | None, Window | None] = (None, None)
        self._parts: tuple[RibbonPart, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=_LEAST_MILLISECONDS)
        self._timer.timeout.connect(self._catch_up)
        themed.changed.connect(self.restyle)

    @property
    def parts(self) -> tuple[RibbonPart, ...]:
        """What is shown, from the left."""
        return self._parts

    def show_run(self, history: History | None, window: Window | None) -> None:
        """Show the verdicts of a run; None without one."""
        self._wanted = (history, window)
        if not self._timer.isActive():
            self._catch_up()

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a thin line."""
        return QSize(0, current_theme().pixels(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint every stretch in the colour of its verdict."""
        theme = current_theme()
        painter = QPainter(self)
        for part in self._parts:
            left, right = part.start * self.width(), part.end * self.width()
            height = max(self.height() * HEIGHTS[part.tone], 1.0)
            rect = QRectF(left, (self.height() - height) / 2, max(right - left, 1.0), height)
            painter.fillRect(rect, QColor(theme.tone(part.tone)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where the stretch under the pointer began."""
        part = self._part_at(event.position().x())
        if part is not None and event.button() is Qt.MouseButton.LeftButton:
            self.epoch_chosen.emit(part.epoch)

    def event(self, event: QEvent) -> bool:
        """Say in a tip what the stretch under the pointer is."""
        if isinstance(event, QHelpEvent):
            part = self._part_at(event.pos().x())
            QToolTip.showText(event.globalPos(), part.text if part is not None else "", self)
            return True
        return super().event(event)

    def _part_at(self, x: float) -> RibbonPart | None:
        share = x / max(self.width(), 1)
        return next((part for part in reversed(self._parts) if part.start <= share), None)

    @Slot()
    def _catch_up(self) -> None:
        history, window = self._wanted
        parts = ribbon_of(history, window) if history is not None and window is not None else ()
        if parts != self._parts:
            self._parts = parts
            self.setAccessibleName("; ".join(["Verdicts over time", *(part.text for part in parts)]))
            self.update()
        self._timer.start()
