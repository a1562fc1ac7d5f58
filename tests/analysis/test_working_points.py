from functools import cache

import numpy as np
import pytest

from tests.analysis.kept_networks import kept_history, points_of, spec_of
from tests.training.examples import ACTIVATIONS, named, small_spec, told
from vgdesk.analysis.forward import KeptNetwork
from vgdesk.analysis.working_points import find_working_points
from vgdesk.errors import VgdeskError
from vgdesk.events import RunStarted
from vgdesk.runs.history import History
from vgdesk.training.datasets import make_preview
from vgdesk.training.process import prepare_process


@cache
def trained(activation, normalization):
    """A run with a snapshot at each sample, and its spec."""
    prepare_process()
    changes = {"network.activation": activation, "network.normalization": normalization, "training.epochs": 3}
    spec = small_spec({**changes, "snapshots": {"kind": "epochs", "epochs": 1}})
    started, *others = told(spec)
    assert isinstance(started, RunStarted)
    history = History(started)
    for event in others:
        if getattr(event, "run", None):
            history.append(event)
    return spec, history


@pytest.mark.parametrize("normalization", ["none", "batch"])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
def test_the_share_of_saturated_units_is_that_of_the_ledger(activation, normalization):
    spec, history = trained(activation, normalization)
    rows = make_preview(spec.data).rows[:512]
    measured = history.grid("activation", "saturated_fraction")
    for snapshot, step in enumerate(history.snapshots.steps.tolist()):
        sample = int(np.flatnonzero(history.steps == step)[0])
        for layer in (1, 2):
            found = find_working_points(history, snapshot, layer, rows)
            assert found.points == len(rows)
            assert found.saturated == pytest.approx(float(measured[sample, layer - 1]), abs=1.5 / len(found.values))


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=named)
def test_the_slope_is_that_of_the_function_at_every_value(activation):
    history, rows = kept_history(spec_of(network__activation=activation)), points_of().rows
    found = find_working_points(history, 2, 2, rows)
    step = 1e-6
    rise = found.activation.apply(found.values + step) - found.activation.apply(found.values - step)
    slopes = rise / (2 * step)
    assert found.slope_rms == pytest.approx(np.sqrt(np.square(slopes).mean()), rel=1e-4)


def test_a_learned_slope_is_that_of_the_snapshot():
    history = kept_history(spec_of(network__activation="prelu"))
    for snapshot in (0, 2):
        found = find_working_points(history, snapshot, 1, points_of().rows)
        assert found.activation.slope == history.snapshots.tensor(snapshot, 1, "slope").item()


def test_what_is_no_number_is_counted_and_left_out():
    history = kept_history()
    rows = points_of().rows.copy()
    rows[:3] = np.inf
    found = find_working_points(history, 0, 1, rows)
    assert (found.nonfinite, len(found.values)) == (12, 4 * (len(rows) - 3))
    rows[:] = np.nan
    nothing = find_working_points(history, 0, 1, rows)
    assert np.isnan(nothing.saturated)
    assert np.isnan(nothing.slope_rms)


def test_what_the_next_layer_gets_is_the_activation_of_what_is_shown():
    history, rows = kept_history(), points_of().rows
    network = KeptNetwork(history, 1)
    passed = network.pass_layer(1, network.enter(rows))
    found = find_working_points(history, 1, 1, rows)
    np.testing.assert_array_equal(found.values, passed.pre_activation.astype(np.float64).ravel())
    np.testing.assert_array_equal(passed.output, np.tanh(passed.pre_activation))


def test_a_recurrent_network_has_none():
    spec = spec_of(data={"kind": "delayed_recall", "n": 40, "length": 4}, network__recurrence="gru")
    with pytest.raises(VgdeskError, match="sequences"):
        find_working_points(kept_history(spec), 0, 1, points_of(spec).rows)
