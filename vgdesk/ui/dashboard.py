"""The pictures: a heatmap a lane on one colour scale, and the curves below."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vgdesk.analysis.codes import Specials
from vgdesk.analysis.curve_frame import layer_frame, score_frame
from vgdesk.analysis.heatmap_frame import HeatmapFrame, HeatmapSource
from vgdesk.analysis.scales import Limits, find_limits, widen_limits
from vgdesk.analysis.window import Window
from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.ui.lane_view import LaneView
from vgdesk.ui.measure_switch import MeasureSwitch
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.time_axis import TimeAxis
from vgdesk.ui.theme import GAP

TENSOR, MEASURE = "gradient", "mean_abs"
_SCORES, _TENSORS = ("loss", "accuracy"), ("gradient", "weight")
_CURVES_MILLISECONDS = 25  # from one of the four panes to the next: each is drawn at 10 Hz


class Dashboard(QWidget):
    """All panes of a session, drawn when its runs grow or its cursor moves.

    Signals:
        readout_changed: what stands under the pointer, in words.
    """

    readout_changed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._views: list[LaneView] = []
        self._limits: Limits | None = None
        self._has_values = False
        self._window: Window | None = None
        self._bar = ColorBar()
        self._time = TimeAxis()
        self._curves = {key: CurvesPane(key, key) for key in (*_SCORES, *_TENSORS)}
        self._switches = {tensor: MeasureSwitch(tensor, ("mean", "std")) for tensor in _TENSORS}
        self._waiting: list[str] = []
        self._curves_timer = QTimer(self, singleShot=True, interval=_CURVES_MILLISECONDS)
        self._curves_timer.timeout.connect(self.draw_next_curves)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self._connect()

    @Slot()
    def show_lanes(self) -> None:
        """Make a view of each lane; those that stay keep theirs."""
        kept = {view.lane.key: view for view in self._views}
        views = [kept.pop(lane.key, None) or self._make_view(lane) for lane in self._session.lanes]
        for view in kept.values():
            self._lanes.removeWidget(view)
            view.hide()
            view.deleteLater()
        for place, view in enumerate(views):
            self._lanes.insertWidget(place, view, 1)
            view.restyle()
        self._views = views
        self._window = None
        self._rows.setStretch(0, max(3, len(views) + 1))

    @Slot()
    def refresh(self) -> None:
        """Draw the heatmaps now, the curves soon."""
        sources = [view.source for view in self._views if view.source is not None]
        self._limits = self._choose_limits(sources)
        whole = max((source.whole_window() for source in sources), key=_width, default=None)
        gutter = max((view.gutter for view in self._views), default=0)
        for view in self._views:
            view.pane.set_gutter(gutter)
            view.draw(self._limits, self._window or whole, whole, self._session.cursor.epoch)
        self._bar.draw(self._limits, _add_specials(self._views))
        self._time.draw(next((frame.time_ticks for frame in _frames(self._views)), ()), gutter)
        self._waiting += [key for key in self._curves if key not in self._waiting]
        if not self._curves_timer.isActive():
            self._curves_timer.start()

    @Slot()
    def draw_curves(self) -> None:
        """Draw the scores of all lanes and the layers of the selected one."""
        for key in self._curves:
            self._draw_curve(key)

    @Slot()
    def draw_next_curves(self) -> None:
        """Draw the pane that waited longest, and come back for the others: a burst would stall the window."""
        self._draw_curve(self._waiting.pop(0))
        if self._waiting:
            self._curves_timer.start()

    def _draw_curve(self, key: str) -> None:
        session = self._session
        if key in self._switches:
            history, sample = session.selected.history, session.selected.sample_at(session.cursor.epoch)
            measure = self._switches[key].measure
            frame = None if history is None else layer_frame(history, key, measure, sample)
        else:
            histories: list[object] = [None] * 4
            for lane in session.lanes:
                histories[lane.color] = lane.history
            longest = session.longest_lane
            cursor = longest.sample_at(session.cursor.epoch) if longest is not None else None
            frame = None if longest is None else score_frame(histories, key, cursor)
        self._curves[key].draw(frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw as many columns as there are pixels now."""
        super().resizeEvent(event)
        self.refresh()

    @Slot()
    def restyle_lanes(self) -> None:
        """Show the lanes' names and marks anew."""
        for view in self._views:
            view.restyle()

    @Slot(object)
    def follow_state(self, state: State) -> None:
        """Begin a race with the whole of it in sight; at its end draw it as it will be drawn when it is reopened."""
        if state is State.PREPARING:
            self._window, self._has_values = None, False
        self.restyle_lanes()
        self.refresh()

    def _choose_limits(self, sources: Sequence[HeatmapSource]) -> Limits | None:
        """Limits that suit all lanes; while they train, they only widen."""
        if not sources:
            return None
        distributions = [source.distribution for source in sources]
        wanted = find_limits(sources[0].scale, distributions)
        growing, self._has_values = self._has_values, any(each.count for each in distributions)
        return widen_limits(self._limits, wanted) if growing and self._session.state.is_busy else wanted

    def _make_view(self, lane: object) -> LaneView:
        view = LaneView(lane, TENSOR, MEASURE)
        view.pane.cursor_moved.connect(lambda sample, lane=lane: self._seek(lane, sample))
        view.pane.window_chosen.connect(self._set_window)
        view.pane.window_fitted.connect(self._fit_window)
        view.pane.readout_changed.connect(self.readout_changed)
        return view

    def _seek(self, lane: object, sample: int) -> None:
        epoch, histories = float(lane.history.epochs[sample]), (each.history for each in self._session.lanes)
        if epoch >= max(history.epochs[-1] for history in histories if history is not None and history.sample_count):
            self._session.cursor.go_live()
        else:
            self._session.cursor.seek(epoch)

    @Slot(object)
    def _set_window(self, window: Window) -> None:
        self._window = window
        self.refresh()

    @Slot()
    def _fit_window(self) -> None:
        self._set_window(None)

    def _connect(self) -> None:
        session = self._session
        session.lanes_changed.connect(self.show_lanes)
        session.history_changed.connect(self.refresh)
        session.selection_changed.connect(self.draw_curves)
        session.spec_changed.connect(self.restyle_lanes)
        session.state_changed.connect(self.follow_state)
        session.cursor.moved.connect(self.refresh)
        for switch in self._switches.values():
            switch.chosen.connect(self.draw_curves)
        for pane in self._curves.values():
            pane.epoch_chosen.connect(session.cursor.seek)
            pane.readout_changed.connect(self.readout_changed)

    def _lay_out(self) -> None:
        self._lanes = QVBoxLayout()
        self._lanes.setSpacing(GAP)
        pictures = QVBoxLayout()
        pictures.setSpacing(2)
        pictures.addLayout(self._lanes, 1)
        pictures.addWidget(self._time)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addLayout(pictures, 1)
        top.addWidget(self._bar)
        curves = QHBoxLayout()
        curves.setSpacing(2 * GAP)
        for tensor, switch in self._switches.items():
            self._curves[tensor].header.insertWidget(1, switch)
        for pane in self._curves.values():
            curves.addWidget(pane, 1)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP)
        self._rows.addLayout(top, 3)
        self._rows.addLayout(curves, 2)


def _frames(views: Iterable[LaneView]) -> list[HeatmapFrame]:
    return [view.pane.frame for view in views if view.pane.frame is not None]


def _width(window: Window) -> float:
    return window.width


def _add_specials(views: Iterable[LaneView]) -> Specials:
    """The special cells of all heatmaps together."""
    shown = [frame.specials for frame in _frames(views)]
    names = ("zero", "below", "above", "infinite", "nan")
    return Specials(*(sum(getattr(specials, name) for specials in shown) for name in names))
