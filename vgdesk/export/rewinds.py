"""The rewind test: a curve a lane, and below it what follows."""

from vgdesk.export.area import LINE, Area
from vgdesk.export.plots import draw_curves
from vgdesk.pictures.rewind import RewindFrame


def draw_rewind(area: Area, frame: RewindFrame) -> None:
    """Curves above, a line of words for each lane below."""
    below = len(frame.verdicts) * LINE
    draw_curves(area.cut(bottom=below + LINE / 2), frame)
    for number, words in enumerate(frame.verdicts):
        y = area.height - below + (number + 0.5) * LINE
        area.write(0, y, words, area.palette.text, room=area.width)
