"""The colour scales of every lesson: the same live and finished, and no lane takes another's colours away."""

from functools import cache

import pytest

from vgdesk.analysis.columns import Column, Columns
from vgdesk.analysis.shared_limits import LEAST_SHARE, kept_share
from vgdesk.checking.networks import train_in_memory
from vgdesk.events import Sampled
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import lanes_of, list_lessons
from vgdesk.pictures.heatmaps import HEATMAPS
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import View, view_lane
from vgdesk.runs.history import History

STEPS = 24
SHORT = {
    "training.steps": STEPS,
    "sampling": {"kind": "steps", "steps": 1},
    "histograms": {"kind": "none"},
    "snapshots": {"kind": "none"},
}
COLUMNS = Columns(
    (
        Column("activation", "rms"),
        Column("signal", "rms"),
        Column("gradient", "rms"),
        Column("weight", "mean"),
        Column("update", "ratio"),
    )
)
LESSONS = pytest.mark.parametrize("lesson", [lesson.id for lesson in list_lessons()])


@cache
def trained(lesson_id):
    """The lanes of a lesson, trained for a few steps."""
    lesson = next(each for each in list_lessons() if each.id == lesson_id)
    return [train_in_memory(change_spec(spec, SHORT)) for spec in lanes_of(lesson)]


def frame_of(histories, sources):
    lanes = tuple(view_lane(f"lane {at}", at, each, key=f"key {at}") for at, each in enumerate(histories))
    return HEATMAPS.frame_of(View(lanes=lanes, columns=COLUMNS, judges=False), sources)


def scales_of(histories, sources):
    return [(scale.key, scale.lanes, scale.limits) for scale in frame_of(histories, sources).scales]


@LESSONS
def test_limits_at_the_last_live_sample_are_those_of_the_finished_run(lesson):
    whole, sources = trained(lesson), Sources()
    grown = [History(each.started, each.lane) for each in whole]
    for sample in range(max(each.sample_count for each in whole)):
        for live, each in zip(grown, whole, strict=True):
            part = slice(sample, sample + 1)
            live.append(Sampled(live.run, each.steps[part], each.batch_loss[part], each.values[part]))
        live_scales = scales_of(grown, sources)
    assert live_scales == scales_of(whole, Sources())


@LESSONS
def test_no_finite_lane_loses_more_than_four_fifths_of_its_colours_to_another(lesson):
    histories = trained(lesson)
    shared = frame_of(histories, Sources())
    for lane, history in enumerate(histories):
        alone = {scale.kind: scale for scale in frame_of([history], Sources()).scales}
        for scale in shared.scales:
            heatmaps = shared.of_scale(scale)
            if lane in scale.lanes and not any(each.specials.nan or each.specials.infinite for each in heatmaps):
                assert kept_share(alone[scale.kind].limits, scale.limits) >= LEAST_SHARE - 1e-9, scale.title


def test_an_explosion_overflows_and_leaves_the_colours_to_the_lanes_that_learn():
    frame = frame_of(trained("fashion-explode"), Sources())
    (scale,) = [scale for scale in frame.scales if scale.title == "rms"]
    assert scale.lanes == (0, 1, 2, 3)
    assert scale.limits.high < 6
    lost = frame.lanes[0].heatmaps[2].specials
    assert lost.nan
    assert frame.lanes[0].heatmaps[0].specials.above
