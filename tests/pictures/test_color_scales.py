from dataclasses import replace

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.pictures.views import lanes_of
from vgdesk.analysis.columns import Column, Columns
from vgdesk.analysis.scales import Limits
from vgdesk.measures import Scale
from vgdesk.pictures.color_scales import neighbours
from vgdesk.pictures.heatmaps import HEATMAPS
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import COMMON, View

GRADIENT = Columns((Column("gradient", "rms"),))


def scales_of(*runs, columns=GRADIENT, limits=None, **chosen):
    """Scales of runs whose signal and gradient have these sizes at all samples."""
    sizes = [{(tensor, "rms"): np.full((3, 4), size) for tensor in ("gradient", "signal")} for size in runs]
    histories = [measured_history(each, losses=[0.7] * 3) for each in sizes]
    view = View(lanes=lanes_of(histories), columns=columns, limits=limits or {}, judges=False, **chosen)
    return HEATMAPS.frame_of(view, Sources()).scales


def test_one_scale_holds_for_all_lanes_that_can_be_read_on_it():
    (scale,) = scales_of(0.1, 0.01, 0.5)
    assert (scale.key, scale.lanes) == ((COMMON, Scale.LOG), (0, 1, 2))


def test_a_lane_far_away_has_a_scale_of_its_own():
    common, apart = scales_of(0.1, 1e20, 0.5)
    assert (common.lanes, apart.lanes) == ((0, 2), (1,))
    assert apart.key == ("key 1", Scale.LOG)
    assert apart.limits.low > common.limits.high


def test_each_lane_has_its_own_where_the_viewer_wants_it():
    scales = scales_of(0.1, 0.2, columns=replace(GRADIENT, own_scales=True))
    assert [scale.key for scale in scales] == [("key 0", Scale.LOG), ("key 1", Scale.LOG)]


def test_ends_that_the_viewer_has_chosen_hold_whatever_is_measured():
    chosen = Limits(Scale.LOG, -9.0, -7.0)
    (scale,) = scales_of(0.1, 0.2, limits={(COMMON, Scale.LOG): chosen, ("key 0", Scale.LOG): chosen})
    assert scale.limits == chosen


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (GRADIENT, [("rms", "log scale")]),
        (Columns((Column("signal", "rms"), Column("gradient", "rms"))), [("rms", "log scale")]),
        (Columns((Column("signal", "mean_abs"), Column("gradient", "rms"))), [("size", "log scale")]),
        (replace(GRADIENT, relative=True), [("rms ÷ last", "log scale")]),
    ],
)
def test_a_scale_says_what_is_measured_and_how_it_is_counted(columns, said):
    assert [(scale.title, scale.unit) for scale in scales_of(0.1, columns=columns)] == said


def test_lanes_that_do_not_stand_together_are_told_apart():
    assert neighbours((0, 1, 3)) == [(0, 1), (3, 3)]
    assert neighbours(()) == []


def test_one_lane_has_its_own_where_the_viewer_wants_that():
    common, apart = scales_of(0.1, 0.2, 0.4, apart=frozenset({"key 1"}))
    assert (common.lanes, apart.lanes, apart.key) == ((0, 2), (1,), ("key 1", Scale.LOG))
    assert apart.limits != common.limits
