"""The selected lane's network as units and links, and how far the gradient comes on its way to the input."""

from PySide6.QtWidgets import QLabel

from vgdesk.drawing.network import NEGATIVE, POSITIVE, draw_network
from vgdesk.pictures.network import DiagramFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.named import named
from vgdesk.ui.panes.canvas_pane import CanvasPane
from vgdesk.ui.panes.drawn_canvas import DrawnCanvas
from vgdesk.ui.theme import current_theme


class NetworkPane(CanvasPane):
    """The network of the selected lane at the cursor."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        super().__init__(picture, DrawnCanvas("network-canvas", draw_network), sources)
        self._legend = named(QLabel(), "network-legend", "label")
        self.header.add_right(self._legend)

    def show_frame(self, frame: DiagramFrame | None) -> None:
        """Paint the network."""
        super().show_frame(frame)
        self._legend.setText("" if frame is None else self._explain(frame))

    def apply_theme(self) -> None:
        """Give the legend the theme in force."""
        super().apply_theme()
        if self.frame is not None:
            self.show_frame(self.frame)

    def _explain(self, frame: DiagramFrame) -> str:
        if frame.has_gradients or frame.epoch is None:
            return frame.legend
        theme = current_theme()
        signs = [
            f'<span style="color:{theme.lane(at)}">{word}</span>'
            for at, word in ((POSITIVE, "positive"), (NEGATIVE, "negative"))
        ]
        return f"{' '.join(signs)} {frame.legend}"


PANE = NetworkPane
