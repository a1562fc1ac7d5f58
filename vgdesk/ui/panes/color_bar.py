"""A colour scale: its title, its colours with plain powers of ten, and the key of special values."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgdesk.analysis import codes
from vgdesk.analysis.codes import Specials, present_specials
from vgdesk.analysis.colors import color_table, map_name
from vgdesk.analysis.scales import DRAG_STEP, Limits, move_end
from vgdesk.ui.panes.heatmap_item import HeatmapItem
from vgdesk.ui.panes.special_key import paint_entry
from vgdesk.ui.theme import Theme, current_theme, themed

BAR_WIDTH = 14
WIDTH = 72
_CAP = 7
_LEAST_BAR = 0.4  # of the height below the title: of the key only what leaves so much for the colours
_TITLED = 90  # pixels of height from which on there is a title
_HINT = "drag an end of the bar to move it, or press Up and Down, with Shift for the lower end; Esc resets"
_KEY_SHARE = 0.05  # of the stretch: what a key moves an end by
_RESETS = (Qt.Key.Key_Escape, Qt.Key.Key_Home)
_MOVES = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class ColorBar(QWidget):
    """A vertical bar, the largest value at the top; an arrow at an end says that values lie beyond it.

    Args:
        is_movable: whether the viewer may drag its ends.
        parent: as Qt has it.

    Signals:
        limits_chosen: the ``Limits`` that the viewer drags the bar to; None for those that suit the values.
    """

    limits_chosen = Signal(object)

    def __init__(self, is_movable: bool = False, parent: QWidget | None = None):
        super().__init__(parent)
        self._limits: Limits | None = None
        self._specials = Specials()
        self._chosen = "magma"
        self._title: tuple[str, ...] = ()
        self._is_movable = is_movable
        self._dragged: tuple[Limits, float, bool] | None = None
        self._item = HeatmapItem()
        shades = np.arange(codes.FIRST_SHADE, codes.LAST_SHADE + 1, dtype=np.uint8)
        self._item.set_codes(shades[:, None], Specials())
        self.setAccessibleName("colour scale")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        if is_movable:
            self.setCursor(Qt.CursorShape.SizeVerCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        themed.changed.connect(self.restyle)

    @property
    def limits(self) -> Limits | None:
        """What is shown; None for nothing."""
        return self._limits

    @property
    def title(self) -> tuple[str, ...]:
        """The lines above the bar."""
        return self._title

    def set_title(self, *lines: str) -> None:
        """Say above the bar what is measured, and how it is counted."""
        if lines != self._title:
            self._title = lines
            words = ", ".join(lines)
            self.setAccessibleName(f"colour scale: {words}" if words else "colour scale")
            self.setToolTip(f"{words}: {_HINT}" if self._is_movable else words)
            self.update()

    def draw(self, limits: Limits | None, specials: Specials, colormap: str = "magma") -> None:
        """Show limits and the key of the special values that are on the screen; None shows nothing."""
        if (limits, specials, colormap) == (self._limits, self._specials, self._chosen):
            return
        self._limits, self._specials, self._chosen = limits, specials, colormap
        ticks = limits.ticks() if limits else ()
        self.setAccessibleDescription(f"from {ticks[0].label} to {ticks[-1].label}" if ticks else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for a power of ten and for the key."""
        return QSize(current_theme().pixels(WIDTH), current_theme().pixels(120))

    def minimumSizeHint(self) -> QSize:
        """As wide as it wants to be; its height is free."""
        return QSize(self.sizeHint().width(), current_theme().pixels(60))

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        self.updateGeometry()
        self.update()

    def bar_rect(self) -> QRectF:
        """Where the colours stand, in logical pixels."""
        theme = current_theme()
        line = _line_height(theme)
        top = line / 2 + theme.pixels(2) + line * len(self._shown_title())
        below = line / 2 + theme.pixels(2) + self._key_height(line, self.height() - top)
        return QRectF(0, top, theme.pixels(BAR_WIDTH), max(self.height() - top - below, 1))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint title, bar, ticks and key."""
        limits = self._limits
        if limits is None:
            return
        theme, painter = current_theme(), QPainter(self)
        painter.setFont(theme.label_font())
        bar, line = self.bar_rect(), _line_height(theme)
        table = color_table(map_name(self._chosen, limits), theme)
        self._paint_title(painter, line, theme)
        self._item.paint(painter, bar, table)
        if self.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.drawRect(bar.adjusted(-1, -1, 0, 0))
        self._paint_caps(painter, bar, [QColor.fromRgb(int(table[code])) for code in (codes.ABOVE, codes.BELOW)])
        self._paint_ticks(painter, bar, limits, theme)
        row = line + theme.pixels(3)
        for index, code in enumerate(self._shown_key(line, self.height() - bar.top())):
            place = QPointF(0, bar.bottom() + line / 2 + theme.pixels(8) + row * (index + 0.5))
            paint_entry(painter, place, code, theme, table)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer end of the bar."""
        bar = self.bar_rect()
        if self._is_movable and self._limits is not None and event.button() == Qt.MouseButton.LeftButton:
            self._dragged = (self._limits, event.position().y(), event.position().y() < bar.center().y())
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the end that is held."""
        if self._dragged is None:
            return
        limits, start, is_high = self._dragged
        share = (start - event.position().y()) / self.bar_rect().height()
        moved = move_end(limits, is_high, share)
        if moved != self._limits:
            self.limits_chosen.emit(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let go."""
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go back to the limits that suit the values."""
        if self._is_movable and event.button() == Qt.MouseButton.LeftButton:
            self._dragged = None
            self.limits_chosen.emit(None)

    def event(self, event: QEvent) -> bool:
        """Take the keys that move an end before the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the upper end, with Shift the lower one; Escape gives back what is dragged, or resets."""
        if not self._takes(event) or self._limits is None:
            super().keyPressEvent(event)
        elif event.key() in _RESETS:
            before, self._dragged = self._dragged, None
            self.limits_chosen.emit(before[0] if before else None)
        else:
            is_high = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.limits_chosen.emit(move_end(self._limits, is_high, _MOVES[Qt.Key(event.key())] * self._key_share))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _takes(self, event: QKeyEvent) -> bool:
        return self._is_movable and event.key() in (*_RESETS, *_MOVES)

    @property
    def _key_share(self) -> float:
        """Of the stretch, what a key moves an end by: what is rounded off is less."""
        assert self._limits is not None
        span = self._limits.high - self._limits.low
        return max(_KEY_SHARE, DRAG_STEP / span) if self._limits.counts_decades else _KEY_SHARE

    def _shown_title(self) -> tuple[str, ...]:
        return self._title if self.height() >= current_theme().pixels(_TITLED) else ()

    def _shown_key(self, line: float, room: float) -> tuple[int, ...]:
        """Special codes that there are and that have room below the bar; of too many the weightiest."""
        most = int((1 - _LEAST_BAR) * room / (line + current_theme().pixels(3)))
        present = present_specials(self._specials)
        return present[len(present) - most :] if len(present) > most else present

    def _key_height(self, line: float, room: float) -> float:
        shown = len(self._shown_key(line, room))
        return (line + current_theme().pixels(3)) * shown + current_theme().pixels(6) if shown else 0.0

    def _paint_title(self, painter: QPainter, line: float, theme: Theme) -> None:
        painter.setPen(QColor(theme.muted))
        for row, words in enumerate(self._shown_title()):
            place = QRectF(0, row * line - 1, self.width(), line)
            text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_ticks(self, painter: QPainter, bar: QRectF, limits: Limits, theme: Theme) -> None:
        painter.setPen(QColor(theme.muted))
        most = max(2, int(bar.height() / (1.6 * painter.fontMetrics().height())))
        for tick in limits.ticks(min(most, 9)):
            share = (tick.position - limits.low) / (limits.high - limits.low)
            y = bar.bottom() - share * bar.height()
            mark = QRectF(bar.right() + 1, round(y - 0.5), theme.pixels(3), 1)
            painter.fillRect(mark, QColor(theme.muted))
            words = QRectF(bar.right() + theme.pixels(7), y - 50, 1000, 100)
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tick.label)

    def _paint_caps(self, painter: QPainter, bar: QRectF, colours: list[QColor]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ends = ((self._specials.above, bar.top(), -_CAP), (self._specials.below, bar.bottom(), _CAP))
        for (count, end, height), colour in zip(ends, colours, strict=True):
            if count:
                painter.setBrush(colour)
                middle = QPointF(bar.center().x(), end + height)
                painter.drawPolygon(QPolygonF([QPointF(bar.left(), end), middle, QPointF(bar.right(), end)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _line_height(theme: Theme) -> int:
    return QFontMetrics(theme.label_font()).height()
