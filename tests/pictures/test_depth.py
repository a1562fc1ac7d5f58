import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.pictures.views import lanes_of
from vgdesk.analysis.scales import Limits
from vgdesk.measures import Scale
from vgdesk.pictures.depth import depth_profile_frame


def profile_of(values, tensor="signal", **made):
    return depth_profile_frame(lanes_of([measured_history({(tensor, "rms"): values}, **made)]), tensor, "rms")


@pytest.mark.parametrize("tensor", ["activation", "signal", "gradient"])
def test_every_ledger_has_dots_and_a_line_through_the_hidden_layers(tensor):
    frame = profile_of([1e-6, 2e-5, 3e-3, 5.0], tensor)
    (profile,) = frame.profiles
    assert profile.depth.tolist() == [1, 2, 3, 4]
    assert profile.exponents == pytest.approx(np.log10([1e-6, 2e-5, 3e-3, 5.0]), abs=1e-6)
    slope, start = np.polyfit([1, 2, 3], profile.exponents[:3], 1)
    assert profile.rate.slope == pytest.approx(slope)
    assert profile.line_depth.tolist() == [1, 3]
    assert profile.line_exponents == pytest.approx(start + slope * np.array([1, 3]))
    assert profile.text == profile.rate.text
    assert not profile.exponents.flags.writeable


def test_zeros_and_what_is_no_number_have_no_dot_but_a_mark_of_their_own():
    (profile,) = profile_of([0, 1e-3, np.nan, np.inf, 1e-2, 1.0], "gradient").profiles
    assert profile.depth.tolist() == [2, 5, 6]
    assert profile.zeros.tolist() == [1]
    assert profile.nonfinite.tolist() == [3, 4]
    assert profile.rate.slope == pytest.approx(1 / 3)
    assert profile.line_depth.tolist() == [2, 5]
    note = profile_of([0, 1e-3, np.nan, np.inf, 1e-2, 1.0], "gradient").note
    assert note == "lane: 1 layer is exactly 0 (▾), 2 layers are NaN or infinite (×)"


def test_signed_values_are_drawn_by_their_magnitude():
    assert profile_of([-1e-3, 1e-2, -1e-1, 1.0]).profiles[0].exponents == pytest.approx([-3, -2, -1, 0])


def test_a_single_hidden_layer_has_no_line():
    (profile,) = depth_profile_frame(
        lanes_of([measured_history({("signal", "rms"): [1e-3, 0, 0, 1.0]})]), "signal", "rms"
    ).profiles
    assert profile.rate is None
    assert len(profile.line_depth) == len(profile.line_exponents) == 0
    assert profile.text.startswith("no line")


def test_lanes_share_their_limits():
    deep = measured_history({("gradient", "rms"): np.full(12, 2e-9)})
    flat = measured_history({("gradient", "rms"): [0.5] * 4})
    frame = depth_profile_frame(lanes_of([deep, None, flat]), "gradient", "rms")
    assert [profile.color_index for profile in frame.profiles] == [0, 2]
    assert frame.x_limits == Limits(Scale.LINEAR, 0.5, 12.5)
    assert frame.y_limits == Limits(Scale.LOG, -9.0, 0.0)
    assert all(tick.position == round(tick.position) for tick in frame.x_ticks)
    alone = depth_profile_frame(lanes_of([flat]), "gradient", "rms")
    assert alone.holding(frame).y_limits == frame.y_limits != alone.y_limits


def test_the_cursor_chooses_the_sample_and_is_clipped_by_each_lane():
    values = np.array([[1.0] * 4, [1e-2] * 4, [1e-4] * 4])
    long = measured_history({("signal", "rms"): values}, losses=[0.7] * 3)
    short = measured_history({("signal", "rms"): values[:2]}, losses=[0.7] * 2)
    exponents = [
        [
            profile.exponents[0]
            for profile in depth_profile_frame(lanes_of([long, short]), "signal", "rms", cursor).profiles
        ]
        for cursor in (0.5, 2.0, None)
    ]
    assert exponents == [pytest.approx([0, 0]), pytest.approx([-4, -2]), pytest.approx([-4, -2])]


def test_over_time_every_step_counts():
    frame = depth_profile_frame(
        lanes_of([measured_history({("signal", "rms"): [1e-3, 1e-2, 1e-1]}, time_steps=3)]), "signal", "rms"
    )
    assert frame.x_label == "time step"
    assert frame.profiles[0].line_depth.tolist() == [1, 3]


def test_lanes_without_samples_and_measures_that_are_not_there():
    empty = measured_history(losses=[])
    frame = depth_profile_frame(lanes_of([empty, None]), "signal", "rms")
    assert frame.profiles == ()
    assert frame.y_limits.is_log
    with pytest.raises(KeyError):
        depth_profile_frame(lanes_of([measured_history()]), "activation", "rms")


def test_the_limits_hold_most_of_the_run_and_stay_while_the_cursor_moves():
    values = np.repeat(10.0 ** -np.arange(10.0)[:, None], 4, axis=1)
    history = measured_history({("signal", "rms"): values}, losses=[0.7] * 10)
    frames = [depth_profile_frame(lanes_of([history]), "signal", "rms", float(cursor)) for cursor in range(10)]
    assert {frame.y_limits for frame in frames} == {Limits(Scale.LOG, -9.0, 0.0)}


def test_layers_beside_time_steps_are_named_by_both():
    deep = measured_history({("signal", "rms"): [0.0, 1e-2, 1e-1, 1.0]})
    recurrent = measured_history({("signal", "rms"): [0.0, 1e-2, 1e-1]}, time_steps=3)
    frame = depth_profile_frame(lanes_of([deep, recurrent]), "signal", "rms")
    assert frame.x_label == "layer (1 = input) or time step"
    assert frame.note == "lane: 1 layer is exactly 0 (▾); lane: 1 time step is exactly 0 (▾)"
