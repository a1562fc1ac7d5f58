import math

import numpy as np
import pytest

from tests.session.examples import small_spec
from vgdesk.analysis.diagnosis import judge
from vgdesk.checking.networks import train_in_memory
from vgdesk.experiment.spec import change_spec
from vgdesk.sweeps.rows import FIGURES, read_figures, train_rows


def test_the_figures_are_those_of_the_run():
    spec = change_spec(small_spec(epochs=3), {"network.hidden": [{"units": 6}] * 4})
    figures, history = read_figures(spec), train_in_memory(spec)
    assert figures.loss == history.scores.loss[-1]
    assert (figures.flow, figures.learning) == tuple(map(str, judge(history)[:2]))
    signals = np.log10(history.grid("signal", "rms")[0, :4].astype(float))
    assert figures.signal_slope == pytest.approx(np.polyfit(range(4), signals, 1)[0], abs=1e-6)
    gradients = np.log10(history.grid("gradient", "rms")[-1, :4].astype(float))
    assert figures.trained_gradient_slope == pytest.approx(np.polyfit(range(4), gradients, 1)[0], abs=1e-6)
    assert not figures.failure


def test_a_network_that_cannot_be_trained_is_a_row_that_says_why_and_the_others_go_on():
    good = small_spec(epochs=1)
    missing = change_spec(good, {"data": {"kind": "csv", "path": "/no/such.csv"}})
    bad, fine = train_rows([missing.to_json(), good.to_json()])
    assert "such.csv" in bad["failure"]
    assert math.isnan(bad["loss"])
    assert fine["failure"] == ""
    assert tuple(fine) == FIGURES
    assert {name: fine[name] for name in ("loss", "flow")} == {
        name: getattr(read_figures(good), name) for name in ("loss", "flow")
    }
