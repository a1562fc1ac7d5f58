import numpy as np
import pytest

from tests.analysis.made_runs import add_scores, made_history
from tests.pictures.views import lanes_of
from vgdesk.pictures.curve_frames import score_frame
from vgdesk.pictures.heatmap import HeatmapSource


@pytest.fixture
def history():
    made = made_history(np.full((11, 3), 1e-2), planned=10)
    add_scores(made, np.linspace(0.7, 0.5, 11).tolist())
    return made


def test_curves_stay_where_they_are_and_are_marked_in_steps(history):
    frame = score_frame(lanes_of([history]), "loss")
    counted = frame.in_steps(40)
    assert (frame.x_label, counted.x_label) == ("epoch", "step")
    assert [tick.label for tick in counted.x_ticks] == ["0", "100", "200", "300", "400"]
    assert [tick.position for tick in counted.x_ticks] == [0.0, 2.5, 5.0, 7.5, 10.0]
    assert (counted.x_limits, counted.curves) == (frame.x_limits, frame.curves)


def test_a_heatmap_keeps_its_cells_and_is_marked_in_steps(history):
    source = HeatmapSource(history, "gradient", "mean_abs")
    frame = source.frame(source.limits(), None, 11, None)
    counted = frame.in_steps(40)
    assert counted.time_label == "step"
    assert [tick.label for tick in counted.time_ticks][:2] == ["0", "100"]
    assert counted.time_ticks[1].position == pytest.approx((2.5 + 0.5) / 11)
    assert counted.codes is frame.codes
