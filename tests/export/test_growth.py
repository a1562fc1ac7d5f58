import numpy as np

from tests.analysis.made_runs import add_scores, made_history
from tests.analysis.recorded_runs import add_moments, dense_slots, recorded_history
from vgdesk.analysis.curve_frame import score_frame
from vgdesk.analysis.histogram_source import HistogramSource
from vgdesk.export.growth import grow, lighten


def test_a_growing_curve_ends_right_at_its_cursor():
    history = made_history(np.ones((5, 3), np.float32))
    add_scores(history, [0.7, 0.5, 0.3, 0.2, 0.1])
    for cursor in range(5):
        (curve,) = grow(score_frame([history], "loss", cursor)).curves
        assert curve.x.tolist() == list(range(cursor + 1))


def test_a_light_histogram_knows_how_long_its_moments_last():
    slots = dense_slots(4, 3)
    history = recorded_history(slots, planned=10, steps_per_epoch=4)
    values = np.random.default_rng(0).normal(size=(40, sum(slot.size for slot in slots)))
    add_moments(history, values, steps=np.arange(40))
    frame = HistogramSource(history, "weight").over_time(0, 120, 3.0)
    assert np.array_equal(grow(lighten(frame)).codes, grow(frame).codes)
