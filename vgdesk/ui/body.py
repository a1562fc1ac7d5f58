"""The window's middle: builder at the left, story and pictures at the right, transport bar below."""

from itertools import pairwise

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vgdesk.ui.builder.panel import BuilderPanel
from vgdesk.ui.dashboard import Dashboard
from vgdesk.ui.lane_tabs import LaneTabs
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.story_bar import StoryBar
from vgdesk.ui.theme import GAP, MARGIN, current_theme, themed
from vgdesk.ui.transport_bar import TransportBar


class Body(QWidget):
    """Lays out what the window consists of.

    Attributes:
        builder_side: the builder with the lanes' tabs; hidden in a lecture.
    """

    def __init__(
        self, builder: BuilderPanel, tabs: LaneTabs, story: StoryBar, dashboard: Dashboard, transport: TransportBar
    ):
        super().__init__()
        builder.header_layout.addWidget(tabs)
        self.builder_side = named(QFrame(), "builder-frame")
        fill(QVBoxLayout(self.builder_side), builder)
        self._pictures = fill(QVBoxLayout(), story, dashboard, 1)
        middle = fill(QHBoxLayout(), self.builder_side, self._pictures, 1, gap=0)
        fill(QVBoxLayout(self), middle, 1, transport, gap=0)
        for before, after in pairwise([*transport.tab_chain(), *tabs.tab_chain()]):
            self.setTabOrder(before, after)  # the builder follows its tabs
        self.restyle()
        themed.changed.connect(self.restyle)

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        margin, gap = current_theme().pixels(MARGIN), current_theme().pixels(GAP)
        self._pictures.setContentsMargins(margin, gap, margin, gap)
        self._pictures.setSpacing(gap)
