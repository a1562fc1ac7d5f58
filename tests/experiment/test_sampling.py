import math

import numpy as np
import pytest
from pydantic import ValidationError

from vgdesk.experiment.sampling import (
    AutoSnapshots,
    EverySteps,
    HistogramsEveryEpoch,
    HistogramsEverySample,
    HistogramsEverySteps,
    NoHistograms,
    NoSnapshots,
    SnapshotsEveryEpochs,
    count_samples,
    histogram_bytes,
    histogram_interval,
    snapshot_bytes,
    snapshot_interval,
)
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.measures import HISTOGRAM_COLUMNS

BUDGET = 16 * 2**20


@pytest.mark.parametrize("choice", [EverySteps, HistogramsEverySteps])
def test_looking_every_0_steps_is_refused(choice):
    with pytest.raises(ValidationError):
        choice(steps=0)
    with pytest.raises(ValidationError):
        SnapshotsEveryEpochs(epochs=0)


@pytest.mark.parametrize(
    ("total_steps", "interval", "steps"),
    [(12, 3, [0, 3, 6, 9, 12]), (12, 5, [0, 5, 10, 12]), (12, 100, [0, 12]), (1, 1, [0, 1]), (12, 0, [])],
)
def test_moments_are_counted_with_the_first_and_the_last(total_steps, interval, steps):
    assert count_samples(total_steps, interval) == len(steps)


@pytest.mark.parametrize(
    ("schedule", "interval"),
    [
        (NoHistograms(), 0),
        (HistogramsEveryEpoch(), 32),
        (HistogramsEverySample(), 5),
        (HistogramsEverySteps(steps=7), 7),
    ],
)
def test_histograms_come_as_their_schedule_says(schedule, interval):
    assert histogram_interval(schedule, sample_every=5, steps_per_epoch=32) == interval


def test_a_small_network_keeps_its_weights_every_epoch():
    assert snapshot_interval(AutoSnapshots(), 3200, 32, parameters=81) == 32
    assert snapshot_interval(SnapshotsEveryEpochs(epochs=3), 3200, 32, parameters=81) == 96
    assert snapshot_interval(NoSnapshots(), 3200, 32, parameters=81) == 0


@pytest.mark.parametrize("parameters", [9, 81, 8_500, 266_000, 505_000, 2_000_000])
@pytest.mark.parametrize(("total_steps", "steps_per_epoch"), [(1, 1), (50, 100), (3200, 32), (3201, 32), (10**8, 9)])
def test_automatic_snapshots_fill_the_budget_and_stay_below_it(parameters, total_steps, steps_per_epoch):
    interval = snapshot_interval(AutoSnapshots(), total_steps, steps_per_epoch, parameters)
    assert interval % steps_per_epoch == 0
    count = count_samples(total_steps, interval)
    assert 2 <= count <= BUDGET // snapshot_bytes(parameters)
    more = count_samples(total_steps, interval - steps_per_epoch)
    assert interval == steps_per_epoch or more * snapshot_bytes(parameters) > BUDGET


def test_a_network_too_large_for_two_snapshots_keeps_none():
    assert snapshot_interval(AutoSnapshots(), 3200, 32, parameters=2_100_000) == 0
    assert snapshot_interval(SnapshotsEveryEpochs(), 3200, 32, parameters=2_100_000) == 32
    assert snapshot_interval(SnapshotsEveryEpochs(), 3200, 32, parameters=16_000_000) == 0


def test_a_spec_says_when_it_looks():
    spec = change_spec(ExperimentSpec(), {"histograms": "sample", "sampling": {"kind": "steps", "steps": 4}})
    assert (spec.histogram_every, spec.snapshot_every(81)) == (4, spec.steps_per_epoch)
    assert change_spec(spec, {"histograms": "none", "snapshots": "none"}).histogram_every == 0
    assert math.isclose(spec.snapshot_every(81) * spec.training.epochs, spec.total_steps)


@pytest.mark.parametrize("size", [255, 256, 65_535, 65_536])
def test_histograms_take_the_bytes_that_their_largest_tensor_needs(size):
    columns = 2 * (HISTOGRAM_COLUMNS * np.min_scalar_type(size).itemsize)
    assert histogram_bytes([size]) == 8 + columns
    assert histogram_bytes([3, size]) == 8 + 2 * columns
