import numpy as np
import pytest

from tests.analysis.made_runs import add_scores, made_history
from tests.analysis.measured_runs import measured_history
from tests.pictures.views import frame_of, lane_of, lanes_of
from vgdesk.analysis.window import Window
from vgdesk.measures import Scale
from vgdesk.pictures.curve_frames import (
    MOST_CURVES,
    choose_layers,
    first_last_frame,
    layer_frame,
    note_of,
    score_frame,
    update_frame,
)
from vgdesk.pictures.curves import Guide
from vgdesk.pictures.layers import FIRST_LAST, UPDATE
from vgdesk.pictures.scores import LOSS


def noise(samples, layers=3):
    return (10.0 ** np.random.default_rng(samples).normal(-3, 1, (samples, layers))).astype(np.float32)


def test_a_lane_keeps_its_colour_and_its_name():
    second = made_history(noise(5), lane="relu")
    add_scores(second, [0.7, 0.5, 0.3, 0.2, 0.1])
    frame = frame_of(LOSS, [None, second], epoch=2.5)
    assert [(curve.label, curve.color_index, curve.dashed) for curve in frame.curves] == [
        ("relu, batch", 1, False),
        ("relu", 1, False),
    ]
    assert frame.curves[1].y.tolist() == pytest.approx([0.7, 0.5, 0.3, 0.2, 0.1])
    assert frame.cursor == 2.0
    assert (frame.x_label, frame.y_label) == ("epoch", "loss")


def test_test_scores_are_dashed_in_the_same_colour():
    history = made_history(noise(3))
    add_scores(history, [0.7, 0.5, 0.3], [0.8, 0.6, 0.5])
    solid, dashed = score_frame(lanes_of([history]), "loss").curves
    assert (solid.dashed, dashed.dashed) == (False, True)
    assert solid.color_index == dashed.color_index == 0


def test_accuracy_is_a_share_with_percent_ticks():
    history = made_history(noise(3))
    add_scores(history, [0.7, 0.5, 0.3])
    frame = score_frame(lanes_of([history]), "accuracy")
    assert frame.y_limits.scale is Scale.FRACTION
    assert frame.y_ticks[-1].label == "100 %"


def test_a_burst_of_the_loss_does_not_flatten_the_rest():
    history = made_history(noise(100))
    add_scores(history, [1e20, *[0.7] * 99])
    assert score_frame(lanes_of([history]), "loss").y_limits.high < 2


def test_no_lane_gives_an_empty_picture():
    frame = score_frame(lanes_of([None, None]), "loss")
    assert frame.curves == ()
    assert frame.cursor is None


def test_layers_run_from_input_to_output_on_a_log_axis():
    values = noise(20)
    frame = layer_frame(lane_of(made_history(values)), "gradient", "mean_abs")
    assert [curve.depth for curve in frame.curves] == [0.0, 0.5, 1.0]
    assert [curve.label for curve in frame.curves] == ["1 input", "2", "3 output"]
    assert frame.log_y
    assert frame.curves[1].y == pytest.approx(values[:, 1])
    assert frame.y_limits.low <= np.log10(values.min()) <= np.log10(values.max()) <= frame.y_limits.high


def test_a_log_axis_reaches_the_smallest_float():
    values = np.full((5, 2), 1e-3)
    values[3, 0] = 1.4e-45
    frame = layer_frame(lane_of(made_history(values)), "gradient", "mean_abs")
    assert frame.y_limits.low == -45.0
    assert np.nanmin(frame.curves[0].y) == pytest.approx(1.4e-45, rel=1e-3)


def test_exact_zeros_leave_a_mark_and_a_note():
    values = np.full((6, 3), 1e-3)
    values[4:, :2] = 0
    frame = layer_frame(lane_of(made_history(values)), "gradient", "mean_abs")
    assert frame.curves[0].zeros.tolist() == [4.0, 5.0]
    assert np.isnan(frame.curves[0].y[4:]).all()
    lane = lane_of(made_history(values))
    assert note_of(lane, ("gradient", "mean_abs"), None) == "2 layers are exactly 0 (▾)"
    assert note_of(lane, ("gradient", "mean_abs"), 0.0) == ""


@pytest.mark.parametrize("tensor", ["gradient", "weight"])
def test_means_keep_their_sign_on_an_axis_with_zero_in_the_middle(tensor):
    means = {(tensor, "mean"): np.array([[0.2, -0.1, 0.0, 0.3], [-0.4, 0.1, 0.0, 0.3]])}
    frame = layer_frame(lane_of(measured_history(means, losses=[0.7, 0.7])), tensor, "mean")
    assert frame.y_label == "mean"
    assert not frame.log_y
    assert frame.y_limits.low == -frame.y_limits.high
    assert 0.4 <= frame.y_limits.high < 0.5
    assert frame.curves[0].y == pytest.approx([0.2, -0.4], rel=1e-6)
    assert frame.guides == (Guide(0.0, ""),)


def test_a_mean_that_explodes_does_not_flatten_the_others():
    means = np.tile([0.2, -0.1, 0.1, 0.3], (100, 1))
    means[-2:] = 1e20
    frame = layer_frame(
        lane_of(measured_history({("gradient", "mean"): means}, losses=[0.7] * 100)), "gradient", "mean"
    )
    assert frame.y_limits.high < 1


def test_mean_absolute_values_bear_their_average_without_the_sample_after_the_last_update():
    values = np.array([[1.0, 10.0], [3.0, 10.0], [100.0, 100.0]])
    frame = layer_frame(lane_of(made_history(values)), "gradient", "mean_abs")
    assert [curve.name for curve in frame.curves] == ["1 avg 2.0", "2 avg 10"]
    assert [curve.name for curve in layer_frame(lane_of(made_history(values)), "gradient", "mean").curves] == [
        "1",
        "2",
    ]
    live = layer_frame(lane_of(made_history(values, planned=9)), "gradient", "mean_abs")
    assert live.curves[0].average == "avg 35"


def test_first_against_last_is_counted_in_either_measure_with_the_average_of_the_run():
    values = np.array([[1.0, 10.0], [3.0, 90.0], [100.0, 100.0]])
    lanes = lanes_of([made_history(values, lane="a")])
    (ratio,) = first_last_frame(lanes, measure="mean_abs").curves
    assert ratio.name == "a avg 1/25"
    both = first_last_frame(lanes, ratio=False, measure="mean_abs")
    assert [curve.name for curve in both.curves] == ["first avg 2.0", "last avg 50"]
    assert "mean absolute value" in both.title
    assert not first_last_frame(lanes).curves, "this run has no root mean squares"
    frame = frame_of(FIRST_LAST, [made_history(values, lane="a")], option="ratio-mean_abs")
    assert frame.curves[0].name == "a avg 1/25"


def test_a_deep_network_shows_evenly_chosen_layers_with_both_ends():
    frame = layer_frame(lane_of(made_history(noise(5, 100))), "gradient", "mean_abs")
    assert len(frame.curves) == MOST_CURVES
    assert (frame.curves[0].label, frame.curves[-1].label) == ("1 input", "100 output")
    gaps = np.diff(choose_layers(np.arange(100), MOST_CURVES))
    assert gaps.max() - gaps.min() <= 1


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_values_that_are_not_finite_break_the_line(odd):
    values = np.full((5, 2), 0.5)
    values[2, 0] = odd
    frame = layer_frame(lane_of(made_history(values)), "gradient", "mean_abs")
    assert np.isnan(frame.curves[0].y).tolist() == [False, False, True, False, False]


def test_an_empty_run_gives_an_empty_picture():
    frame = layer_frame(lane_of(made_history(np.empty((0, 3)), planned=10)), "gradient", "mean_abs")
    assert [len(curve.x) for curve in frame.curves] == [0, 0, 0]
    assert frame.y_ticks


def test_a_lane_that_exploded_does_not_flatten_the_others():
    histories = [made_history(noise(100)) for _ in range(3)]
    for history, loss in zip(histories, (0.7, 3000.0, 2.3), strict=True):
        add_scores(history, [loss] * 100)
    assert 2.3 < score_frame(lanes_of(histories), "loss").y_limits.high < 5


def test_curves_are_named_at_their_ends_but_the_dashed_ones_are_not():
    history = made_history(noise(3), lane="relu")
    add_scores(history, [0.7, 0.5, 0.3], [0.8, 0.6, 0.5])
    assert [curve.end for curve in score_frame(lanes_of([history]), "loss").curves] == ["relu", ""]
    assert [curve.end for curve in layer_frame(lane_of(history), "gradient", "mean_abs").curves] == ["1", "2", "3"]


def test_updates_stand_on_a_log_axis_beside_what_is_usual():
    ratios = np.array([[-2.0, -4.0, -np.inf, np.nan], [-3.0, -4.0, -2.5, -3.0]])
    frame = update_frame(lane_of(measured_history({("update", "ratio"): ratios}, losses=[0.7, 0.7])))
    assert frame.log_y
    assert frame.curves[0].y == pytest.approx([1e-2, 1e-3])
    assert frame.curves[2].zeros.tolist() == [0.0]
    assert [(guide.y, guide.label) for guide in frame.guides] == [(-3.0, "usual")]
    assert frame.y_limits.low <= -4 <= -2 <= frame.y_limits.high
    with pytest.raises(KeyError):
        update_frame(lane_of(measured_history()))


def test_the_guide_is_in_sight_however_far_the_curves_are():
    frame = update_frame(lane_of(measured_history({("update", "ratio"): [-9.0, -9.0, -9.0, -9.5]})))
    assert frame.y_limits.high > -3 > frame.y_limits.low
    assert any(tick.position > -5 for tick in frame.y_ticks)


def test_the_first_layer_is_held_against_the_last():
    history = measured_history({("gradient", "rms"): [[1e-5, 1, 1, 1e-2], [0, 1, 1, 1]]}, losses=[0.7] * 2)
    frame = first_last_frame(lanes_of([None, history]))
    (curve,) = frame.curves
    assert (curve.label, curve.color_index, curve.dashed) == ("lane", 1, False)
    assert curve.y[0] == pytest.approx(1e-3)
    assert curve.zeros.tolist() == [1.0]
    assert [guide.y for guide in frame.guides] == [0.0]
    assert frame.y_limits.high > 0
    both = frame_of(FIRST_LAST, [history], option="both", epoch=0.0)
    assert [(curve.end, curve.dashed) for curve in both.curves] == [("first", False), ("last", True)]
    assert both.curves[1].y == pytest.approx([1e-2, 1])
    assert (both.guides, both.cursor) == ((), 0.0)


def test_a_single_layer_has_no_first_and_last():
    assert first_last_frame(lanes_of([made_history(noise(4, 1)), None])).curves == ()


def windowed_frames(window):
    history = made_history(noise(3000), lane="a")
    add_scores(history, np.linspace(2, 0.1, 3000))
    gradients = {("gradient", "rms"): noise(3000, 4), ("update", "ratio"): np.log10(noise(3000, 4))}
    measured = measured_history(gradients, [0.7] * 3000)
    yield score_frame(lanes_of([history]), "loss", window)
    yield layer_frame(lane_of(history), "gradient", "mean_abs", window)
    yield update_frame(lane_of(measured), window)
    yield first_last_frame(lanes_of([measured]), True, window)
    yield first_last_frame(lanes_of([measured]), False, window)


def test_a_window_is_shown_with_every_sample_of_it():
    for frame, whole in zip(windowed_frames(Window(1000.0, 1100.0)), windowed_frames(None), strict=True):
        assert (frame.x_limits.low, frame.x_limits.high) == (1000.0, 1100.0)
        assert all(1000 <= tick.position <= 1100 for tick in frame.x_ticks)
        assert len(frame.curves) == len(whole.curves)
        for curve in frame.curves:
            assert curve.x.tolist() == list(range(999, 1101))
        assert frame.y_limits == whole.y_limits  # one scale, however close one looks


def test_a_window_after_the_last_sample_is_empty():
    frame = layer_frame(lane_of(made_history(noise(5))), "gradient", "mean_abs", Window(50.0, 60.0))
    assert (frame.x_limits.low, frame.x_limits.high) == (50.0, 60.0)
    assert all(len(curve.x) <= 1 for curve in frame.curves)


def test_what_is_no_number_leaves_a_mark_and_a_note():
    values = np.full((6, 3), 1e-3)
    values[3, 0], values[5] = np.inf, np.nan
    lane = lane_of(made_history(values))
    frame = layer_frame(lane, "gradient", "mean_abs")
    assert frame.curves[0].nonfinite.tolist() == [3.0, 5.0]
    assert frame.curves[1].nonfinite.tolist() == [5.0]
    assert note_of(lane, ("gradient", "mean_abs"), None) == "3 layers are NaN or infinite (×)"


def test_no_update_follows_the_last_sample_and_that_is_no_mark():
    ratios = np.array([[-2.0] * 4, [np.nan, -3, -3, -3], [np.nan] * 4])
    frame = frame_of(UPDATE, [measured_history({("update", "ratio"): ratios}, losses=[0.7] * 3)])
    assert [curve.nonfinite.tolist() for curve in frame.curves] == [[1.0], [], [], []]
    assert frame.note == "1 layer is NaN or infinite (×)"


def test_it_says_what_dashes_are():
    history = made_history(noise(3))
    add_scores(history, [0.7, 0.5, 0.3], [0.8, 0.6, 0.5])
    assert score_frame(lanes_of([history]), "loss").dash_label == "test points"
    assert score_frame(lanes_of([history]), "accuracy").dash_label == ""
    assert first_last_frame(lanes_of([measured_history()]), ratio=False).dash_label == "last layer"
    assert first_last_frame(lanes_of([measured_history()])).dash_label == ""


def test_the_cursor_of_a_race_is_that_of_the_lane_with_most_samples():
    short, long = made_history(noise(3), planned=10), made_history(noise(8), planned=10)
    for histories in ([short, long], [long, short]):
        assert [frame_of(LOSS, histories, epoch=epoch).cursor for epoch in (None, 5.5, 99)] == [7.0, 5.0, 7.0]


def test_a_growing_curve_ends_right_at_its_cursor():
    history = made_history(noise(5))
    add_scores(history, [0.7, 0.5, 0.3, 0.2, 0.1])
    for cursor in range(5):
        _, curve = frame_of(LOSS, [history], epoch=float(cursor)).until_cursor().curves
        assert curve.x.tolist() == list(range(cursor + 1))
