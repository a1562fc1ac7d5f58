"""What the panes that paint on one canvas have in common."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.layouts import fill
from vgdesk.ui.panes.canvas import Canvas
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.theme import current_theme

_LEAST_WIDTH = 150


class CanvasPane(Pane):
    """One canvas below its header.

    Args:
        picture: what it shows.
        canvas: what it is painted on.
        sources: what frames were made of before.

    Attributes:
        canvas: what it is painted on.
    """

    def __init__(self, picture: Picture, canvas: Canvas, sources: Sources | None = None):
        super().__init__(picture, sources)
        self.canvas = canvas
        self.canvas.readout_changed.connect(self.readout_changed)
        fill(QVBoxLayout(self), self.header, canvas, 1, gap=2)
        self.options  # noqa: B018 - made by being asked for
        self.apply_theme()

    def show_frame(self, frame: Any) -> None:
        """Paint the frame, or say why there is none."""
        self.canvas.draw(frame, self.reason)

    def apply_theme(self) -> None:
        """Be as small as it can be read."""
        self.setMinimumWidth(current_theme().pixels(_LEAST_WIDTH))
