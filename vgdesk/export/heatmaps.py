"""The heatmaps of lanes side by side, the lanes one above the other, on common colour scales."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from vgdesk.analysis.codes import present_specials
from vgdesk.analysis.colors import COLORMAPS, map_name
from vgdesk.analysis.scales import Limits
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
from vgdesk.pictures.color_scales import neighbours
from vgdesk.pictures.heatmap import HeatmapFrame
from vgdesk.pictures.heatmaps import HeatmapsFrame, HeatmapsLane
from vgdesk.pictures.view import NOT_RECORDED, NOT_TRAINED

_NAME_SIZE, _NAME_LINE = 14, 26


def draw_heatmaps(area: Area, frame: HeatmapsFrame) -> None:
    """Lanes from the top, columns from the left, epochs below, colour bars at the right."""
    titles = [column.label for column in frame.columns.shown]
    names = [next((rows for rows in lane.rows if rows), ()) for lane in frame.lanes]
    first = next(iter(frame.heatmaps), None)
    label = first.time_label if first is not None else ""
    gutter = max(names_width((*each, label)) for each in (*names, ()))
    bars = len({scale.kind for scale in frame.scales}) * (BAR_ROOM + GAP)
    middle = area.cut(left=gutter, right=bars)
    headings, times = replace(middle, height=LINE), middle.cut(top=middle.height - LINE)
    for heading, words in zip(headings.columns(len(titles)), titles, strict=True):
        heading.write(0, LINE / 2, words, room=heading.width)
    lanes = area.cut(top=LINE, right=bars, bottom=LINE)
    for room, lane, layers in zip(lanes.rows(len(frame.lanes), 8), frame.lanes, names, strict=True):
        _write_header(room, lane)
        rows = room.cut(top=_NAME_LINE)
        draw_names(replace(rows, width=gutter), layers)
        for cells, heatmap in zip(rows.cut(left=gutter).columns(len(titles)), lane.heatmaps, strict=True):
            absent = NOT_RECORDED if lane.is_trained else NOT_TRAINED
            _draw_heatmap(cells, heatmap, frame.columns.colormap, absent)
    for time in times.columns(len(titles)):
        draw_time(time, first.time_ticks if first is not None else ())
    replace(area, width=gutter).write(gutter - 8, area.height - LINE / 2, label, ha="right")
    _draw_bars(area, frame, list(lanes.rows(len(frame.lanes), 8)))


def draw_titled_bar(area: Area, limits: Limits, present: Collection[int], colormap: str, *title: str) -> None:
    """What is measured, its colour bar, and the key of the special values that there are."""
    key = LINE * len(present)
    for row, words in enumerate(title):
        area.write(0, (row + 0.5) * LINE, words, room=area.width)
    draw_bar(area.cut(top=LINE * len(title), bottom=key), limits, map_name(colormap, limits), present)
    if present:
        draw_key(area.cut(top=area.height - key), present)


def draw_heatmap(area: Area, frame: HeatmapFrame) -> None:
    """One heatmap with names, epochs and its own colour bar."""
    gutter = names_width((*frame.layers, frame.time_label))
    cells = area.cut(left=gutter, top=LINE + 4, right=BAR_ROOM + GAP, bottom=LINE)
    cells.write(0, -LINE / 2 - 4, f"{frame.title}, {frame.measure}", room=cells.width)
    draw_names(replace(cells, left=area.left, width=gutter), frame.layers)
    _draw_heatmap(cells, frame, COLORMAPS[0], NOT_RECORDED)
    draw_time(replace(cells, top=cells.top + cells.height, height=LINE), frame.time_ticks)
    area.write(gutter - 8, area.height - LINE / 2, frame.time_label, ha="right")
    bar = area.cut(left=area.width - BAR_ROOM, top=LINE, bottom=LINE)
    draw_titled_bar(bar, frame.limits, present_specials(frame.specials), COLORMAPS[0])


def _draw_bars(area: Area, frame: HeatmapsFrame, rows: Sequence[Area]) -> None:
    """Each scale's bar beside the lanes that have it; those of several kinds side by side."""
    kinds = list(dict.fromkeys(scale.kind for scale in frame.scales))
    for scale in frame.scales:
        present = {code for each in frame.of_scale(scale) for code in present_specials(each.specials)}
        left = area.left + area.width - (len(kinds) - kinds.index(scale.kind)) * (BAR_ROOM + GAP) + GAP
        for first, last in neighbours(scale.lanes):
            height = rows[last].top + rows[last].height - rows[first].top
            room = replace(area, left=left, top=rows[first].top, width=BAR_ROOM, height=height)
            draw_titled_bar(room, scale.limits, present, frame.columns.colormap, scale.title, scale.unit)


def _draw_heatmap(area: Area, frame: HeatmapFrame | None, colormap: str, absent: str) -> None:
    if frame is None:
        area.write(area.width / 2, area.height / 2, absent, ha="center", room=area.width)
    else:
        draw_cells(area, frame.codes, map_name(colormap, frame.limits))
        draw_cursor(area, frame.cursor_position)


def _write_header(area: Area, lane: HeatmapsLane) -> None:
    palette, middle = area.palette, _NAME_LINE / 2
    area.sheet().plot([5], [middle], marker="o", markersize=area.points(8), color=palette.lane(lane.color))
    scores = text_width(lane.scores)
    name = area.elide(lane.name, max(area.width - scores - 40, 40), _NAME_SIZE)
    area.write(16, middle, name, palette.text, size=_NAME_SIZE, weight=700)
    x = 16 + text_width(name, _NAME_SIZE) * 1.08 + 12
    if lane.verdict is not None:
        word = lane.verdict.text
        color = palette.tone(lane.verdict.tone)
        area.write(x, middle, word, color, room=area.width - scores - x)
        x += text_width(word) + 10
        area.write(x, middle, lane.verdict.rate, room=max(area.width - scores - x - 10, 0))
    area.write(area.width, middle, lane.scores, ha="right")
