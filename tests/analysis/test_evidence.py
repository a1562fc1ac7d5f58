import math

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.evidence import Evidence


def of(history, cursor=None):
    return Evidence(history, history.sample_count - 1 if cursor is None else cursor)


def test_rows_are_those_of_the_cursor_or_of_another_sample():
    values = {("signal", "rms"): [[1, 2, 3, 4], [5, 6, 7, 8]]}
    evidence = of(measured_history(values, losses=[0.7] * 2))
    assert evidence.rows("signal", "rms").tolist() == [5, 6, 7, 8]
    assert evidence.rows("signal", "rms", 0).tolist() == [1, 2, 3, 4]
    assert evidence.hidden("signal", "rms").tolist() == [5, 6, 7]
    assert np.isnan(evidence.rows("activation", "rms")).all()


def test_over_time_every_step_is_hidden():
    evidence = of(measured_history({("signal", "rms"): [1, 2, 3]}, time_steps=3))
    assert evidence.hidden("signal", "rms").tolist() == [1, 2, 3]
    assert evidence.hidden("gradient", "rms").size == 3
    assert evidence.row == "time step"


def test_the_rate_is_that_of_the_hidden_layers_at_the_cursor():
    signal = [[1, 1, 1, 1], [1e-4, 1e-2, 1, 1e9]]
    history = measured_history({("signal", "rms"): signal}, losses=[0.7] * 2)
    assert of(history).rate.slope == pytest.approx(2)
    assert of(history).rate.decades == pytest.approx(4)
    assert of(history, 0).rate.slope == pytest.approx(0)


def test_the_usual_loss_is_the_median_of_the_recent_stretch():
    losses = [0.7] * 60 + [9.0] * 20
    evidence = of(measured_history(losses=losses, scores=[(step, loss, 0.5) for step, loss in enumerate(losses)]))
    assert evidence.loss == 9
    assert evidence.usual_loss == 0.7
    assert evidence.guessing == math.log(2)
    assert evidence.epoch == 79
