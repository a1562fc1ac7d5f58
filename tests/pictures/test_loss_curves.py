import math

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.pictures.views import frame_of, lanes_of
from vgdesk.analysis.smoothing import running_mean
from vgdesk.events import Scored
from vgdesk.measures import Scale
from vgdesk.pictures.curves import FAINT, THIN
from vgdesk.pictures.loss_curves import loss_frame
from vgdesk.pictures.scores import LOSS

BATCHES = np.random.default_rng(3).uniform(0.3, 0.7, 60)
GUESSING = math.log(2)


def run(losses=BATCHES, score=0.5, **made):
    """A run whose batches have these losses, and which was scored once."""
    history = measured_history(losses=losses, **made)
    history.append(Scored("run", 0, score, 0.5, None, None))
    return history


def curve_of(frame, label):
    return next(curve for curve in frame.curves if curve.label == label)


def test_the_losses_of_the_batches_stand_thin_behind_the_score():
    frame = loss_frame(lanes_of([run()]))
    assert [(curve.label, curve.strength, curve.end) for curve in frame.curves] == [
        ("lane, batch", THIN, ""),
        ("lane", 1.0, "lane"),
    ]
    assert curve_of(frame, "lane, batch").y == pytest.approx(BATCHES, rel=1e-6)
    assert frame.caption == "epoch · thin: batches"


def test_a_mean_of_batches_leaves_the_batches_faint_behind_it():
    frame = frame_of(LOSS, [run()], smoothing=10)
    assert curve_of(frame, "lane, batch").strength == FAINT
    assert curve_of(frame, "lane, 10 batches").y == pytest.approx(running_mean(BATCHES, 10), rel=1e-6)
    assert frame.caption == "epoch · thin: mean of 10 batches"


@pytest.mark.parametrize(("option", "scale", "level"), [("linear", Scale.LINEAR, GUESSING), ("log", Scale.LOG, None)])
def test_the_axis_is_linear_or_logarithmic_and_shows_the_level_of_guessing(option, scale, level):
    frame = frame_of(LOSS, [run(), run()], option=option)
    assert frame.y_limits.scale is scale
    (guide,) = frame.guides
    assert (guide.y, guide.label) == (pytest.approx(level or math.log10(GUESSING)), "guessing")
    assert frame.y_limits.low <= guide.y <= frame.y_limits.high


@pytest.mark.parametrize(("losses", "option"), [(BATCHES / 50, "linear"), (BATCHES / 1000, "log")])
def test_a_level_of_guessing_far_above_the_loss_does_not_flatten_it(losses, option):
    frame = frame_of(LOSS, [run(losses, losses[-1])], option=option)
    assert frame.guides == ()


def test_guessing_that_is_not_known_has_no_level():
    assert loss_frame(lanes_of([run(training={"loss": "mean_squared_error"})])).guides == ()


def test_a_batch_that_lost_its_number_leaves_a_mark():
    frame = loss_frame(lanes_of([run([0.7, math.nan, 0.7])]))
    assert curve_of(frame, "lane, batch").nonfinite.tolist() == [1.0]
