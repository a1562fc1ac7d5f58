"""The ledgers of lanes: heatmaps side by side, the lanes one above the other, on common colour scales."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vgdesk.analysis.codes import present_specials
from vgdesk.analysis.colors import COLORMAPS, map_name
from vgdesk.analysis.columns import Column
from vgdesk.analysis.diagnosis import UNKNOWN, diagnose
from vgdesk.analysis.first_bad import HEALTHY
from vgdesk.analysis.heatmap_frame import HeatmapFrame, HeatmapSource
from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.scales import Limits, find_limits
from vgdesk.analysis.step_count import count_steps
from vgdesk.analysis.window import Window
from vgdesk.export.area import GAP, LINE, Area, text_width
from vgdesk.export.cells import (
    BAR_ROOM,
    draw_bar,
    draw_cells,
    draw_cursor,
    draw_key,
    draw_names,
    draw_time,
    names_width,
)
from vgdesk.measures import Scale
from vgdesk.runs.history import History

_COLUMNS = 1600  # cells side by side over all columns: no picture shows more
_MEASURES = ("rms", "mean_abs", "std")
_NAME_SIZE, _NAME_LINE = 14, 26


def usual_columns(histories: Iterable[History]) -> tuple[Column, ...]:
    """Activation, signal and weight gradient, each by the first usual measure that any of some runs has recorded."""
    layouts = [history.layout for history in histories]
    found = []
    for tensor in ("activation", "signal", "gradient"):
        recorded = [key for key in _MEASURES if any((tensor, key) in layout for layout in layouts)]
        found += [Column(tensor, key) for key in recorded[:1]]
    return tuple(found)


@dataclass(frozen=True)
class LedgersLook:
    """How ledgers are shown.

    Attributes:
        columns: from the left; without any, the usual ones.
        relative: whether magnitudes are divided by the last layer's.
        colormap: one of ``COLORMAPS``.
        window: the stretch of training; None for the whole.
    """

    columns: tuple[Column, ...] = ()
    relative: bool = False
    colormap: str = COLORMAPS[0]
    window: Window | None = None


@dataclass(frozen=True)
class LedgersLane:
    """One lane.

    Attributes:
        label: its name.
        color_index: number of the lane, 0 the first.
        verdict: in a word; empty before the first sample.
        rate: the depth rate in few words; may be empty.
        scores: loss and accuracies at the cursor; may be empty.
        frames: from the left; None where the run has not recorded it.
    """

    label: str
    color_index: int
    verdict: str
    rate: str
    scores: str
    frames: tuple[HeatmapFrame | None, ...]


@dataclass(frozen=True)
class LedgersFrame:
    """All lanes.

    Attributes:
        titles: of the columns, from the left.
        lanes: from the top.
        limits: of the colours, one a scale.
        colormap: one of ``COLORMAPS``.
    """

    titles: tuple[str, ...]
    lanes: tuple[LedgersLane, ...]
    limits: tuple[Limits, ...]
    colormap: str


class LedgersSource:
    """Makes the frames of some runs, and takes in only what is new.

    Args:
        histories: by lane; None for a lane without a run.
        look: what stands in the columns, and how.

    Raises:
        KeyError: no run has recorded anything of it.
    """

    def __init__(self, histories: Sequence[History | None], look: LedgersLook):
        self._lanes = [(lane, history) for lane, history in enumerate(histories) if history is not None]
        self._look = look
        self._shown = look.columns or usual_columns(history for _, history in self._lanes)
        self._sources = {
            (lane, ledger): HeatmapSource(history, ledger.tensor, ledger.measure, look.relative)
            for lane, history in self._lanes
            for ledger in self._shown
            if (ledger.tensor, ledger.measure) in history.layout
        }
        if not self._sources:
            raise KeyError("no run has recorded these ledgers")

    def frame(self, epoch: float | None) -> LedgersFrame:
        """All lanes at a cursor in epochs; None is the newest sample."""
        by_scale: dict[Scale, list[HeatmapSource]] = {}
        for source in self._sources.values():
            by_scale.setdefault(source.scale, []).append(source)
        limits = {
            scale: find_limits(scale, [source.distribution for source in group]) for scale, group in by_scale.items()
        }
        windows = [source.whole_window() for source in self._sources.values()]
        whole = max(windows, key=lambda window: window.width, default=None)
        return LedgersFrame(
            titles=tuple(ledger.label for ledger in self._shown),
            lanes=tuple(self._lane(lane, history, limits, whole, epoch) for lane, history in self._lanes),
            limits=tuple(limits.values()),
            colormap=self._look.colormap,
        )

    def _lane(
        self, lane: int, history: History, limits: dict[Scale, Limits], whole: Window | None, epoch: float | None
    ) -> LedgersLane:
        sample = sample_at(history, epoch)
        columns = _COLUMNS // len(self._shown)
        found: list[HeatmapFrame | None] = []
        for ledger in self._shown:
            source = self._sources.get((lane, ledger))
            window = self._look.window or whole
            found.append(None if source is None else source.frame(limits[source.scale], window, columns, sample))
        diagnosis = diagnose(history, sample)
        return LedgersLane(
            label=history.lane or f"lane {lane + 1}",
            color_index=lane,
            verdict=diagnosis.verdict if sample is not None else "",
            rate=diagnosis.rate.brief if diagnosis.rate is not None else "",
            scores=_describe_scores(history, sample),
            frames=tuple(found),
        )


def sample_at(history: History, epoch: float | None) -> int | None:
    """The last sample at or before an epoch, the newest for None; None without samples, the first before it."""
    if not history.sample_count:
        return None
    if epoch is None:
        return history.sample_count - 1
    return max(int(history.epochs.searchsorted(epoch, side="right")) - 1, 0)


def draw_ledgers(area: Area, frame: LedgersFrame) -> None:
    """Lanes from the top, columns from the left, epochs below, colour bars at the right."""
    names = [tuple(_layers(lane)) for lane in frame.lanes]
    gutter = max((names_width(each) for each in names), default=0.0)
    middle = area.cut(left=gutter, right=BAR_ROOM + GAP)
    titles, times = replace(middle, height=LINE), middle.cut(top=middle.height - LINE)
    for title, words in zip(titles.columns(len(frame.titles)), frame.titles, strict=True):
        title.write(0, LINE / 2, words, room=title.width)
    lanes = area.cut(top=LINE, right=BAR_ROOM + GAP, bottom=LINE)
    for room, lane, layers in zip(lanes.rows(len(frame.lanes), 8), frame.lanes, names, strict=True):
        _write_header(room, lane)
        rows = room.cut(top=_NAME_LINE)
        draw_names(replace(rows, width=gutter), layers)
        for cells, heatmap in zip(rows.cut(left=gutter).columns(len(frame.titles)), lane.frames, strict=True):
            _draw_heatmap(cells, heatmap, frame.colormap)
    first = next(iter(_heatmaps(frame)), None)
    for time in times.columns(len(frame.titles)):
        draw_time(time, first.time_ticks if first is not None else ())
    label = first.time_label if first is not None else ""
    replace(area, width=gutter).write(gutter - 8, area.height - LINE / 2, label, ha="right")
    bars = area.cut(left=area.width - BAR_ROOM, top=LINE + _NAME_LINE, bottom=LINE)
    draw_bars(bars, frame.limits, list(_heatmaps(frame)), frame.colormap)


@count_steps.register
def _(frame: LedgersFrame, steps_per_epoch: int) -> LedgersFrame:
    def count(heatmap: HeatmapFrame | None) -> HeatmapFrame | None:
        return None if heatmap is None else count_steps(heatmap, steps_per_epoch)

    return replace(frame, lanes=tuple(replace(lane, frames=tuple(map(count, lane.frames))) for lane in frame.lanes))


def draw_bars(area: Area, limits: Sequence[Limits], frames: Sequence[HeatmapFrame], colormap: str = "magma") -> None:
    """A colour bar for each of some limits, and the key of the special values of some heatmaps below."""
    present = {code for frame in frames for code in present_specials(frame.specials)}
    key = LINE * len(present)
    for room, each in zip(area.cut(bottom=key).rows(max(len(limits), 1)), limits, strict=False):
        draw_bar(room, each, map_name(colormap, each))
    if present:
        draw_key(area.cut(top=area.height - key), present)


def draw_heatmap(area: Area, frame: HeatmapFrame) -> None:
    """One heatmap with names, epochs and its own colour bar."""
    gutter = names_width((*frame.layers, frame.time_label))
    cells = area.cut(left=gutter, top=LINE + 4, right=BAR_ROOM + GAP, bottom=LINE)
    cells.write(0, -LINE / 2 - 4, f"{frame.title}, {frame.measure}", room=cells.width)
    draw_names(replace(cells, left=area.left, width=gutter), frame.layers)
    _draw_heatmap(cells, frame, COLORMAPS[0])
    draw_time(replace(cells, top=cells.top + cells.height, height=LINE), frame.time_ticks)
    area.write(gutter - 8, area.height - LINE / 2, frame.time_label, ha="right")
    draw_bars(area.cut(left=area.width - BAR_ROOM, top=LINE, bottom=LINE), [frame.limits], [frame])


def _draw_heatmap(area: Area, frame: HeatmapFrame | None, colormap: str) -> None:
    if frame is None:
        area.write(area.width / 2, area.height / 2, "not recorded in this run", ha="center", room=area.width)
    else:
        draw_cells(area, frame.codes, map_name(colormap, frame.limits))
        draw_cursor(area, frame.cursor_position)


def _write_header(area: Area, lane: LedgersLane) -> None:
    palette, middle = area.palette, _NAME_LINE / 2
    area.sheet().plot([5], [middle], marker="o", markersize=area.points(8), color=palette.lane(lane.color_index))
    scores = text_width(lane.scores)
    name = area.elide(lane.label, max(area.width - scores - 40, 40), _NAME_SIZE)
    area.write(16, middle, name, palette.text, size=_NAME_SIZE, weight=700)
    x = 16 + text_width(name, _NAME_SIZE) * 1.08 + 12
    if lane.verdict:
        color = {HEALTHY: palette.ok, UNKNOWN: palette.muted}.get(lane.verdict, palette.bad)
        area.write(x, middle, lane.verdict, color, room=area.width - scores - x)
        x += text_width(lane.verdict) + 10
    area.write(x, middle, lane.rate, room=max(area.width - scores - x - 10, 0))
    area.write(area.width, middle, lane.scores, ha="right")


def _describe_scores(history: History, sample: int | None) -> str:
    if sample is None:
        return ""
    scores = history.scores
    row = int(scores.step.searchsorted(history.steps[sample], side="right")) - 1
    if row < 0:
        return ""
    shares = (("accuracy", scores.accuracy[row]), ("test", scores.test_accuracy[row]))
    words = [f"{name} {100 * share:.1f} %" for name, share in shares if share == share]
    return "   ".join([f"loss {format_value(float(scores.loss[row]), 3)}", *words])


def _layers(lane: LedgersLane) -> tuple[str, ...]:
    return next((frame.layers for frame in lane.frames if frame is not None), ())


def _heatmaps(frame: LedgersFrame) -> list[HeatmapFrame]:
    return [heatmap for lane in frame.lanes for heatmap in lane.frames if heatmap is not None]
