from dataclasses import replace

import numpy as np
import pytest

from tests.analysis.untrained import deep_spec
from tests.pictures.views import lane_of
from tests.session.examples import small_spec
from tests.ui.played_engine import played_history, played_values
from vgdesk.analysis.theory import predict
from vgdesk.events import DataPreviewed
from vgdesk.pictures.depth import DEPTH
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.theory import WORDS, find_expected, outline
from vgdesk.pictures.view import LaneView, View
from vgdesk.training.datasets import preview_columns

SPEC = deep_spec(depth=4, width=40, activation="tanh", initializer="glorot_normal")


def points_of(spec):
    columns, targets = preview_columns(spec.data, 64)
    plane = columns[:, :2]
    return DataPreviewed(spec.data.model_dump_json(), plane, targets.astype(int), columns=columns, targets=targets)


def edited(spec, **lane):
    return LaneView("lane", 1, spec=spec, spec_points=points_of(spec), **lane)


def frame_of(*lanes, option="signal", epoch=None):
    return DEPTH.frame_of(View(lanes=lanes, epoch=epoch).choose("depth", option=option), Sources())


@pytest.mark.parametrize("tensor", ["activation", "signal", "gradient"])
def test_before_any_run_a_band_shows_what_the_edited_network_will_do(tensor):
    frame = frame_of(edited(SPEC), option=tensor)
    (band,) = frame.bands
    points = points_of(SPEC)
    ledger = predict(SPEC, points.columns, points.targets).ledgers[tensor]
    assert band.depth.tolist() == [1, 2, 3, 4, 5]
    assert (band.low + band.high) / 2 == pytest.approx(ledger.exponents)
    assert band.high - band.low == pytest.approx(4 * ledger.deviations)
    assert (band.label, band.color_index, frame.profiles, frame.theory) == ("lane", 1, (), WORDS)
    assert frame.y_limits.low <= band.low.min() < band.high.max() <= frame.y_limits.high
    assert "predicted before training" in frame.description


def trained():
    history = played_history(small_spec(network__hidden=[{"units": 40}] * 2), played_values(0, 2, 3))
    return replace(lane_of(history), points=points_of(small_spec()))


def test_beside_a_run_it_stands_where_the_network_is_untrained_and_while_its_spec_is_edited():
    lane = trained()
    assert [len(frame_of(lane, option="gradient", epoch=epoch).bands) for epoch in (0.0, None)] == [1, 0]
    changed = replace(lane, spec=SPEC, spec_points=points_of(SPEC), is_edited=True)
    assert len(frame_of(changed, option="gradient").bands[0].depth) == 5


def test_without_a_prediction_it_says_why():
    narrow = deep_spec(depth=2, width=5)
    assert frame_of(edited(narrow)) == Nothing("Press Space to train")
    frame = frame_of(edited(SPEC), edited(narrow))
    assert frame.theory == f"{WORDS}; lane: no prediction: a layer of 5 units; it holds from 32"
    waiting = find_expected(LaneView("lane", 0, spec=SPEC), None, Sources())
    assert waiting.words == "lane: no prediction: the points are on their way"


def test_a_prediction_is_made_once_for_a_spec_and_its_points():
    lane, sources = edited(SPEC), Sources()
    first = find_expected(lane, None, sources)
    again = find_expected(replace(lane, name="renamed"), None, sources)
    assert again.prediction is not first.prediction
    assert find_expected(lane, 2.0, sources).prediction is not None
    keyed = replace(lane, key="k")
    assert find_expected(keyed, None, sources).prediction is find_expected(keyed, 1.0, sources).prediction


def test_the_outline_goes_along_one_edge_and_back_along_the_other():
    (band,) = frame_of(edited(SPEC)).bands
    across, up = outline(band)
    assert across.tolist() == [1, 2, 3, 4, 5, 5, 4, 3, 2, 1]
    assert np.array_equal(up, [*band.low, *band.high[::-1]])
