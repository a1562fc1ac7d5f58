"""Shapes and blocks; every value is held against its definition in ``tests/oracle/test_statistics.py``."""

import numpy as np
import pytest

from vgdesk.measures import measures_of
from vgdesk.training import reductions
from vgdesk.training.reductions import reduce_gradients, reduce_weights

ROWS = np.random.default_rng(0).normal(size=(10, 30)).astype(np.float32)
STARTS = (0, 1, 11, 12)


@pytest.mark.parametrize(("tensor", "reduce"), [("gradient", reduce_gradients), ("weight", reduce_weights)])
def test_the_axes_are_step_measure_and_tensor(tensor, reduce):
    assert reduce(ROWS, STARTS).shape == (10, len(measures_of(tensor)), 4)


@pytest.mark.parametrize("reduce", [reduce_gradients, reduce_weights])
@pytest.mark.parametrize("entries", [1, 30, 90, 299])
def test_the_size_of_the_blocks_changes_no_bit(monkeypatch, reduce, entries):
    whole = reduce(ROWS, STARTS)
    monkeypatch.setattr(reductions, "_BLOCK_ENTRIES", entries)
    assert reduce(ROWS, STARTS).tobytes() == whole.tobytes()


@pytest.mark.parametrize("reduce", [reduce_gradients, reduce_weights])
def test_a_step_is_measured_alike_alone_or_among_others(reduce):
    whole = reduce(ROWS, STARTS)
    for step in range(10):
        assert reduce(ROWS[step : step + 1], STARTS).tobytes() == whole[step : step + 1].tobytes()


@pytest.mark.parametrize("reduce", [reduce_gradients, reduce_weights])
def test_a_nan_spoils_its_own_tensor_alone(reduce):
    spoilt = ROWS.copy()
    spoilt[3, 5] = np.nan
    whole, found = reduce(ROWS, STARTS), reduce(spoilt, STARTS)
    differs = (whole != found).any(axis=1)
    assert np.argwhere(differs).tolist() == [[3, 1]]


@pytest.mark.parametrize("sizes", [[70_000], [10, 70_000, 3], [40_000, 30_000, 20_000], [65_536, 1], [1] * 9])
def test_tensors_of_any_size_are_reduced_as_one_by_one(sizes):
    rows = np.random.default_rng(0).normal(size=(3, sum(sizes))).astype(np.float32)
    starts = [0, *np.cumsum(sizes)[:-1]]
    together = reduce_gradients(rows, starts)
    alone = [reduce_gradients(np.ascontiguousarray(part), [0]) for part in np.split(rows, starts[1:], axis=1)]
    np.testing.assert_array_equal(together, np.concatenate(alone, axis=2))
