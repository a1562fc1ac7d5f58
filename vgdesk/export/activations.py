"""The activation of one layer and its slope, and where the layer's units work."""

from matplotlib.colors import to_rgba

from vgdesk.export.area import Area
from vgdesk.export.plots import plot_curves
from vgdesk.pictures.activation import ActivationFrame

_FILL, _SHADE = 0.4, 0.5


def draw_activation(area: Area, frame: ActivationFrame) -> None:
    """Two curves, shades where units are saturated, and the histogram of the working points on the floor."""
    sheet = plot_curves(area, frame)
    low, high = sheet.y
    for first, last in frame.flat:
        sheet.fill([first, first, last, last], [low, high, high, low], to_rgba(area.palette.line, _SHADE))
    color = area.palette.lane(frame.curves[0].color_index or 0)
    sheet.fill(frame.steps_x, frame.steps_y, to_rgba(color, _FILL))
    sheet.plot(frame.steps_x, frame.steps_y, color=color, linewidth=area.points(1))
