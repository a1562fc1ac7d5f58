import numpy as np
import pytest

from tests.analysis.kept_networks import add_snapshot, kept_history, points_of, spec_of
from tests.pictures.views import frame_of, lane_of
from vgdesk.analysis.forward import class_shares, evaluate
from vgdesk.events import DataPreviewed
from vgdesk.pictures import boundary
from vgdesk.pictures.boundary import BOUNDARY, GRID, find_boundary
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import NOT_TRAINED

LINE = {"network__hidden": []}
CLOUDS = {"data": {"kind": "gaussians", "clouds": 3, "n": 64}}
SEQUENCES = {
    "data": {"kind": "delayed_recall", "n": 64, "length": 5},
    "network__recurrence": {"kind": "lstm", "units": 3},
}


def test_every_cell_holds_what_the_network_says_of_its_middle():
    history = kept_history()
    found = find_boundary(lane_of(history, points=points_of()))
    assert found.shares.shape == (GRID, GRID, 2)
    for row, column in ((0, 0), (0, 63), (17, 40), (63, 5)):
        x = found.x_limits.low + (column + 0.5) / GRID * (found.x_limits.high - found.x_limits.low)
        y = found.y_limits.low + (row + 0.5) / GRID * (found.y_limits.high - found.y_limits.low)
        wanted = class_shares(history, evaluate(history, 2, np.array([[x, y]], np.float32)))[0]
        np.testing.assert_allclose(found.shares[row, column], wanted, atol=1e-6)
        assert found.shares_at(x, y).tolist() == found.shares[row, column].tolist()
    assert found.shares_at(found.x_limits.high + 0.01, 0) is None
    assert found.shares_at(0, found.y_limits.low - 0.01) is None


def test_the_plane_is_a_square_around_the_points_with_some_room():
    found = find_boundary(lane_of(kept_history(), points=points_of()))
    assert found.x_limits.high - found.x_limits.low == pytest.approx(found.y_limits.high - found.y_limits.low)
    assert (found.x_limits.low, found.x_limits.high) == pytest.approx((1 - 2 * 1.16, 1 + 2 * 1.16))
    assert found.y_limits.low == pytest.approx(-2 * 1.16)
    assert found.points is not None
    assert len(found.labels) == len(found.points) == 40


def test_the_line_is_where_both_classes_are_as_likely():
    history = kept_history(spec_of(**LINE), snapshots=0)
    add_snapshot(history, [2.0, -3.0, 0.5])
    lines = find_boundary(lane_of(history, points=points_of())).lines
    assert len(lines) > GRID / 2
    assert abs(2 * lines[..., 0] - 3 * lines[..., 1] + 0.5).max() < 0.02


def test_between_three_classes_it_is_where_the_likeliest_two_meet():
    history = kept_history(spec_of(**CLOUDS, **LINE))
    found = find_boundary(lane_of(history, points=points_of(spec_of(**CLOUDS))))
    outputs = np.sort(evaluate(history, 2, found.lines.reshape(-1, 2).astype(np.float32)), axis=1)
    assert len(outputs) > GRID
    assert np.median(outputs[:, 2] - outputs[:, 1]) < 0.02
    assert found.shares.shape[2] == 3


def test_it_follows_the_cursor_from_snapshot_to_snapshot():
    history = kept_history()
    assert [find_boundary(lane_of(history, points=points_of()), epoch).epoch for epoch in (0, 0.9, 1, None)] == [
        0,
        0,
        1,
        2,
    ]
    first, last = (find_boundary(lane_of(history, points=points_of()), epoch).shares for epoch in (0, None))
    assert not np.allclose(first, last)


def test_a_network_that_learned_without_probabilities_shows_its_output():
    squared = spec_of(training__loss="mean_squared_error")
    assert find_boundary(lane_of(kept_history(squared), points=points_of())).measure == "output"
    assert find_boundary(lane_of(kept_history(), points=points_of())).measure == "probability"


@pytest.mark.parametrize(
    ("history", "points", "words"),
    [
        (
            lambda: kept_history(spec_of(data="digits")),
            points_of(spec_of(data="digits")),
            "Only points of two columns.*have 64",
        ),
        (lambda: kept_history(spec_of(**SEQUENCES)), None, "A recurrent"),
        (lambda: kept_history(snapshots=0), points_of(), "No weights are kept"),
        (lambda: kept_history(), None, "Waiting"),
    ],
)
def test_what_cannot_be_drawn_says_why(history, points, words):
    found = find_boundary(lane_of(history(), 2, points))
    assert (found.label, found.color_index, found.shares.size) == ("lane", 2, 0)
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(found.note)


def test_weights_that_are_no_numbers_leave_the_field_unknown():
    history = kept_history(snapshots=0)
    for value in (np.nan, np.inf):
        add_snapshot(history, np.full(sum(slot.size for slot in history.layout.slots), value))
    unknown, partly = (find_boundary(lane_of(history, points=points_of()), epoch) for epoch in (0, 1))
    assert not np.isfinite(unknown.shares).any()
    assert unknown.lines.shape == (0, 2, 2)
    assert 0 < np.isnan(partly.shares).mean() < 1
    assert np.isfinite(partly.lines).all()


def test_points_that_are_no_numbers_do_not_stretch_the_plane():
    preview = points_of()
    inputs = np.vstack([preview.inputs, [[np.nan, 0], [np.inf, 1]]]).astype(np.float32)
    found = find_boundary(lane_of(kept_history(), points=DataPreviewed("", inputs, np.zeros(42, np.int64))))
    assert found.x_limits == find_boundary(lane_of(kept_history(), points=preview)).x_limits
    nothing = DataPreviewed("", inputs[40:], np.zeros(2, np.int64))
    assert np.isfinite(find_boundary(lane_of(kept_history(), points=nothing)).shares).all()


def test_a_large_network_gets_a_coarser_field():
    wide = spec_of(network__hidden=[{"units": 200}] * 4)
    found = find_boundary(lane_of(kept_history(wide, snapshots=1), points=points_of()))
    assert 20 <= len(found.shares) < GRID


def test_a_field_is_computed_only_when_its_snapshot_changes(monkeypatch):
    asked = []
    real = boundary.find_boundary
    monkeypatch.setattr(boundary, "find_boundary", lambda *at: asked.append(at[0].color) or real(*at))
    histories = [kept_history(run="a"), None, kept_history(run="b"), None]
    points, sources = [points_of(), None, points_of(), None], Sources()

    def frame(epoch):
        return frame_of(BOUNDARY, histories, sources, points=points, epoch=epoch)

    first = frame(0.2)
    assert frame(0.9) is first
    assert asked == [0, 2]
    add_snapshot(histories[2], np.zeros(sum(slot.size for slot in histories[2].layout.slots)))
    live = frame(None)
    assert asked == [0, 2, 0, 2]
    assert [each.epoch for each in live.boundaries] == [2, 3]
    points[0] = None
    assert [each.note for each in frame(None).boundaries] == ["Waiting for the points", ""]
    assert asked[4:] == [0]


def test_lanes_that_lack_the_same_say_it_once():
    histories, points = [kept_history(run="a"), kept_history(run="b")], [points_of(), points_of()]
    assert frame_of(BOUNDARY, [None, None]).reason == NOT_TRAINED
    assert frame_of(BOUNDARY, histories, points=points).note == ""
    assert frame_of(BOUNDARY, histories).reason == "Waiting for the points"
    assert len(frame_of(BOUNDARY, histories, points=[points[0], None]).boundaries) == 2
