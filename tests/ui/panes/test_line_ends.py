from itertools import pairwise

import pytest

from vgdesk.analysis.scales import Tick
from vgdesk.ui.panes.line_ends import spread
from vgdesk.ui.panes.plot_pane import thin_out

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
