import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.pictures.views import frame_of
from vgdesk.experiment.schedules import CosineDecay
from vgdesk.measures import Scale
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.rate import RATE


def run(schedule, **made):
    training = {"optimizer": {"kind": "sgd", "learning_rate": 0.5}, "schedule": schedule}
    return measured_history(losses=[0.7] * 40, training=training, **made)


def test_the_rate_of_every_lane_is_that_of_its_schedule_at_every_step_planned():
    history = run({"kind": "cosine", "warmup": 5})
    frame = frame_of(RATE, [history, run("constant")])
    total, every = history.started.total_steps, history.started.steps_per_epoch
    steps = np.rint(frame.curves[0].x * every).astype(int).tolist()
    assert (steps[0], steps[-1]) == (0, total - 1)
    wanted = [0.5 * CosineDecay(warmup=5).factor(step, total, every) for step in steps]
    assert frame.curves[0].y == pytest.approx(wanted)
    assert set(frame.curves[1].y.tolist()) == {0.5}
    assert frame.y_limits.scale is Scale.LINEAR
    assert frame_of(RATE, [history], option="log").y_limits.scale is Scale.LOG


def test_a_run_that_does_not_say_its_rate_has_no_curve():
    assert isinstance(frame_of(RATE, [run("no such schedule")]), Nothing)
    assert isinstance(frame_of(RATE, [None]), Nothing)
