"""What an untrained recurrent network remembers: dL/dh of the first time step against the last, over five seeds."""

from functools import cache
from statistics import median

import numpy as np
import pytest

from vgdesk.events import RunStarted, Sampled
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.training.loop import train

SEEDS = range(5)


@cache
def memory(kind, initializer="torch_default"):
    """Median of rms(dL/dh_1) / rms(dL/dh_T) of the first sample."""
    return median(_ratio(kind, initializer, seed) for seed in SEEDS)


def _ratio(kind, initializer, seed):
    spec = change_spec(
        ExperimentSpec(),
        {
            "data": {"kind": "adding", "n": 200, "length": 60},
            "network.hidden": [],
            "network.initializer": "torch_default",
            "network.recurrence": {"kind": kind, "units": 32, "initializer": initializer},
            "training.batch_size": 64,
            "training.epochs": 1,
            "training.loss": "mean_squared_error",
            "seed": seed,
        },
    )
    for event in train([spec]):
        if isinstance(event, RunStarted):
            columns = event.layout.columns("signal", "rms")
            assert len(columns) == len(event.layout.time_steps) == 60
        elif isinstance(event, Sampled):
            first, *_, last = event.values[0, columns].astype(np.float64)
            return first / last
    raise AssertionError("no sample came")


def test_a_simple_network_forgets_and_a_forget_bias_of_one_remembers():
    assert memory("rnn") <= 1e-10
    assert memory("lstm") >= 1e-7
    assert memory("lstm") >= 1e6 * memory("rnn")


def test_a_gru_as_torch_draws_it_forgets_as_well():
    assert memory("gru") <= 1e-8


def test_orthogonal_weights_remember_without_gates():
    assert memory("rnn", "orthogonal") >= 1e-4


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"network.recurrence": "lstm"}, "network.recurrence"),
        ({"data": "adding"}, "training.loss"),
    ],
)
def test_sequences_and_numbers_ask_for_what_fits_them(changes, field):
    with pytest.raises(Exception, match=field):
        change_spec(ExperimentSpec(), changes)
