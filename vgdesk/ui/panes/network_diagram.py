"""The selected lane's network as units and links, and how far the gradient comes on its way to the input."""

from dataclasses import replace

from PySide6.QtWidgets import QLabel

from vgdesk.analysis.diagram_frame import DiagramFrame, DiagramSource
from vgdesk.analysis.scales import Limits
from vgdesk.ui.formatting import format_power, format_value
from vgdesk.ui.panes.diagram_picture import NEGATIVE, POSITIVE, DiagramPicture
from vgdesk.ui.panes.look import Look, begins_later
from vgdesk.ui.panes.picture import EMPTY_TEXT
from vgdesk.ui.panes.picture_pane import PicturePane
from vgdesk.ui.switch import Choice, Switch
from vgdesk.ui.theme import current_theme

_CHOICES = (
    Choice("weight", "Links as thick as their weight, its sign as their colour", "network: weights"),
    Choice("gradient", "Links as bright as the weight gradient of their layer", "network: gradients"),
)


class NetworkPane(PicturePane):
    """The network of the selected lane at the cursor."""

    key = "network"
    title = "network"
    tip = (
        "The selected lane's network at the cursor. Links show each its weight, or the weight gradient of the whole "
        "layer, its root mean square on one log scale for all lanes: the gradients of single links are not kept"
    )

    def __init__(self) -> None:
        super().__init__(DiagramPicture("network-picture"))
        self._source = DiagramSource()
        self._empty_text = EMPTY_TEXT
        self._switch = Switch(self.key, _CHOICES)
        self._switch.chosen.connect(self.look_again)
        self._legend = QLabel(objectName="network-legend")
        self._legend.setProperty("role", "label")
        self.header.add_choice(self._switch)
        self.header.add_right(self._legend)

    def make_frame(self, look: Look) -> DiagramFrame | None:
        """The network of the selected lane; None before its training."""
        lane = look.selected
        sample = look.sample_of(lane)
        self._empty_text = EMPTY_TEXT
        if lane is None or lane.history is None:
            return None
        if sample is None and begins_later(lane):
            self._empty_text = begins_later(lane)
            return None
        frame = self._source.frame(lane.history, sample, look.epoch, look.histories)
        return replace(frame, has_gradients=self._switch.key == "gradient")

    def show_frame(self, frame: DiagramFrame | None) -> None:
        """Paint the network."""
        self.picture.has_gradients = self._switch.key == "gradient"
        self.picture.draw(frame, self._empty_text)
        self._legend.setText("" if frame is None else self._explain(frame))
        self.setAccessibleDescription(self._empty_text if frame is None else _describe(frame))

    def draw(self, frame: DiagramFrame | None) -> None:
        """Show a frame; without one the reason may be another."""
        super().draw(frame)
        if frame is None:
            self.show_frame(None)

    def dress(self) -> None:
        """Give the legend the theme in force."""
        super().dress()
        if self._frame is not None:
            self.show_frame(self._frame)

    def _explain(self, frame: DiagramFrame) -> str:
        if self.picture.has_gradients:
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


def _describe(frame: DiagramFrame) -> str:
    layers = [
        f"{column.name}: {format_value(column.gradient)}" for column in frame.columns if column.gradient is not None
    ]
    return f"{frame.label}, weight gradient, {frame.measure}, {', '.join(layers)}"
