"""What each layer multiplies the signal by, as bars from 1 upwards and downwards, beside what is predicted."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.why import FACTORS, WhyFrame
from vgdesk.ui.panes.line_ends import End
from vgdesk.ui.panes.plot_pane import PlotPane
from vgdesk.ui.plain_text import plain_tip
from vgdesk.ui.theme import current_theme

BAR = 0.26
"""Width of a bar, of a layer."""


class WhyPane(PlotPane):
    """Three bars a layer: weights, slopes and their product; a line across a bar is its prediction."""

    room = 0.03

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        super().__init__(picture, sources, parent)
        self._bars = [pg.BarGraphItem(x=[0], height=[0], width=0) for _ in FACTORS]
        self._marks = [pg.PlotCurveItem(connect="pairs") for _ in FACTORS]
        self._level = pg.InfiniteLine(0, angle=0)
        for item in (*self._bars, *self._marks, self._level):
            self._plot.add(item)
        self.clear_axes()
        self.restyle()

    def show_frame(self, frame: WhyFrame | None) -> None:
        """Draw the bars and what is predicted."""
        for item in (*self._bars, *self._marks, self._level):
            item.setVisible(frame is not None)
        if frame is None:
            self.clear_axes()
            return
        theme = current_theme()
        colors = (theme.muted, theme.accent, theme.text)
        layers = np.arange(1, frame.measured.shape[1] + 1)
        for place, (bars, marks, color) in enumerate(zip(self._bars, self._marks, colors, strict=True)):
            x = layers + (place - 1) * BAR
            heights = np.nan_to_num(frame.shown[place])
            bars.setOpts(x=x, height=heights, width=BAR * 0.9, pen=pg.mkPen(None), brush=pg.mkBrush(color))
            known = np.isfinite(frame.predicted[place])
            ends = np.stack([x - BAR / 2, x + BAR / 2], axis=1)[known].ravel()
            pen = pg.mkPen(theme.bad if np.isfinite(frame.measured[place]).any() else color, width=theme.pixels(2))
            marks.setData(ends, np.repeat(frame.predicted[place][known], 2), pen=pen)
        self._level.setPen(pg.mkPen(theme.muted))
        self.set_axes((frame.x_limits, frame.y_limits), (frame.x_ticks, frame.y_ticks))
        self._ends.show_ends(self._name_bars(frame, colors), ("factor", "a layer"))
        self._below.show_text(" · ".join(part for part in ("layer", frame.caption, frame.note) if part))
        self.header.title.setToolTip(plain_tip(frame.title))

    def describe_at(self, place: QPointF) -> str:
        """The layer at a place, in words."""
        layer = round(place.x()) - 1
        return self.frame.describe(layer) if 0 <= layer < self.frame.measured.shape[1] else ""

    def _name_bars(self, frame: WhyFrame, colors: tuple[str, ...]) -> list[End]:
        last = np.nan_to_num(frame.shown[:, -1]) if frame.shown.shape[1] else np.zeros(len(FACTORS))
        return [End(float(y), name, color) for y, name, color in zip(last, frame.names, colors, strict=True)]


PANE = WhyPane
