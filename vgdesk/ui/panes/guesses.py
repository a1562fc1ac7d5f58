"""Sample images, and what the selected lane's network takes them for."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel

from vgdesk.analysis.numbers import format_epoch, format_percent, format_value
from vgdesk.pictures.guesses import NO_GUESS, GuessFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.named import named
from vgdesk.ui.panes.canvas import Canvas, label_height
from vgdesk.ui.panes.canvas_pane import CanvasPane
from vgdesk.ui.panes.pixels import rgb, rgb_image
from vgdesk.ui.theme import Theme, current_theme

_LEAST_SIDE, _USUAL_SIDE, _LARGEST_SIDE = 24, 32, 140
_LEAST_WIDTH = 58
_GAP = 8
_SPARSE = 140  # height below which there is one line of words
_COARSE = 4  # screen pixels a pixel from which on it is drawn as a square
_TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class GuessesPane(CanvasPane):
    """Images in rows, each above the guess at the cursor."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        self._images = GuessCanvas("guesses-canvas")
        super().__init__(picture, self._images, sources)
        self._count = named(QLabel(), "guesses-count", "label")
        self.header.add_right(self._count)

    def show_frame(self, frame: GuessFrame | None) -> None:
        """Paint the images, or say why there are none."""
        super().show_frame(frame)
        self._show_count()
        self._count.setToolTip(
            "" if frame is None else f"{frame.label}, weights of epoch {format_epoch(frame.epoch)}"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say how many images have room."""
        super().resizeEvent(event)
        self._show_count()

    def _show_count(self) -> None:
        frame = self.canvas.frame
        words = ""
        if frame is not None:
            shown, count = len(self._images.places(current_theme())), len(frame.labels)
            words = frame.score + (f", {shown} shown" if shown < count else "")
        self._count.setText(words)


class GuessCanvas(Canvas):
    """As many of the images as have room, as large as they can be."""

    def paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """Each image above its guess."""
        for image, place in enumerate(self.places(theme)):
            self._paint_image(painter, image, place, theme)
            self._paint_guess(painter, image, place, theme)

    def readout(self, position: QPointF) -> str:
        """What is guessed under the pointer, and what is right."""
        frame = self.frame
        for image, place in enumerate(self.places(current_theme())):
            if place.contains(position):
                right = "right" if frame.is_right(image) else f"it is {frame.true_name(image)}"
                return f"{frame.guess_name(image)}, {frame.measure} {_share(frame, image)}: {right}"
        return ""

    def places(self, theme: Theme) -> list[QRectF]:
        """Place of each image with its guess below: all, a half or a quarter of them, as large as they can be."""
        count, lines, gap = len(self.frame.labels), self._lines(theme) * label_height(theme), theme.pixels(_GAP)
        width, height = self.width(), self.height()

        def columns(side: float) -> int:
            return max(int((width + gap) // (max(side, theme.pixels(_LEAST_WIDTH)) + gap)), 1)

        def rows(side: float) -> int:
            return max(int((height + gap) // (side + lines + gap)), 1)

        largest, least = theme.pixels(_LARGEST_SIDE), theme.pixels(_LEAST_SIDE)
        fitting = (
            side
            for wanted in (count, count // 2, count // 4)
            for side in range(largest, theme.pixels(_USUAL_SIDE) - 1, -1)
            if columns(side) * rows(side) >= wanted
        )
        side = next(fitting, least)
        across = min(columns(side), -(-count // min(rows(side), count)))
        pitch, step = (width + gap) / across, side + lines + gap
        shown = min(count, across * rows(side))
        down = -(-shown // across)
        top = max((height - down * step + gap) / 2, 0)
        return [
            QRectF(at % across * pitch, top + at // across * step, pitch - gap, side + lines) for at in range(shown)
        ]

    def _lines(self, theme: Theme) -> int:
        """Lines of words below an image: its guess, and where there is room how sure that is."""
        return 2 if self.height() >= theme.pixels(_SPARSE) else 1

    def _paint_image(self, painter: QPainter, image: int, place: QRectF, theme: Theme) -> None:
        side = min(place.height() - self._lines(theme) * label_height(theme), place.width())
        square = QRectF(place.center().x() - side / 2, place.top(), side, side)
        pixels = self.frame.images[image]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, side < _COARSE * len(pixels))
        painter.drawImage(square, _ink(pixels, theme))
        if not self.frame.is_right(image):
            painter.setPen(QPen(QColor(theme.bad), 1))
            painter.drawRect(square.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_guess(self, painter: QPainter, image: int, place: QRectF, theme: Theme) -> None:
        frame, metrics = self.frame, painter.fontMetrics()
        line, lines = label_height(theme), self._lines(theme)
        below = QRectF(place.left(), place.bottom() - lines * line + 1, place.width(), line)
        painter.setPen(QColor(theme.muted if frame.is_right(image) else theme.bad))
        for text in _words(frame, image)[:lines]:
            painter.drawText(below, _TOP, metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(below.width())))
            below.translate(0, line - theme.pixels(1))


def _words(frame: GuessFrame, image: int) -> tuple[str, ...]:
    """The guess and how sure it is; outputs that are no numbers have no share."""
    name = frame.guess_name(image)
    return (name,) if int(frame.guesses[image]) == NO_GUESS else (name, _share(frame, image))


def _share(frame: GuessFrame, image: int) -> str:
    share = float(frame.shares[image])
    return format_percent(share, 0) if frame.measure == "probability" else format_value(share)


def _ink(pixels: NDArray[np.float32], theme: Theme) -> QImage:
    """Brightness [row, column] of 0..1 as ink on paper: what is bright in the data has the colour of text."""
    paper, ink = rgb(theme.field), rgb(theme.text)
    return rgb_image(paper + np.clip(pixels, 0, 1)[..., None] * (ink - paper))
