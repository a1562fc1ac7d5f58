"""Loss over the epochs, with a choice of how smooth the losses of the batches are drawn."""

from dataclasses import replace

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from vgdesk.pictures.picture import Option, Picture, Sources
from vgdesk.pictures.view import Choices
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.switch import Switch
from vgdesk.ui.theme import current_theme

_SMOOTHED_FROM = 230  # pixels of width
_SMOOTHING = (
    Option("0", "Draw the loss of each batch as it is", "batches: as they are", "raw"),
    Option("10", "Draw the mean of 10 batches, the batches faint behind it", "batches: mean of 10", "÷10"),
    Option("50", "Draw the mean of 50 batches, the batches faint behind it", "batches: mean of 50", "÷50"),
)


class LossPane(CurvesPane):
    """The curves of the loss."""

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        super().__init__(picture, sources, parent)
        self._smoothing = Switch(f"{self.key}-smoothing", _SMOOTHING)
        self._smoothing.choose("0")
        self._smoothing.chosen.connect(self.refresh)
        self._offered = self.header.add_choice(self._smoothing)

    @property
    def choices(self) -> Choices:
        """The axis, and how many batches a mean is of."""
        return replace(super().choices, smoothing=int(self._smoothing.key))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the smoothing where the header has room for it beside all else."""
        super().resizeEvent(event)
        self._offered.setVisible(self.width() >= current_theme().pixels(_SMOOTHED_FROM))
