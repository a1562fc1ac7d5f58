"""The heatmap of one lane: the output layer at the top, the input layer at the bottom, epochs from left to right."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vgdesk.analysis.cells import row_edges
from vgdesk.analysis.colors import color_table, map_name
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.measures import Scale
from vgdesk.pictures.heatmap import HeatmapFrame
from vgdesk.pictures.spot import Spot, heatmap_spot
from vgdesk.pictures.view import NOT_TRAINED
from vgdesk.ui.panes.canvas import elide_row
from vgdesk.ui.panes.heatmap_item import HeatmapItem
from vgdesk.ui.panes.row_names import gutter_width, shown_layers
from vgdesk.ui.plain_text import plain_tip
from vgdesk.ui.theme import LABEL_SIZE, Theme, current_theme, themed

LEAST_SAMPLES = 4
_WHEEL_NOTCH = 120
_ZOOM_A_NOTCH = 0.8
_THIN_ROW = 10  # device pixels; below it one more or less is not seen, and the rest would be wasted
_NAMES_APART = 1.02  # of the size of their type
_NEAREST = 0.9  # of that, to the first and the last name: those are within the picture, not always at their rows
_VCENTER = Qt.AlignmentFlag.AlignVCenter


class Heatmap(QWidget):
    """One measure of every layer over the epochs.

    Args:
        key: name of the widget.
        title: what it shows, such as ``weight gradient, mean absolute value``.

    Attributes:
        frame: what is drawn; None before there is any.
    """

    epoch_chosen = Signal(float)
    """The user put the cursor on an epoch."""

    readout_changed = Signal(str)
    """What is under the pointer, in words; empty when it leaves."""

    window_chosen = Signal(object)
    """The user zoomed or moved: the ``Window`` to show from now on."""

    window_fitted = Signal()
    """The user asked for the whole training again."""

    def __init__(self, key: str, title: str):
        super().__init__()
        self.frame: HeatmapFrame | None = None
        self.setObjectName(f"pane-{key}")
        self.setAccessibleName(title)
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
        """Apply the current theme."""
        self.updateGeometry()
        self.update()

    @property
    def columns(self) -> int:
        """Columns a frame should have: device pixels of the picture's width."""
        rect, ratio = self.picture_rect(), self.devicePixelRatioF()
        return max(round(rect.right() * ratio) - round(rect.left() * ratio), 1)

    def picture_rect(self) -> QRectF:
        """Rectangle of the cells, in logical pixels."""
        names = self.frame.layers if self.frame is not None else ()
        left = gutter_width(names) if self._gutter is None else self._gutter
        return QRectF(left, 0, max(self.width() - left, 1), self._even_height(max(self.height(), 1), len(names)))

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
        """Give the layers' names this width, so that panes one above the other are aligned; 0 hides them."""
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
        return QSize(theme.pixels(120), theme.pixels(24))

    def draw(self, frame: HeatmapFrame | None) -> None:
        """Show another frame; what surrounds the cells is painted again only when it has changed."""
        if frame is self.frame:
            return
        self.frame = frame
        furniture: tuple[object, ...] = ()
        if frame is not None:
            self._item.set_codes(frame.codes, frame.specials)
            furniture = (frame.measure, frame.layers, frame.sample_count > 0)
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
            self._paint_cursor(painter, picture, frame.cursor_position)
        if around and frame is not None:
            self._paint_layers(painter, picture, frame.layers, theme)
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
        """Clear the readout."""
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
        sample = frame.sample_at(share)
        return None if sample is None else (count - 1 - min(row, count - 1), sample)

    def spot_at(self, place: QPointF) -> Spot | None:
        """The cell at a place in the pane; None beside the cells."""
        cell = self.cell_at(place)
        return None if cell is None or self.frame is None else heatmap_spot(self.frame, *cell)

    def readout(self, layer: int, sample: int) -> str:
        """The measured value of a cell in words; empty without a frame."""
        frame = self.frame
        if frame is None:
            return ""
        value = frame.value(layer, sample)
        if value is not None and frame.limits.scale is Scale.EXPONENT:
            value = 10.0**value
        words = "not measured" if value is None else f"{frame.measure} {format_value(value, 3)}"
        return f"layer {frame.layers[layer]}, epoch {format_epoch(frame.epochs[sample])}: {words}"

    def _share(self, position: QPointF) -> float:
        picture = self.picture_rect()
        return (position.x() - picture.left()) / picture.width()

    def _move_cursor(self, position: QPointF) -> None:
        frame = self.frame
        sample = frame.sample_at(self._share(position)) if frame is not None else None
        if frame is not None and sample is not None:
            self.epoch_chosen.emit(float(frame.epochs[sample]))

    def _even_height(self, height: float, rows: int) -> float:
        """The most pixels not above a height that give every row the same number, where rows are not thin."""
        row = int(height * self.devicePixelRatioF() / max(rows, 1))
        return row * rows / self.devicePixelRatioF() if rows and row >= _THIN_ROW else height

    def _paint_empty(self, painter: QPainter, picture: QRectF, theme: Theme) -> None:
        painter.fillRect(picture, QColor(theme.grid))
        painter.setPen(QColor(theme.muted))
        words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(picture, words, self._empty_text)

    def _paint_cursor(self, painter: QPainter, picture: QRectF, share: float | None) -> None:
        if share is None or not 0 <= share <= 1:
            return
        ratio = self.devicePixelRatioF()
        x = round((picture.left() + share * picture.width() - 0.5) * ratio) / ratio
        painter.fillRect(QRectF(x - 1, picture.top(), 3, picture.height()), QColor(0, 0, 0, 70))
        painter.fillRect(QRectF(x, picture.top(), 1, picture.height()), QColor("#ffffff"))

    def _paint_layers(self, painter: QPainter, picture: QRectF, names: tuple[str, ...], theme: Theme) -> None:
        if not picture.left():
            return
        painter.setPen(QColor(theme.muted))
        room = picture.left() - theme.pixels(10)
        for layer, middle in self.name_places().items():
            name = elide_row(painter.fontMetrics(), names[layer], int(room))
            place = QRectF(0, middle - 50, room, 100)
            painter.drawText(place, _VCENTER | Qt.AlignmentFlag.AlignRight, name)
