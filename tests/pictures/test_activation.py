import numpy as np
import pytest

from tests.analysis.kept_networks import add_snapshot, kept_history, points_of, spec_of
from tests.pictures.views import frame_of
from vgdesk.analysis.working_points import find_working_points
from vgdesk.events import DataPreviewed
from vgdesk.pictures.activation import ACTIVATION
from vgdesk.pictures.frame import Nothing


def shown(history=None, spec=None, **changes):
    return frame_of(ACTIVATION, [history or kept_history(spec)], points=[points_of(spec)], **changes)


def test_the_curves_are_the_function_and_its_slope():
    frame = shown()
    function, slope = frame.curves
    np.testing.assert_allclose(function.y, np.tanh(function.x))
    np.testing.assert_allclose(slope.y, 1 - np.tanh(function.x) ** 2)
    assert (function.dashed, slope.dashed) == (False, True)
    assert function.x[0] == -function.x[-1] == frame.x_limits.low


def test_the_hills_are_the_values_of_the_chosen_layer_at_the_cursor():
    history = kept_history()
    for layer, snapshot in ((1, 0), (2, 2)):
        frame = shown(history, layer=layer, epoch=float(snapshot))
        values = find_working_points(history, snapshot, layer, points_of().rows).values
        width = (frame.x_limits.high - frame.x_limits.low) / 80
        first = int(np.flatnonzero(np.diff(frame.steps_y) > 0)[0])
        assert frame.steps_x[first] <= max(values.min(), frame.x_limits.low) <= frame.steps_x[first] + width
        heights = frame.steps_y[1:-1:2] - frame.y_limits.low
        counts, _ = np.histogram(
            np.clip(values, frame.x_limits.low, frame.x_limits.high), 80, (frame.x_limits.low, frame.x_limits.high)
        )
        np.testing.assert_allclose(heights / heights.max(), counts / counts.max())
        assert frame.chosen == layer - 1
        assert f"epoch {snapshot}" in frame.title


def test_the_shade_lies_where_the_slope_is_small():
    (low, left), (right, high) = shown().flat
    assert (low, high) == (-right_end(shown()), right_end(shown()))
    edge = np.arctanh(np.sqrt(0.95))
    assert left == pytest.approx(-edge, abs=0.06)
    assert right == pytest.approx(edge, abs=0.06)
    ((start, end),) = shown(spec=spec_of(network__activation="relu")).flat
    assert start < end <= 0
    assert shown(spec=spec_of(network__activation="linear")).flat == ()


def right_end(frame):
    return frame.x_limits.high


def test_the_words_say_how_the_units_work():
    history = kept_history()
    found = find_working_points(history, 2, 1, points_of().rows)
    frame = shown(history)
    assert f"{100 * found.saturated:.0f} % saturated" in frame.words
    assert f"slope rms {found.slope_rms:.2f}" in frame.words
    assert frame.words in frame.caption
    assert frame.words in frame.description


def test_values_that_are_no_numbers_are_said():
    history = kept_history(snapshots=1)
    add_snapshot(history, np.full(sum(slot.size for slot in history.layout.slots), np.nan))
    frame = shown(history)
    assert frame.note == f"{4 * 40} pre-activations are NaN or infinite"
    assert frame.words == "no pre-activation is a number"
    assert not np.diff(frame.steps_y).any()


def test_the_hidden_layers_are_offered_and_one_beyond_the_last_is_the_last():
    assert shown().layer_names == ("1 input", "2")
    assert shown(layer=9).chosen == 1


def test_a_learned_slope_stands_in_the_title():
    history = kept_history(spec_of(network__activation="prelu"))
    assert "learned slope" in frame_of(ACTIVATION, [history], points=[points_of()]).title


def test_x_is_no_time():
    frame = shown(steps_per_epoch=4)
    assert frame.describe_time(-1.5) == "z = −1.5"
    assert frame.until_cursor() is frame
    assert frame.x_label == "pre-activation z"


SEQUENCES = spec_of(data={"kind": "delayed_recall", "n": 40, "length": 4}, network__recurrence="gru")
ELSEWHERE = DataPreviewed("", np.zeros((4, 2), np.float32), np.zeros(4, np.int64))


@pytest.mark.parametrize(
    ("history", "points", "reason"),
    [
        (None, None, "Press Space to train"),
        (kept_history(), None, "Waiting for the points"),
        (kept_history(snapshots=0), points_of(), "No weights are kept"),
        (kept_history(spec_of(network__hidden=[])), points_of(), "no hidden layer"),
        (kept_history(SEQUENCES), points_of(SEQUENCES), "A recurrent network reads sequences"),
        (kept_history(), ELSEWHERE, "not here"),
    ],
)
def test_without_a_picture_the_reason_is_said(history, points, reason):
    found = frame_of(ACTIVATION, [history], points=[points])
    assert isinstance(found, Nothing)
    assert reason in found.reason
