"""A weight matrix: a row a unit, a column an input, blue below zero and red above."""

from dataclasses import replace

from vgdesk.analysis.codes import count_specials, present_specials
from vgdesk.analysis.colors import DIVERGING, color_table, ink_on
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.export.area import GAP, LINE, Area, shown_places, text_width
from vgdesk.export.cells import BAR_ROOM, draw_bar, draw_cells, draw_key, draw_names, names_width
from vgdesk.pictures.weights import WeightFrame, cell_words, matrix_codes

_CELL_MARGIN = 6


def draw_weights(area: Area, frame: WeightFrame) -> None:
    """The cells, a caption above, numbers at the left and below, and the scale at the right."""
    area.write(0, LINE / 2, _caption(frame), area.palette.text, room=area.width)
    names = frame.gates or tuple(str(unit + 1) for unit in range(len(frame.values)))
    gutter = names_width((*names, "input"))
    cells = area.cut(left=gutter, top=LINE + 4, right=BAR_ROOM + GAP, bottom=LINE)
    codes = matrix_codes(frame, cells.pixels(cells.height), cells.pixels(cells.width))[::-1]
    draw_cells(cells, codes, DIVERGING)
    _write_values(cells, frame)
    draw_names(replace(cells, left=area.left, width=gutter), names[::-1])
    inputs = frame.values.shape[1]
    for at in shown_places(inputs, cells.width, 1.6 * text_width(str(inputs))):
        cells.write((at + 0.5) * cells.width / inputs, cells.height + LINE / 2, str(at + 1), ha="center")
    area.write(gutter - 8, area.height - LINE / 2, "input", ha="right")
    present = present_specials(count_specials(codes))
    bar = area.cut(left=area.width - BAR_ROOM, top=LINE, bottom=LINE)
    draw_bar(bar.cut(bottom=LINE * len(present)), frame.limits, DIVERGING, present)
    if present:
        draw_key(bar.cut(top=bar.height - LINE * len(present)), present)


def _write_values(cells: Area, frame: WeightFrame) -> None:
    """The values as numbers, where every cell has room for its own."""
    rows, columns = frame.values.shape
    width, height = cells.width / columns, cells.height / rows
    words = cell_words(frame, text_width, width - _CELL_MARGIN if height >= LINE else 0)
    codes, colors = matrix_codes(frame, rows, columns), color_table(DIVERGING, cells.palette)
    for row, line in enumerate(words):
        for column, word in enumerate(line):
            ink = ink_on(int(colors[codes[row, column]]))
            cells.write((column + 0.5) * width, (row + 0.5) * height, word, ink, ha="center")


def _caption(frame: WeightFrame) -> str:
    if frame.since is None or frame.mean_change is None:
        return f"weight of layer {frame.label}, epoch {format_epoch(frame.epoch)}"
    change = f"mean |change| {format_value(frame.mean_change)}"
    return (
        f"weight of layer {frame.label}, epoch {format_epoch(frame.since)} to {format_epoch(frame.epoch)}, {change}"
    )
