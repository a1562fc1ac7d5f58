"""Every measure against plain numpy in float64, one tensor at a time, odd values included."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.tolerance import assert_measured, bound
from vgdesk.measures import measures_of
from vgdesk.training.reductions import reduce_gradients, reduce_signals, reduce_weights

NAN, INF = math.nan, math.inf

ODD_TENSORS = {
    "a NaN": [1, NAN, 3],
    "all NaN": [NAN, NAN],
    "an infinity": [1, INF, -2],
    "a negative infinity": [1, -INF],
    "both infinities": [INF, -INF, 0],
    "equal infinities": [INF, INF],
    "NaN and infinity": [NAN, INF, 1, 0],
    "zeros": [0, 0, 0, 0],
    "negative zero": [-0.0, 0.0, 1],
    "denormals": [1e-42, -3e-42, 2e-42, 0],
    "squares that underflow": [1e-30, -2e-30, 5e-30],
    "squares that overflow": [1e30, -3e38, 2e25],
    "large and tiny": [1e30, 1e-30, -1],
    "constant": [0.1] * 7,
    "constant, large": [-3e7] * 1000,
    "long, of both signs": np.linspace(-1, 2, 25_001),
    "long, an infinity near its end": [*[0.5] * 15_000, *[0] * 10_000, INF, -1],
    "single entry": [-0.3],
    "single zero": [0],
    "plain": [0.25, -0.25, 0.5, 1.5],
    "near 1, as scales of a normalisation": [1.001, 0.999, 1.0004, 1.0],
}

DEFINITIONS = {
    "mean": lambda x: x.sum() / x.size,
    "std": lambda x: np.sqrt(np.square(x - x.sum() / x.size).sum() / x.size),
    "mean_abs": lambda x: np.abs(x).sum() / x.size,
    "rms": lambda x: np.sqrt(np.square(x).sum() / x.size),
    "l2": lambda x: np.sqrt(np.square(x).sum()),
    "max_abs": lambda x: np.abs(x).max(),
    "min": lambda x: x.min(),
    "max": lambda x: x.max(),
    "zero_fraction": lambda x: sum(1 for entry in x if entry == 0) / x.size,
    "negative_fraction": lambda x: sum(1 for entry in x if entry < 0) / x.size,
    "nonfinite": lambda x: sum(1 for entry in x if not math.isfinite(entry)),
}

VARIANCE_FLOOR = 1e-14  # of the mean square: a smaller variance counts as 0
FAMILIES = [("gradient", reduce_gradients), ("weight", reduce_weights), ("signal", reduce_signals)]


@pytest.mark.parametrize(("tensor", "reduce"), FAMILIES)
def test_odd_tensors_side_by_side_are_measured_as_each_alone(tensor, reduce):
    assert_measures(tensor, reduce, [list(ODD_TENSORS.values())], list(ODD_TENSORS))


@pytest.mark.parametrize(("tensor", "reduce"), FAMILIES)
def test_an_odd_tensor_is_measured_by_definition(tensor, reduce):
    for name, entries in ODD_TENSORS.items():
        assert_measures(tensor, reduce, [[entries]], [name])


@pytest.mark.parametrize(("tensor", "reduce"), FAMILIES)
@pytest.mark.parametrize(("steps", "size"), [(1, 1), (64, 7), (64, 2000), (3, 70_000)])
def test_many_steps_are_measured_each_alone(tensor, reduce, steps, size):
    random = np.random.default_rng(0)
    rows = [[random.normal(0, 10.0 ** random.integers(-8, 3), size), random.normal(size=3)] for _ in range(steps)]
    assert_measures(tensor, reduce, rows, ["drawn", "small"])


@pytest.mark.parametrize(("tensor", "reduce"), FAMILIES)
@settings(deadline=None)
@given(entries=st.lists(st.floats(width=32, allow_nan=True, allow_infinity=True), min_size=1, max_size=12))
def test_any_tensor_is_measured_by_definition(tensor, reduce, entries):
    assert_measures(tensor, reduce, [[entries]], ["drawn"])


def test_a_constant_tensor_deviates_by_exactly_nothing():
    column = [measure.key for measure in measures_of("gradient")].index("std")
    values = [0.1, -1 / 3, 1e-42, 1e-30, 3e38, *np.random.default_rng(0).normal(size=100)]
    for size in (1000, 10_001):
        rows = np.tile(np.array(values, np.float32)[:, None], size)
        assert not reduce_gradients(rows, [0])[:, column, 0].any()


def assert_measures(tensor, reduce, rows, names):
    """Rows [step][tensor][entry] come out as their definitions say, to the last digits of float32."""
    flat = np.array([np.concatenate(row) for row in rows], np.float32)
    before = flat.tobytes()
    sizes = [len(part) for part in rows[0]]
    starts = np.cumsum([0, *sizes[:-1]])
    measured = reduce(flat, starts)
    assert flat.tobytes() == before, "the reduction wrote into its input"
    assert measured.dtype == np.float32
    for step, row in enumerate(flat):
        for number, part in enumerate(np.split(row.astype(np.float64), starts[1:])):
            for found, measure in zip(measured[step, :, number], measures_of(tensor), strict=True):
                assert_defined(found, measure.key, part, f"{measure.key} of {names[number]}")


def assert_defined(found, measure, x, what):
    """The measure of entries, which the product finds from the sums of x, of |x| and of x squared."""
    with np.errstate(all="ignore"):
        wanted, size = DEFINITIONS[measure](x), np.abs(x).sum() / x.size
        rounded = np.float32(wanted)
        spoilt = lost_in_deviation(wanted, x) if measure == "std" and wanted > 0 else 0.0
    if not np.isfinite(rounded):
        assert str(found) == str(rounded), what
        return
    assert_measured(found, wanted, terms=x.size, size=size if measure == "mean" else None, spoilt=spoilt, what=what)


def lost_in_deviation(deviation, x):
    """Variance is the mean square less the squared mean: what is lost of the first is more of a small rest."""
    lost = max(bound(1, x.size + 10).item(), VARIANCE_FLOOR) * np.square(x).sum() / x.size
    return min(np.sqrt(lost), lost / deviation)
