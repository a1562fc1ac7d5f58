import numpy as np
import pytest

from tests.analysis.kept_networks import kept_history, points_of, spec_of
from tests.pictures.views import frame_of
from vgdesk.analysis.rewind import RewindTest, run_rewind
from vgdesk.events import DataPreviewed
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.rewind import REWIND


def test_each_lane_has_its_own_test_at_the_cursor():
    histories = [kept_history(lane="one"), kept_history(spec_of(network__activation="relu"), lane="two")]
    points = points_of()
    frame = frame_of(REWIND, histories, points=[points, points], epoch=1.0)
    for curve, history in zip(frame.curves, histories, strict=True):
        found = run_rewind(history, points, 1.0)
        assert (curve.label, curve.x.tolist()) == (history.lane, [0, 1, 2, 3])
        assert curve.y.tolist() == found.accuracies.tolist()
        assert f"{history.lane}: {found.text}" in frame.verdicts
    assert (frame.x_limits.low, frame.x_limits.high) == (0, 3)
    assert [guide.y for guide in frame.guides] == [0.5]
    assert frame.title.endswith("epoch 1")


def test_x_counts_layers_whatever_time_counts():
    frame = frame_of(REWIND, [kept_history()], points=[points_of()], steps_per_epoch=4)
    assert [tick.label for tick in frame.x_ticks] == ["0", "1", "2", "3"]
    words = [frame.describe_time(count) for count in (0, 1, 2)]
    assert words == ["as trained", "layer 1 set back", "layer 1 to 2 set back"]


def test_a_test_is_run_once_for_each_snapshot(monkeypatch):
    ran, run = [], RewindTest.run
    monkeypatch.setattr(RewindTest, "run", lambda test: ran.append(test) or run(test))
    history, points, sources = kept_history(), points_of(), Sources()
    for epoch in (1.0, 1.5, None, None):
        frame_of(REWIND, [history], sources, points=[points], epoch=epoch)
    assert len(ran) == 2


@pytest.mark.parametrize(
    ("history", "points", "reason"),
    [
        (None, None, "Press Space to train"),
        (kept_history(), None, "Waiting for the points"),
        (kept_history(snapshots=0), points_of(), "No weights are kept"),
        (kept_history(), DataPreviewed("", np.zeros((4, 2), np.float32), np.zeros(4, np.int64)), "not here"),
    ],
)
def test_a_lane_without_a_test_says_why(history, points, reason):
    found = frame_of(REWIND, [history], points=[points])
    assert isinstance(found, Nothing)
    assert reason in found.reason


def test_a_lane_without_a_test_stands_in_the_note_beside_the_others():
    frame = frame_of(REWIND, [kept_history(lane="one"), kept_history(lane="two")], points=[points_of(), None])
    assert [curve.label for curve in frame.curves] == ["one"]
    assert frame.note == "two: Waiting for the points"
    assert frame.note in frame.description
