import numpy as np

from tests.analysis.measured_runs import measured_history
from tests.pictures.views import frame_of
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.slopes import SLOPE
from vgdesk.pictures.view import NOT_RECORDED

SLOPES = np.array([[0.25, 0.25], [0.1, 0.4], [-0.2, 0.9]])
BIASES = np.array([[0, 0, 0], [1e-3, 1e-5, 0.1], [1e-2, 1e-4, 0.2]])


def shown(tables, option=""):
    return frame_of(SLOPE, [measured_history(tables, losses=[0.7] * 3)], option=option)


def test_every_learned_slope_is_a_curve_with_its_sign():
    frame = shown({("slope", "mean"): SLOPES})
    first = frame.curves[0]
    np.testing.assert_allclose(first.y, SLOPES[:, 0])
    assert [curve.label for curve in frame.curves] == ["1", "2"]
    assert (frame.y_label, frame.log_y) == ("learned slope", False)
    assert frame.cursor == first.x[-1]


def test_what_zero_and_one_mean_stands_beside_them_where_they_are_in_sight():
    assert [guide.label for guide in shown({("slope", "mean"): SLOPES}).guides] == ["ReLU"]
    assert [guide.label for guide in shown({("slope", "mean"): 2 * SLOPES}).guides] == ["ReLU", "linear"]


def test_biases_are_drawn_by_their_size():
    frame = shown({("bias", "rms"): BIASES})
    assert frame.log_y
    np.testing.assert_allclose(frame.curves[2].y[1:], BIASES[1:, 2])
    assert shown({("slope", "mean"): SLOPES, ("bias", "rms"): BIASES}, option="bias").log_y


def test_a_run_without_them_says_so():
    assert "PReLU" in shown({("bias", "rms"): BIASES}, option="slope").reason
    assert shown({("slope", "mean"): SLOPES}, option="bias") == Nothing(NOT_RECORDED)
