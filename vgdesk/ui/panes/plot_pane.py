"""What all plots have in common: two axes, names at the ends of lines, and words where there is nothing to draw."""

from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QPointF, Qt, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from vgdesk.analysis.scales import Limits, Tick
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.spot import Spot
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.panes.line_ends import LineEnds
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.panes.plot import MARGIN, Plot
from vgdesk.ui.plain_text import ElidedLabel
from vgdesk.ui.theme import current_theme

_LEAST_WIDTH = 150
_LABELLED_HEIGHT = 150


class PlotPane(Pane):
    """One plot below its header.

    Attributes:
        room: share of each axis beyond its limits; a tick right at an end would be dropped without any.
    """

    room = 0.004

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        super().__init__(picture, sources, parent)
        self._plot = Plot()
        self._ticks: tuple[tuple[Tick, ...], tuple[Tick, ...]] = ((), ())
        self._ends = LineEnds(self._plot)
        self._empty = named(QLabel(self._plot, wordWrap=True), f"empty-{self.key}", "label")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._below = ElidedLabel(f"x-{self.key}", "label")
        self._below.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._below.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._plot.box_resized.connect(self._stretch_empty)
        self._plot.box_resized.connect(self.fit_ticks)
        self._plot.scene().sigMouseMoved.connect(self.point_at)
        self._plot.scene().sigMouseClicked.connect(self.choose_at)
        fill(QVBoxLayout(self), self.header, self._plot, 1, self._below, gap=2)
        self.options  # noqa: B018 - made by being asked for

    def clear_axes(self) -> None:
        """Have no picture: axes without ticks, and the reason in words."""
        self._ticks = ((), ())
        self.fit_ticks()
        self._ends.show_ends(())
        self._below.show_text("")
        self._empty.setText(self.reason)
        self._empty.show()

    def set_axes(self, limits: tuple[Limits, Limits], ticks: tuple[tuple[Tick, ...], tuple[Tick, ...]]) -> None:
        """Show limits and ticks of the axis that runs to the right and of the one that runs upwards."""
        across, up = limits
        self._empty.hide()
        self._plot.set_limits(across, up, self.room)
        self._ticks = ticks
        self.fit_ticks()

    @Slot()
    def fit_ticks(self) -> None:
        """Show as many ticks as have room."""
        box, ranges = self._plot.box_geometry, self._plot.box.viewRange()
        metrics = QFontMetrics(current_theme().label_font())
        gap = metrics.horizontalAdvance("0")
        wide = max((metrics.horizontalAdvance(tick.label) for tick in self._ticks[0]), default=0) + gap
        needs = (("bottom", box.width(), wide), ("left", box.height(), metrics.height()))
        for (name, pixels, needed), marks, (low, high) in zip(needs, self._ticks, ranges, strict=True):
            shown = thin_out(marks, needed * (high - low) / max(pixels, 1))
            self._plot.set_ticks(name, shown)

    def place_at(self, position: QPointF) -> QPointF | None:
        """A place of the scene in view coordinates; None outside the axes or without a frame."""
        return None if self.frame is None else self._plot.place_at(position)

    def spot_at(self, place: QPointF) -> Spot | None:
        """What is near a place of the pane, in numbers."""
        inside = self._plot.mapFrom(self, place.toPoint())
        found = self.place_at(self._plot.mapToScene(inside)) if self._plot.rect().contains(inside) else None
        return None if found is None else self.find_spot(found)

    def find_spot(self, place: QPointF) -> Spot | None:  # noqa: ARG002
        """What is near a place in view coordinates, in numbers; None where only words tell it."""
        return None

    def pixel_size(self) -> tuple[float, float]:
        """View coordinates that a pixel takes, across and up."""
        across, up = self._plot.box.viewPixelSize()
        return float(across), float(up)

    def describe_at(self, place: QPointF) -> str:
        """What is near a place in view coordinates, in words."""
        raise NotImplementedError(f"{type(self).__name__} describes nothing")

    def apply_theme(self) -> None:
        """Give the axes the theme in force."""
        theme = current_theme()
        self.setMinimumWidth(theme.pixels(_LEAST_WIDTH))
        self._plot.apply_theme(theme)
        if self.frame is not None:
            self.show_frame(self.frame)

    @Slot(object)
    def point_at(self, position: QPointF) -> None:
        """Show what is under the pointer."""
        place = self.place_at(position)
        self.readout_changed.emit("" if place is None else self.describe_at(place))

    @Slot(object)
    def choose_at(self, event: MouseClickEvent) -> None:
        """Do as a click says; nothing where a plot has no epochs."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the axis where it has room."""
        super().resizeEvent(event)
        self._below.setVisible(self.height() >= current_theme().pixels(_LABELLED_HEIGHT))
        self._ends.fit()

    @Slot()
    def _stretch_empty(self) -> None:
        self._empty.setGeometry(self._plot.rect().adjusted(MARGIN, 0, -MARGIN, 0))

    def leaveEvent(self, event: QEvent) -> None:
        """Clear the readout."""
        super().leaveEvent(event)
        self.readout_changed.emit("")


def thin_out(ticks: tuple[Tick, ...], needed: float) -> tuple[Tick, ...]:
    """Every tick, every second, every third ...: the first of these that leaves the distance needed between them."""
    steps = range(1, len(ticks) + 1)
    gaps = [ticks[1].position - ticks[0].position] if len(ticks) > 1 else [needed]
    return ticks[:: next((step for step in steps if step * gaps[0] >= needed), len(ticks) or 1)]
