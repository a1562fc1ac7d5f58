"""The colour bars of the heatmaps, each beside the lanes that it holds for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgdesk.analysis.codes import add_specials
from vgdesk.pictures.color_scales import ColorScale, neighbours
from vgdesk.pictures.heatmaps import HeatmapsFrame
from vgdesk.ui.panes.color_bar import WIDTH, ColorBar
from vgdesk.ui.theme import GAP, current_theme, themed

_Bars = dict[tuple[object, int], ColorBar]

Span = tuple[int, int]
"""Upper and lower end of a lane in logical pixels."""


class ColorBars(QWidget):
    """Bars of one kind of scale stand one below the other, of several kinds side by side.

    Signals:
        limits_chosen: key of a scale, and the ``Limits`` that the viewer wants; None for those that suit the values.
    """

    limits_chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._bars: _Bars = {}
        self._strips = 1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        themed.changed.connect(self.restyle)

    @property
    def bars(self) -> tuple[ColorBar, ...]:
        """Those that are shown, in the order of the scales and from the top."""
        return tuple(self._bars.values())

    def sizeHint(self) -> QSize:
        """As wide as the kinds of scale need side by side."""
        theme = current_theme()
        return QSize(self._strips * theme.pixels(WIDTH) + (self._strips - 1) * theme.pixels(GAP), theme.pixels(120))

    def minimumSizeHint(self) -> QSize:
        """As wide as it wants to be; its height is free."""
        return QSize(self.sizeHint().width(), 0)

    @Slot()
    def restyle(self) -> None:
        """Take over the theme in force."""
        self.updateGeometry()

    def fit(self, frame: HeatmapsFrame | None) -> bool:
        """Take the width that a frame's scales need; whether it was another one before."""
        strips = max(len(_kinds(frame)), 1)
        before, self._strips = self._strips, strips
        if strips != before:
            self.updateGeometry()
        return strips != before

    def draw(self, frame: HeatmapsFrame | None, spans: Sequence[Span]) -> None:
        """Show the scales of a frame, each beside its lanes, which stand at some places from the top."""
        kept, self._bars = self._bars, {}
        if frame is not None:
            self._draw_scales(frame, spans, kept)
        for bar in kept.values():
            bar.hide()
            bar.deleteLater()

    def _draw_scales(self, frame: HeatmapsFrame, spans: Sequence[Span], kept: _Bars) -> None:
        """Show every scale, in bars that were there before as far as there are any."""
        for scale in frame.scales:
            specials = add_specials(each.specials for each in frame.of_scale(scale))
            for first, last in neighbours(scale.lanes):
                bar = kept.pop((scale.key, first), None) or self._make_bar(scale)
                self._bars[scale.key, first] = bar
                bar.set_title(scale.title, scale.unit)
                bar.draw(scale.limits, specials, frame.columns.colormap)
                self._place(bar, _kinds(frame).index(scale.kind), (spans[first][0], spans[last][1]))

    def _make_bar(self, scale: ColorScale) -> ColorBar:
        bar = ColorBar(is_movable=True, parent=self)
        bar.limits_chosen.connect(lambda limits: self.limits_chosen.emit(scale.key, limits))
        bar.show()
        return bar

    def _place(self, bar: ColorBar, strip: int, span: Span) -> None:
        width, gap = current_theme().pixels(WIDTH), current_theme().pixels(GAP)
        bar.setGeometry(strip * (width + gap), span[0], width, max(span[1] - span[0], 1))


def _kinds(frame: HeatmapsFrame | None) -> list[object]:
    return list(dict.fromkeys(scale.kind for scale in frame.scales)) if frame is not None else []
