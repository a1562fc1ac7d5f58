from itertools import pairwise

import pytest

from vgdesk.analysis.scales import Limits, Tick
from vgdesk.measures import Scale
from vgdesk.ui.panes.line_ends import End, LineEnds, spread
from vgdesk.ui.panes.plot import Plot
from vgdesk.ui.panes.plot_pane import thin_out
from vgdesk.ui.theme import apply_theme, current_theme

BOUNDS, LINE = (0.0, 100.0), 12.0


def test_labels_with_room_stand_where_they_want_to():
    assert spread([80, 10, 50], BOUNDS, LINE) == [(1, 10), (2, 50), (0, 80)]


@pytest.mark.parametrize("wanted", [[50] * 5, [0] * 5, [100] * 5, [-90, 400, 99, 98, 3], [40, 45, 50, 41, 42]])
def test_labels_never_overlap_and_stay_inside(wanted):
    places = [place for _, place in spread(wanted, BOUNDS, LINE)]
    assert len(places) == len(wanted)
    assert all(later - earlier >= LINE - 1e-9 for earlier, later in pairwise(places))
    assert places[0] >= 0
    assert places[-1] <= 100


def test_labels_keep_the_order_of_their_curves():
    wanted = [60.0, 20.0, 58.0, 59.0]
    assert [index for index, _ in spread(wanted, BOUNDS, LINE)] == [1, 2, 3, 0]


def test_of_too_many_labels_evenly_chosen_ones_are_left_with_both_ends():
    found = spread(list(range(40)), BOUNDS, LINE)
    assert len(found) == 9
    assert (found[0][0], found[-1][0]) == (0, 39)
    assert spread([3.0, 70.0], (0.0, 5.0), LINE) == [(0, 3.0)]
    assert spread([], BOUNDS, LINE) == []


def test_ticks_are_thinned_evenly():
    ticks = tuple(Tick(float(place), str(place)) for place in range(0, 120, 20))
    assert thin_out(ticks, 15) == ticks
    assert [tick.label for tick in thin_out(ticks, 35)] == ["0", "40", "80"]
    assert [tick.label for tick in thin_out(ticks, 1e9)] == ["0"]
    assert thin_out((), 5) == ()


def ends_of(qtbot, qapp, width, heading=("decades", "a layer")):
    apply_theme(qapp, "dark")
    plot = Plot()
    qtbot.addWidget(plot)
    plot.resize(width, 200)
    plot.show()
    plot.set_limits(*[Limits(Scale.LINEAR, 0.0, 1.0)] * 2, padding=0.0)
    ends = LineEnds(plot)
    ends.show_ends([End(0.2, "−0.41", "#ff0000"), End(0.21, "+0.17", "#00ff00")], heading)
    return ends


def rows_of(ends, color) -> list[int]:
    image = ends.grab().toImage()
    columns = range(image.width())
    return [y for y in range(image.height()) if any(image.pixelColor(x, y).name() == color for x in columns)]


def test_a_heading_stands_above_all_names(qtbot, qapp):
    ends = ends_of(qtbot, qapp, 400)
    assert ends.has_heading
    heading, first, second = (rows_of(ends, color) for color in (current_theme().muted, "#00ff00", "#ff0000"))
    assert max(heading) < min(first) <= max(first) < min(second)


def test_a_heading_without_room_is_left_out_and_takes_none(qtbot, qapp):
    ends = ends_of(qtbot, qapp, 170)
    assert not ends.has_heading
    assert rows_of(ends, current_theme().muted) == []
    assert ends.width() == ends_of(qtbot, qapp, 170, ()).width()
