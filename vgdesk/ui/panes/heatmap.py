"""The heatmap of one lane: the output layer at the top, the input layer at the bottom, epochs from left to right."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vgdesk.analysis.cells import row_edges
from vgdesk.analysis.codes import present_specials
from vgdesk.analysis.colors import color_table, map_name
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.measures import Scale
from vgdesk.pictures.heatmap import HeatmapFrame
from vgdesk.pictures.view import NOT_TRAINED
from vgdesk.ui.panes.heatmap_item import HeatmapItem
from vgdesk.ui.panes.row_names import gutter_width, shown_layers
from vgdesk.ui.panes.special_key import key_width, paint_entry
from vgdesk.ui.plain_text import plain_tip
from vgdesk.ui.theme import LABEL_SIZE, Theme, current_theme, themed

LEAST_SAMPLES = 4
_WHEEL_NOTCH = 120
_ZOOM_A_NOTCH = 0.8
_THIN_ROW = 10  # device pixels; below it one more or less is not seen, and the rest would be wasted
_NAMES_APART = 1.02  # of the size of their type
_NEAREST = 0.9  # of that, to the first and the last name: those stand within the picture, not always at their rows
_VCENTER = Qt.AlignmentFlag.AlignVCenter


class Heatmap(QWidget):
    """One measure of every layer over the epochs.

    Args:
        key: name of the widget.
        title: what it shows, such as ``weight gradient, mean absolute value``.
        has_layers: whether layer names stand at the left; the first of a row of panes has them.
        has_title: whether the title stands above, with a key of special values.
        parent: as Qt has it.

    Attributes:
        frame: what is drawn; None before there is any.
    """

    epoch_chosen = Signal(float)
    """The user put the cursor on an epoch."""

    readout_changed = Signal(str)
    """What stands under the pointer, in words; empty when it leaves."""

    window_chosen = Signal(object)
    """The user zoomed or moved: the ``Window`` to show from now on."""

    window_fitted = Signal()
    """The user asked for the whole training again."""

    def __init__(
        self, key: str, title: str, has_layers: bool = True, has_title: bool = True, parent: QWidget | None = None
    ):
        super().__init__(parent)
        self.title = title
        self.frame: HeatmapFrame | None = None
        self.setObjectName(f"pane-{key}")
        self.setAccessibleName(title)
        self._has_layers, self._has_title = has_layers, has_title
        self._gutter: int | None = None
        self._item = HeatmapItem()
        self._colormap = "magma"
        self._empty_text = NOT_TRAINED
        self._furniture: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themed.changed.connect(self.restyle)

    @Slot()
    def restyle(self) -> None:
        """Take over the theme in force."""
        self.updateGeometry()
        self.update()

    @property
    def columns(self) -> int:
        """Columns a frame should have: device pixels of the picture's width."""
        rect, ratio = self.picture_rect(), self.devicePixelRatioF()
        return max(round(rect.right() * ratio) - round(rect.left() * ratio), 1)

    def picture_rect(self) -> QRectF:
        """Where the cells stand, in logical pixels."""
        theme = current_theme()
        names = self.frame.layers if self.frame is not None else ()
        own = gutter_width(names) if self._has_layers else 0
        left = own if self._gutter is None else self._gutter
        top = self._line_height() + theme.pixels(4) if self._has_title else 0
        height = self._even_height(max(self.height() - top, 1), len(names))
        return QRectF(left, top, max(self.width() - left, 1), height)

    def name_places(self) -> dict[int, float]:
        """Middle of each layer's name that has room, in logical pixels from the pane's top."""
        picture, count = self.picture_rect(), len(self.frame.layers) if self.frame is not None else 0
        line = _NAMES_APART * current_theme().pixels(LABEL_SIZE)
        highest, lowest = picture.top() + line / 2, picture.bottom() - line / 2
        edges = row_edges(count, int(picture.height())) + picture.top() if count else ()
        places = {}
        for layer in shown_layers(count, picture.height(), line) if count else ():
            middle = float(edges[count - 1 - layer] + edges[count - layer]) / 2
            is_end = layer in (0, count - 1)
            if is_end or highest + _NEAREST * line <= middle <= lowest - _NEAREST * line:
                places[layer] = min(max(middle, highest), lowest)
        return places

    def set_gutter(self, width: int) -> None:
        """Give the layers' names this width, so that panes one above the other stand in line; 0 hides them."""
        if width != self._gutter:
            self._gutter = width
            self.update()

    def set_colormap(self, name: str) -> None:
        """Choose one of ``COLORMAPS``."""
        self._colormap = name
        self.update()

    def set_empty_text(self, text: str) -> None:
        """What an untrained lane says."""
        self._empty_text = text
        self.update()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(current_theme().pixels(300), current_theme().pixels(170))

    def minimumSizeHint(self) -> QSize:
        """As small as it can be read."""
        theme = current_theme()
        return QSize(theme.pixels(120), theme.pixels(56 if self._has_title else 24))

    def draw(self, frame: HeatmapFrame | None) -> None:
        """Take over the cells; what stands around them is painted again only when it has changed."""
        if frame is self.frame:
            return
        self.frame = frame
        furniture: tuple[object, ...] = ()
        if frame is not None:
            self._item.set_codes(frame.codes, frame.specials)
            present = present_specials(frame.specials)
            furniture = (frame.title, frame.measure, frame.layers, present, frame.sample_count > 0)
        if furniture == self._furniture:
            self.update(self.picture_rect().toAlignedRect())
        else:
            self._furniture = furniture
            self.setAccessibleDescription(f"{frame.measure}, {len(frame.layers)} layers" if frame else "")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what lies in the event's region."""
        theme, painter = current_theme(), QPainter(self)
        painter.setFont(theme.label_font())
        picture = self.picture_rect()
        around = not picture.toAlignedRect().contains(event.rect())
        if around:
            painter.fillRect(event.rect(), QColor(theme.ground))
        frame = self.frame
        if frame is None or not frame.sample_count:
            self._paint_empty(painter, picture, theme)
        else:
            table = color_table(map_name(self._colormap, frame.limits), theme)
            self._item.paint(painter, picture, table)
            self._paint_cursor(painter, picture)
        if around:
            if self._has_title:
                self._paint_title(painter, picture, theme)
            if frame is not None:
                self._paint_layers(painter, picture, theme)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._move_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the cursor, or say what lies under the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_cursor(event.position())
        cell = self.cell_at(event.position())
        self.readout_changed.emit(self.readout(*cell) if cell else "")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole training again."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.window_fitted.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer is gone."""
        super().leaveEvent(event)
        self.readout_changed.emit("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom time about the pointer; sideways, or with Shift, move along it."""
        frame = self.frame
        if frame is None or not frame.sample_count:
            event.ignore()
            return
        across, up = event.angleDelta().x() / _WHEEL_NOTCH, event.angleDelta().y() / _WHEEL_NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not across:
            across, up = up, 0.0
        window = frame.window
        if abs(across) > abs(up):
            window = window.moved(frame.whole, -0.1 * across)
        else:
            least = LEAST_SAMPLES * frame.stride
            window = window.zoomed(frame.whole, self._share(event.position()), _ZOOM_A_NOTCH**up, least)
        if window != frame.window:
            self.window_chosen.emit(window)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Show the readout as a tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(self.readout(*cell)) if cell else "", self)
            return True
        return super().event(event)

    def cell_at(self, position: QPointF) -> tuple[int, int] | None:
        """Layer (0 at the input) and sample at a place in the pane; None beside the cells or before training."""
        frame, picture = self.frame, self.picture_rect()
        if frame is None or not picture.contains(position):
            return None
        share = self._share(position)
        filled = frame.sample_count and frame.window.share_of(float(frame.epochs[-1]) + frame.stride)
        if share >= filled:
            return None
        count = len(frame.layers)
        row = int((position.y() - picture.top()) / picture.height() * count)
        return count - 1 - min(row, count - 1), frame.sample_at(share)

    def readout(self, layer: int, sample: int) -> str:
        """The measured value of a cell in words."""
        frame = self.frame
        value = frame.value(layer, sample)
        if value is not None and frame.limits.scale is Scale.EXPONENT:
            value = 10.0**value
        words = "not measured" if value is None else f"{frame.measure} {format_value(value, 3)}"
        return f"layer {frame.layers[layer]}, epoch {format_epoch(frame.epochs[sample])}: {words}"

    def _share(self, position: QPointF) -> float:
        picture = self.picture_rect()
        return (position.x() - picture.left()) / picture.width()

    def _move_cursor(self, position: QPointF) -> None:
        sample = self.frame.sample_at(self._share(position)) if self.frame is not None else None
        if sample is not None:
            self.epoch_chosen.emit(float(self.frame.epochs[sample]))

    def _even_height(self, height: float, rows: int) -> float:
        """The most pixels not above a height that give every row the same number, where rows are not thin."""
        row = int(height * self.devicePixelRatioF() / max(rows, 1))
        return row * rows / self.devicePixelRatioF() if rows and row >= _THIN_ROW else height

    def _line_height(self) -> int:
        return round(1.35 * current_theme().pixels(LABEL_SIZE))

    def _paint_empty(self, painter: QPainter, picture: QRectF, theme: Theme) -> None:
        painter.fillRect(picture, QColor(theme.grid))
        painter.setPen(QColor(theme.muted))
        words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(picture, words, self._empty_text)

    def _paint_cursor(self, painter: QPainter, picture: QRectF) -> None:
        share = self.frame.cursor_position
        if share is None or not 0 <= share <= 1:
            return
        ratio = self.devicePixelRatioF()
        x = round((picture.left() + share * picture.width() - 0.5) * ratio) / ratio
        painter.fillRect(QRectF(x - 1, picture.top(), 3, picture.height()), QColor(0, 0, 0, 70))
        painter.fillRect(QRectF(x, picture.top(), 1, picture.height()), QColor("#ffffff"))

    def _paint_title(self, painter: QPainter, picture: QRectF, theme: Theme) -> None:
        line = self._line_height()
        frame = self.frame
        title = f"{frame.title}, {frame.measure}" if frame else self.title
        painter.setPen(QColor(theme.muted))
        room = QRectF(picture.left(), 0, picture.width(), line)
        text = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _VCENTER | Qt.AlignmentFlag.AlignLeft, text)
        if frame is not None:
            self._paint_key(painter, room.adjusted(painter.fontMetrics().horizontalAdvance(text), 0, 0, 0), theme)
        if picture.left():
            painter.drawText(QRectF(0, 0, picture.left(), line), _VCENTER | Qt.AlignmentFlag.AlignLeft, "layer")

    def _paint_key(self, painter: QPainter, room: QRectF, theme: Theme) -> None:
        table = color_table(map_name(self._colormap, self.frame.limits), theme)
        present = present_specials(self.frame.specials)
        while present and sum(key_width(painter, code, theme) for code in present) > room.width():
            present = present[1:]
        end = room.right()
        for code in reversed(present):
            end -= key_width(painter, code, theme)
            paint_entry(painter, QPointF(end + theme.pixels(10), room.center().y()), code, theme, table)

    def _paint_layers(self, painter: QPainter, picture: QRectF, theme: Theme) -> None:
        if not picture.left():
            return
        painter.setPen(QColor(theme.muted))
        room = picture.left() - theme.pixels(10)
        for layer, middle in self.name_places().items():
            whole = self.frame.layers[layer]
            name = painter.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, int(room))
            place = QRectF(0, middle - 50, room, 100)
            painter.drawText(place, _VCENTER | Qt.AlignmentFlag.AlignRight, name)
