"""Every measure against plain numpy in float64, one tensor at a time, odd values included."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.tolerance import assert_close, assert_within, bound, measured_bound
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


@pytest.mark.parametrize(("tensor", "reduce"), FAMILIES[:2])
@pytest.mark.parametrize("size", [2, 1000, 10_001, 300_000])
def test_a_constant_tensor_deviates_by_exactly_nothing(tensor, reduce, size):
    values = [0.1, -1 / 3, 1e-42, 1e-30, 3e38, *np.random.default_rng(0).normal(size=10)]
    rows = np.tile(np.array(values, np.float32)[:, None], size)
    assert not reduce(rows, [0])[:, place_of_deviation(tensor), 0].any()


@pytest.mark.parametrize(("tensor", "reduce"), FAMILIES[:2])
@pytest.mark.parametrize("size", [3, 1000, 25_001])
def test_a_deviation_far_below_the_rounding_of_the_sums_is_told(tensor, reduce, size):
    rows = np.full((3, 2 + size), 0.1, np.float32)
    rows[1, -1] = np.nextafter(rows[1, -1], np.float32(1))
    found = reduce(rows, [0, 2])[:, place_of_deviation(tensor)]
    wanted = DEFINITIONS["std"]((rows[1, 2:] - rows[1, 2]).astype(np.float64))
    assert_close(found, [[0, 0], [0, wanted], [0, 0]], steps=2)


def place_of_deviation(tensor):
    return [measure.key for measure in measures_of(tensor)].index("std")


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
    allowed = measured_bound(wanted, x.size, size if measure == "mean" else None) + spoilt
    assert_within(np.float64(found), np.float64(wanted), allowed, what)


def lost_in_deviation(deviation, x):
    """Variance is the mean square less the squared mean: what is lost of the first is more of a small rest."""
    lost = bound(np.square(x).sum() / x.size, 2 * x.size + 10).item()
    return min(np.sqrt(lost), lost / deviation)
