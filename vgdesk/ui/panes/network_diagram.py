"""The selected lane's network as units and links, and how far the gradient comes on its way to the input."""

from PySide6.QtWidgets import QLabel

from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.scales import Limits
from vgdesk.pictures.network import DiagramFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.formatting import format_power
from vgdesk.ui.named import named
from vgdesk.ui.panes.canvas_pane import CanvasPane
from vgdesk.ui.panes.diagram_canvas import NEGATIVE, POSITIVE, DiagramCanvas
from vgdesk.ui.theme import current_theme


class NetworkPane(CanvasPane):
    """The network of the selected lane at the cursor."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        super().__init__(picture, DiagramCanvas("network-canvas"), sources)
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
        if frame.has_gradients:
            faint, bright = _ends(frame.limits)
            return f"faint {faint} … bright {bright}"
        if frame.epoch is None:
            return "no weights are kept"
        theme = current_theme()
        signs = [
            f'<span style="color:{theme.lane(at)}">{word}</span>'
            for at, word in ((POSITIVE, "positive"), (NEGATIVE, "negative"))
        ]
        return f"{' '.join(signs)} up to {format_value(frame.largest_weight)}"


def _ends(limits: Limits) -> tuple[str, str]:
    """Both ends of a log scale in words: as powers of ten where both are."""
    ends = limits.low, limits.high
    if all(end == round(end) for end in ends):
        return format_power(round(limits.low)), format_power(round(limits.high))
    return format_value(10**limits.low, 1), format_value(10**limits.high, 1)
