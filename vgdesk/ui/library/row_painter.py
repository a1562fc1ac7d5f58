"""Paints the cells of the library, and edits names in place."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vgdesk.analysis.cells import color_cells
from vgdesk.analysis.colors import COLORMAPS, color_table
from vgdesk.library.entries import RunEntry, RunState
from vgdesk.library.thumbnails import Thumbnail
from vgdesk.ui.lane_tabs import dot_icon
from vgdesk.ui.library.rows import DIFFERENCE, ENTRY, LOSS, RUN, SIZE, VERDICT
from vgdesk.ui.library.words import describe_run, describe_state
from vgdesk.ui.named import named
from vgdesk.ui.theme import LABEL_SIZE, TEXT_SIZE, Theme, current_theme

ROW_HEIGHT = 44
_BAR, _STAR, _PICTURE_WIDTH, _PICTURE_HEIGHT, _DOT, _GAP, _INSET = 2, 22, 84, 32, 8, 8, 6
_PIXMAPS = 2000
_FULL, _EMPTY = "★", "☆"
_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Ink(NamedTuple):
    """How a line is written."""

    color: str
    size: float = TEXT_SIZE
    where: Qt.AlignmentFlag = _LEFT


class RunPainter(QStyledItemDelegate):
    """A star, the small picture, name and what the run is of; the other cells in one line, or two.

    Signals:
        star_clicked: the entry whose star was clicked.
    """

    star_clicked = Signal(object)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """All rows are of one height."""
        return QSize(0, current_theme().pixels(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One cell."""
        entry: RunEntry = index.data(ENTRY)
        theme = current_theme()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.field))
        painter.setPen(QColor(theme.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if index.column() == RUN:
            if _is_current(option, index):
                bar = theme.pixels(_BAR)
                painter.fillRect(QRect(option.rect.topLeft(), QSize(bar, option.rect.height())), QColor(theme.accent))
            self._paint_run(painter, option.rect, entry)
        else:
            _paint_cell(painter, option.rect, entry, index)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A click on the star."""
        if isinstance(event, QMouseEvent) and index.column() == RUN and _is_on_star(option, event):
            if event.type() == QEvent.Type.MouseButtonRelease:
                self.star_clicked.emit(index.data(ENTRY))
            return True
        return super().editorEvent(event, model, option, index)

    def createEditor(self, parent: QWidget, option: Any, index: _Index) -> QWidget:  # noqa: ARG002
        """A field for the name."""
        editor = named(QLineEdit(parent), "library-name")
        editor.setAccessibleName("Name of the run")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: ARG002
        """Over the name."""
        room = _words_room(option.rect)
        height = editor.sizeHint().height()
        editor.setGeometry(room.left() - _INSET, room.center().y() - height // 2, room.width() + _INSET, height)

    def _paint_run(self, painter: QPainter, rect: QRect, entry: RunEntry) -> None:
        theme = current_theme()
        painter.setPen(QColor(theme.accent if entry.shown.is_starred else theme.faint))
        painter.setFont(_type(theme, TEXT_SIZE)[0])
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(_star_room(rect), centre, _FULL if entry.shown.is_starred else _EMPTY)
        _paint_picture(painter, _picture_room(rect), entry)
        room = _words_room(rect)
        top, below = _halves(room)
        if entry.shown.color is not None:
            side = theme.pixels(_DOT)
            dot = dot_icon(theme.lane(entry.shown.color), side).pixmap(QSize(side, side))
            painter.drawPixmap(top.left(), top.center().y() - side // 2 + 1, dot)
            top.setLeft(top.left() + side + theme.pixels(5))
        _draw_line(painter, top, entry.name, _Ink(theme.text))
        _draw_line(painter, below, describe_run(entry), _Ink(theme.muted, LABEL_SIZE))


def _paint_cell(painter: QPainter, rect: QRect, entry: RunEntry, index: _Index) -> None:
    theme, column, text = current_theme(), index.column(), str(index.data())
    room = rect.adjusted(theme.pixels(_INSET), 0, -theme.pixels(_INSET), 0)
    if column == VERDICT:
        tone = theme.tone(entry.facts.tone) if entry.facts else theme.bad
        _draw_two(painter, room, (text, tone), describe_state(entry))
    elif column in (LOSS, SIZE):
        _draw_line(painter, room, text, _Ink(theme.text if column == LOSS else theme.muted, where=_RIGHT))
    elif column == DIFFERENCE:
        _draw_wrapped(painter, room, text, theme.bad if entry.trouble else theme.text)
    else:
        _draw_line(painter, room, text, _Ink(theme.muted))


def _draw_two(painter: QPainter, room: QRect, first: tuple[str, str], second: str) -> None:
    """A line in a colour, and where there is more to say, a small one below it."""
    if not second or not first[0]:
        _draw_line(painter, room, first[0] or second, _Ink(first[1]))
        return
    top, below = _halves(room)
    _draw_line(painter, top, first[0], _Ink(first[1]))
    _draw_line(painter, below, second, _Ink(current_theme().muted, LABEL_SIZE))


def _draw_wrapped(painter: QPainter, room: QRect, text: str, color: str) -> None:
    """One line where it has room, else two small ones."""
    if _type(current_theme(), TEXT_SIZE)[1].horizontalAdvance(text) <= room.width():
        _draw_line(painter, room, text, _Ink(color))
        return
    words, taken = text.split(), 1
    metrics = _type(current_theme(), LABEL_SIZE)[1]
    while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= room.width():
        taken += 1
    for half, part in zip(_halves(room), (words[:taken], words[taken:]), strict=True):
        _draw_line(painter, half, " ".join(part), _Ink(color, LABEL_SIZE))


def _draw_line(painter: QPainter, room: QRect, text: str, ink: _Ink) -> None:
    font, metrics = _type(current_theme(), ink.size)
    painter.setFont(font)
    painter.setPen(QColor(ink.color))
    line = " ".join(text.split())
    elided = metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(room.width(), 0))
    painter.drawText(room, ink.where | Qt.TextFlag.TextSingleLine, elided)


@lru_cache(maxsize=8)
def _type(theme: Theme, size: float) -> tuple[QFont, QFontMetrics]:
    font = theme.font(size)
    return font, QFontMetrics(font)


def _paint_picture(painter: QPainter, room: QRect, entry: RunEntry) -> None:
    theme = current_theme()
    picture = entry.facts.picture if entry.facts else None
    ratio = painter.device().devicePixelRatioF()
    pixmap = None if picture is None else _make_pixmap(picture, room.size().toTuple(), ratio, theme.name)
    if pixmap is None or pixmap.isNull():
        painter.setPen(QColor(theme.line))
        painter.drawRect(room.adjusted(0, 0, -1, -1))
    else:
        painter.setOpacity(0.5 if entry.state is RunState.UNREADABLE else 1.0)
        painter.drawPixmap(room.topLeft(), pixmap)


@lru_cache(maxsize=_PIXMAPS)
def _make_pixmap(picture: Thumbnail, size: tuple[int, int], ratio: float, theme: str) -> QPixmap:  # noqa: ARG001
    """The picture at device pixels; kept by theme, whose colours it has."""
    cells = picture.codes()
    if not cells.size:
        return QPixmap()
    width, height = (round(length * ratio) for length in size)
    pixels = np.ascontiguousarray(color_cells(cells, width, height, color_table(COLORMAPS[0], current_theme())))
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image.copy())


def _is_current(option: QStyleOptionViewItem, index: _Index) -> bool:
    """Whether the keys act on this row."""
    table = option.widget
    return isinstance(table, QAbstractItemView) and table.hasFocus() and table.currentIndex().row() == index.row()


def _is_on_star(option: QStyleOptionViewItem, event: QMouseEvent) -> bool:
    return _star_room(option.rect).contains(event.position().toPoint())


def _star_room(rect: QRect) -> QRect:
    return QRect(rect.left(), rect.top(), current_theme().pixels(_STAR), rect.height())


def _picture_room(rect: QRect) -> QRect:
    pixels = current_theme().pixels
    height = pixels(_PICTURE_HEIGHT)
    top = rect.top() + (rect.height() - height) // 2
    return QRect(_star_room(rect).right() + 1, top, pixels(_PICTURE_WIDTH), height)


def _words_room(rect: QRect) -> QRect:
    pixels = current_theme().pixels
    left = _picture_room(rect).right() + 1 + pixels(_GAP)
    return QRect(left, rect.top(), rect.right() - left - pixels(_INSET), rect.height())


def _halves(room: QRect) -> tuple[QRect, QRect]:
    """The places of two lines, close to each other."""
    inset, half = current_theme().pixels(5), room.height() // 2
    return (
        QRect(room.left(), room.top() + inset, room.width(), half - inset),
        QRect(room.left(), room.top() + half, room.width(), half - inset),
    )
