"""What the panes that paint one picture have in common."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from vgdesk.events import DataPreviewed
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.look import Look
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.panes.picture import Picture
from vgdesk.ui.theme import current_theme

_LEAST_WIDTH = 150


class PicturePane(Pane):
    """One picture below its header.

    Args:
        picture: what is painted.

    Attributes:
        picture: what is painted.
    """

    def __init__(self, picture: Picture):
        super().__init__()
        self.picture = picture
        self.picture.readout_changed.connect(self.readout_changed)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self.header)
        rows.addWidget(picture, 1)
        self.dress()

    def dress(self) -> None:
        """Be as small as it can be read."""
        self.setMinimumWidth(current_theme().pixels(_LEAST_WIDTH))

    def points_of(self, look: Look, lane: Lane) -> DataPreviewed | None:
        """Points that the run of a lane was trained on; they are asked for while they are not here."""
        found = look.preview_of(lane)
        if found is None and lane.trained_spec is not None:
            self.data_wanted.emit(lane.trained_spec.data)
        return found
