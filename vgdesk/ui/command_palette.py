"""The command palette: every entry of the menus, found by a few letters."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from vgdesk.ui.matching import match_words
from vgdesk.ui.named import named
from vgdesk.ui.overlay import Overlay
from vgdesk.ui.theme import LABEL_SIZE, current_theme

_WIDTH, _ROW_HEIGHT, _INSET, _TOP = 620, 28, 10, 48
_MOST_ROWS = 12
_MARGIN, _SPACING = 8, 6
_AROUND = 24  # margins, spacing and border
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _MOST_ROWS, Qt.Key.Key_PageUp: -_MOST_ROWS}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMAND = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """An entry of a menu.

    Attributes:
        text: without the mark of its letter.
        place: the menus that hold it, such as ``View › Panes``.
        keys: as the desktop writes them; empty without.
        tip: what it does; empty where its text says it all.
        action: what is triggered.
    """

    text: str
    place: str
    keys: str
    tip: str
    action: QAction


def list_commands(menus: QWidget) -> list[Entry]:
    """Every entry of a menu bar or menu, and of the menus in it, in their order."""
    return list(_walk(menus.actions(), ()))


def _walk(actions: list[QAction], place: tuple[str, ...]) -> Iterator[Entry]:
    for action in actions:
        if action.isSeparator() or not action.isVisible():
            continue
        text = _plain(action.text())
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _walk(menu.actions(), (*place, text))
            continue
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = action.toolTip().removesuffix(f"({action.shortcut().toString()})").strip()
        yield Entry(text, " › ".join(place), keys, "" if tip == text.rstrip("…") else tip, action)


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


class CommandPalette(Overlay):
    """A field, and below it the commands that fit what is typed; arrows choose, Enter does it.

    Args:
        window: its menu bar is searched, and it is stood over.
    """

    def __init__(self, window: QMainWindow):
        super().__init__(window, "palette")
        self.setAccessibleName("Commands")
        self._window = window
        self._commands: list[Entry] = []
        self._field = named(QLineEdit(placeholderText="Find a command, a lesson or a pane"), "palette-field")
        self._field.setAccessibleName("Find a command")
        self._list = named(QListWidget(), "palette-list")
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName("Commands that fit")
        self._list.setItemDelegate(_CommandDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = QVBoxLayout(self)
        self._rows.addWidget(self._field)
        self._rows.addWidget(self._list, 1)
        self._field.textChanged.connect(self.search)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(self._act)

    @Slot()
    def open(self) -> None:
        """Offer what the menus hold now; where it is open already, close it."""
        if not self.isHidden():
            self.dismiss()
            return
        pixels = current_theme().pixels
        self._rows.setContentsMargins(*[pixels(_MARGIN)] * 4)
        self._rows.setSpacing(pixels(_SPACING))
        self._commands = list_commands(self._window.menuBar())
        self._field.clear()
        self.search("")
        super().open()

    @Slot(str)
    def search(self, query: str) -> None:
        """Show the commands that fit, the best first; all of them before anything is typed."""
        found = [(match_words(query, (c.text, c.place, c.tip)), c) for c in self._commands]
        fits = [(score, command) for score, command in found if score is not None]
        fits.sort(key=lambda pair: (-pair[0], len(pair[1].text) if query.strip() else 0))
        self._list.clear()
        for _, command in fits:
            item = QListWidgetItem(command.text, self._list)
            item.setData(_COMMAND, command)
            item.setToolTip(command.tip)
        self._list.setCurrentRow(0)
        self._list.scrollToTop()
        self.place()

    def target_geometry(self, room: QRect) -> QRect:
        """In the middle of the window's top."""
        pixels = current_theme().pixels
        width = min(pixels(_WIDTH), room.width() - 2 * _INSET)
        rows = pixels(_ROW_HEIGHT) * min(self._list.count(), _MOST_ROWS)
        height = min(self._field.sizeHint().height() + rows + pixels(_AROUND), room.height() - pixels(_TOP) - _INSET)
        return QRect(room.left() + (room.width() - width) // 2, room.top() + pixels(_TOP), width, height)

    def first_focus(self) -> QLineEdit:
        """The field."""
        return self._field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field's keys move through the list."""
        if watched is not self._field:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in (*_MOVES, *_ENTER):
                event.accept()
                return True
            return event.type() == QEvent.Type.KeyPress and self._follow_key(event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and self._is_left(event):
            self.dismiss()
        return False

    def _follow_key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            item = self._list.currentItem()
            if item is not None:
                self._act(item)
            return True
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None:
            return False
        last = self._list.count() - 1
        row = self._list.currentRow() + move
        self._list.setCurrentRow(max(0, min(row, last)))
        return True

    def _is_left(self, event: QFocusEvent) -> bool:
        """Whether the user went elsewhere in the window; another window leaves the palette open."""
        others = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        return event.reason() not in others and QApplication.focusWidget() is not self._field

    @Slot(QListWidgetItem)
    def _act(self, item: QListWidgetItem) -> None:
        command: Entry = item.data(_COMMAND)
        if command.action.isEnabled():
            self.dismiss()
            command.action.trigger()


class _CommandDelegate(QStyledItemDelegate):
    """Paints text, place and tip, and keys in one line; faint where the command cannot be given now."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        return QSize(0, current_theme().pixels(_ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        command, theme = index.data(_COMMAND), current_theme()
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        enabled = command.action.isEnabled()
        room = QRectF(option.rect).adjusted(theme.pixels(_INSET), 0, -theme.pixels(_INSET), 0)
        small = theme.font(LABEL_SIZE)
        keys = QFontMetrics(small).horizontalAdvance(command.keys)
        painter.save()
        painter.setFont(small)
        painter.setPen(QColor(theme.muted if enabled else theme.faint))
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, right | Qt.AlignmentFlag.AlignVCenter, command.keys)
        room.setRight(room.right() - keys - theme.pixels(16 if keys else 0))
        mark = "✓ " if command.action.isChecked() else ""
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.text if enabled else theme.faint))
        shown = painter.boundingRect(room, left | Qt.AlignmentFlag.AlignVCenter, mark + command.text)
        painter.drawText(room, left | Qt.AlignmentFlag.AlignVCenter, mark + command.text)
        room.setLeft(shown.right() + theme.pixels(12))
        about = " · ".join(part for part in (command.place, command.tip) if part)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted if enabled else theme.faint))
        elided = QFontMetrics(small).elidedText(about, Qt.TextElideMode.ElideRight, max(round(room.width()), 0))
        painter.drawText(room, left | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.restore()
