import math

import pytest

from tests.analysis.measured_runs import measured_history
from tests.pictures.views import frame_of
from vgdesk.events import Logged
from vgdesk.measures import Scale
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.scalars import SCALARS


def run(**told):
    history = measured_history(losses=[0.7] * 9)
    for name, values in told.items():
        for step, value in enumerate(values):
            history.append(Logged(history.run, step, name, value))
    return history


def test_one_number_is_drawn_of_every_lane_that_told_it_and_the_others_can_be_chosen():
    histories = [run(lr=[0.5, 0.25, 0.125]), run(reward=[-1.0, math.nan, 3.0], lr=[1.0])]
    first, second = (frame_of(SCALARS, histories, layer=layer) for layer in (1, 2))
    assert first.layer_names == ("lr", "reward")
    assert [curve.y.tolist() for curve in first.curves] == [[0.5, 0.25, 0.125], [1.0]]
    assert (second.title, second.chosen, len(second.curves)) == ("reward", 1, 1)
    assert frame_of(SCALARS, histories, layer=9).title == "reward"
    assert second.curves[0].nonfinite.tolist() == [histories[1].scalars["reward"].epochs[1]]


def test_values_below_zero_are_counted_where_the_axis_has_no_place_for_them():
    frame = frame_of(SCALARS, [run(reward=[-1.0, -2.0, 10.0])], option="log")
    assert frame.y_limits.scale is Scale.LOG
    assert frame.note == "2 values below 0 have no place here"
    assert frame.curves[0].y.tolist() == [10.0]


@pytest.mark.parametrize("histories", [[], [run()]])
def test_without_numbers_the_pane_says_why(histories):
    assert isinstance(frame_of(SCALARS, histories), Nothing)
