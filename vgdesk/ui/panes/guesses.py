"""Sample images, and what the selected lane's network takes them for."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from vgdesk.analysis.numbers import format_epoch
from vgdesk.drawing.guesses import draw_guesses
from vgdesk.pictures.guesses import GuessFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.named import named
from vgdesk.ui.panes.canvas_pane import CanvasPane
from vgdesk.ui.panes.drawn_canvas import DrawnCanvas


class GuessesPane(CanvasPane):
    """Images in rows, each above the guess at the cursor."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        self._images = DrawnCanvas("guesses-canvas", draw_guesses)
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
        self._count.setText("" if frame is None else frame.score_of(len(self._images.regions())))


PANE = GuessesPane
