"""The heatmaps: the lanes one above the other, their tensors side by side, on common colour scales."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from vgdesk.analysis.columns import Column, Columns
from vgdesk.analysis.diagnosis import glance
from vgdesk.analysis.losses import describe_fit, told_scores
from vgdesk.analysis.numbers import format_scores
from vgdesk.analysis.verdicts import Tone
from vgdesk.analysis.window import Window
from vgdesk.pictures.color_scales import ColorScale, find_scales, limits_at
from vgdesk.pictures.frame import Frame, Nothing, Still
from vgdesk.pictures.heatmap import USUAL_CELLS, HeatmapFrame, HeatmapSource
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

KEY = "heatmap"
_MEASURES = ("rms", "mean_abs", "std")


@dataclass(frozen=True)
class LaneVerdict:
    """What the rules say of a lane, in few words.

    Attributes:
        text: both halves of the verdict.
        tone: how it is coloured.
        rate: the depth rate; may be empty.
    """

    text: str
    tone: Tone
    rate: str


@dataclass(frozen=True)
class HeatmapsLane:
    """One lane.

    Attributes:
        name: of the lane.
        color: index of its colour.
        heatmaps: from the left; None where the run has not recorded it, or the lane is not trained.
        rows: of each heatmap the names of its rows, input side first; empty before the lane is trained.
        heads: of each heatmap what its rows are: ``layer`` or ``step``; empty before the lane is trained.
        scores: loss and accuracies at the cursor; may be empty.
        verdict: None before the first sample, or where the view asks for none.
        is_trained: whether there is a run.
    """

    name: str
    color: int
    heatmaps: tuple[HeatmapFrame | None, ...]
    rows: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...]
    scores: str
    verdict: LaneVerdict | None
    is_trained: bool

    def changed(self, change: Callable[[HeatmapFrame], HeatmapFrame]) -> "HeatmapsLane":
        """With each of its heatmaps changed."""
        return replace(self, heatmaps=tuple(None if each is None else change(each) for each in self.heatmaps))


@dataclass(frozen=True)
class HeatmapsFrame(Still):
    """All lanes.

    Attributes:
        columns: what is side by side, and in which colours.
        lanes: from the top.
        scales: of the colours.
    """

    columns: Columns
    lanes: tuple[HeatmapsLane, ...]
    scales: tuple[ColorScale, ...]

    @property
    def title(self) -> str:
        """Of the picture."""
        return "heatmaps"

    @property
    def description(self) -> str:
        """Every lane with its scores."""
        return "; ".join(" ".join(part for part in (lane.name, lane.scores) if part) for lane in self.lanes)

    @property
    def heatmaps(self) -> tuple[HeatmapFrame, ...]:
        """Those that there are, the first lane's first."""
        return tuple(each for lane in self.lanes for each in lane.heatmaps if each is not None)

    def of_scale(self, scale: ColorScale) -> tuple[HeatmapFrame, ...]:
        """The heatmaps in the colours of a scale."""
        shown = (each for place in scale.lanes for each in self.lanes[place].heatmaps if each is not None)
        return tuple(each for each in shown if each.limits.scale is scale.kind)

    def in_steps(self, steps_per_epoch: int) -> "HeatmapsFrame":
        """With marks below that count steps."""
        return self._changed(lambda heatmap: heatmap.in_steps(steps_per_epoch))

    def until_cursor(self) -> "HeatmapsFrame":
        """With nothing in the cells behind the cursor's."""
        return self._changed(HeatmapFrame.until_cursor)

    def without_readouts(self) -> "HeatmapsFrame":
        """Without the values."""
        return self._changed(HeatmapFrame.without_readouts)

    def _changed(self, change: Callable[[HeatmapFrame], HeatmapFrame]) -> "HeatmapsFrame":
        return replace(self, lanes=tuple(lane.changed(change) for lane in self.lanes))


def usual_columns(histories: Iterable[History]) -> tuple[Column, ...]:
    """Activation, signal and weight gradient, each by the first usual measure that any of some runs has recorded."""
    layouts = [history.layout for history in histories]
    found = []
    for tensor in ("activation", "signal", "gradient"):
        recorded = [key for key in _MEASURES if any((tensor, key) in layout for layout in layouts)]
        found += [Column(tensor, key) for key in recorded[:1]]
    return tuple(found)


def scores_at(lane: LaneView, sample: int | None) -> str:
    """The last loss and accuracies of a lane at or before a sample, in words; may be empty."""
    told = None if lane.history is None or sample is None else told_scores(lane.history, sample)
    return format_scores(*told, fit=describe_fit(lane.run.started, told[0])) if told else ""


def _make(view: View, sources: Sources) -> Frame | Nothing:
    if not view.lanes:
        return Nothing(NOT_TRAINED)
    made = [_sources_of(place, lane, view.columns, sources) for place, lane in enumerate(view.lanes)]
    found = [source for each in made for source in each if source is not None]
    scales = find_scales(made, view)
    whole = max((source.whole_window() for source in found), key=lambda window: window.width, default=None)
    lanes = [_lane(view, place, each, scales, whole) for place, each in enumerate(made)]
    return HeatmapsFrame(view.columns, tuple(lanes), scales)


def _sources_of(place: int, lane: LaneView, columns: Columns, sources: Sources) -> tuple[HeatmapSource | None, ...]:
    """What makes the heatmaps of a lane and takes in only what is new; None where the run has not recorded it."""
    history = lane.history
    if history is None:
        return (None,) * len(columns.shown)

    def make() -> tuple[HeatmapSource | None, ...]:
        return tuple(
            HeatmapSource(history, column.tensor, column.measure, columns.relative)
            if column.stands_in(history.layout)
            else None
            for column in columns.shown
        )

    return sources.keep((KEY, place), (history, columns.shown, columns.relative), make)


def _lane(
    view: View,
    row: int,
    sources: tuple[HeatmapSource | None, ...],
    scales: tuple[ColorScale, ...],
    whole: Window | None,
) -> HeatmapsLane:
    lane = view.lanes[row]
    sample, usual = lane.sample_at(view.epoch), USUAL_CELLS // len(view.columns.shown)

    def draw(place: int, source: HeatmapSource | None) -> HeatmapFrame | None:
        if source is None:
            return None
        limits = limits_at(scales, row, source.scale)
        frame = source.frame(limits, view.window or whole, view.cells_of(place, usual), sample)
        at = frame.cursor_position if sample is not None else None
        return replace(frame, whole=whole or frame.whole, cursor_position=at)

    return HeatmapsLane(
        name=lane.name,
        color=lane.color,
        heatmaps=tuple(draw(place, source) for place, source in enumerate(sources)),
        rows=tuple(_rows(lane, column) for column in view.columns.shown),
        heads=tuple(_head(lane, column) for column in view.columns.shown),
        scores=scores_at(lane, sample),
        verdict=_judge(lane, sample) if view.judges else None,
        is_trained=lane.history is not None,
    )


def _rows(lane: LaneView, column: Column) -> tuple[str, ...]:
    return () if lane.history is None else tuple(row.name for row in lane.history.layout.rows(column.tensor))


def _head(lane: LaneView, column: Column) -> str:
    if lane.history is None:
        return ""
    steps = lane.history.layout.time_steps
    return "step" if steps and lane.history.layout.rows(column.tensor) is steps else "layer"


def _judge(lane: LaneView, sample: int | None) -> LaneVerdict | None:
    if lane.history is None or sample is None:
        return None
    diagnosis = glance(lane.history, sample)
    rate = diagnosis.rate.brief if diagnosis.rate is not None else ""
    return LaneVerdict(diagnosis.verdict.text, diagnosis.verdict.tone, rate)


HEATMAPS = Picture(
    key=KEY,
    title="heatmaps",
    tip="Every lane as heatmaps by layer and epoch, on common colour scales",
    make=_make,
)
