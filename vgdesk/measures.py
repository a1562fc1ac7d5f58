"""The table of measures: every statistic of a tensor that vgdesk records, with its meaning.

A measure belongs to a tensor of a layer. The names of both appear in CSV files and run files and never change.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Never


class Scale(StrEnum):
    """How a measure is drawn."""

    LOG = "log"
    LINEAR = "linear"
    FRACTION = "fraction"
    COUNT = "count"
    EXPONENT = "exponent"
    """The values are powers of ten already."""


@dataclass(frozen=True)
class Tensor:
    """One tensor of a layer that is measured.

    Attributes:
        key: name in files, such as ``gradient``.
        label: name on the screen.
        symbol: the textbook's symbol.
        family: the key of the table of measures that apply, see ``measures_of``.
        shown: whether panes offer it by default; biases and normalisation parameters are recorded, not shown.
        follows_time: whether a recurrent network has one a time step instead of one a layer.
    """

    key: str
    label: str
    symbol: str
    family: str
    shown: bool = True
    follows_time: bool = False


@dataclass(frozen=True)
class Measure:
    """One statistic of one tensor.

    Attributes:
        key: name in files, such as ``mean_abs``.
        label: name on the screen.
        short: the same where there is little space, beside the name of the tensor.
        scale: how it is drawn.
        formula: its definition, x running over the n entries of the tensor.
        source: where the definition comes from.
    """

    key: str
    label: str
    short: str
    scale: Scale
    formula: str
    source: str = "definition"


TENSORS: tuple[Tensor, ...] = (
    Tensor("activation", "activation", "a", "activation", follows_time=True),
    Tensor("signal", "signal", "dL/dz", "signal", follows_time=True),
    Tensor("gradient", "weight gradient", "dL/dW", "gradient"),
    Tensor("weight", "weight", "W", "weight"),
    Tensor("update", "update", "dW", "update"),
    Tensor("recurrent_gradient", "recurrent weight gradient", "dL/dU", "gradient"),
    Tensor("recurrent_weight", "recurrent weight", "U", "weight"),
    Tensor("bias_gradient", "bias gradient", "dL/db", "gradient", shown=False),
    Tensor("bias", "bias", "b", "weight", shown=False),
    Tensor("scale_gradient", "scale gradient", "dL/dgamma", "gradient", shown=False),
    Tensor("scale", "normalisation scale", "gamma", "weight", shown=False),
    Tensor("shift_gradient", "shift gradient", "dL/dbeta", "gradient", shown=False),
    Tensor("shift", "normalisation shift", "beta", "weight", shown=False),
    Tensor("slope_gradient", "slope gradient", "dL/da", "gradient", shown=False),
    Tensor("slope", "learned slope", "a", "weight", shown=False),
    Tensor("recurrent_bias_gradient", "recurrent bias gradient", "dL/db", "gradient", shown=False),
    Tensor("recurrent_bias", "recurrent bias", "b", "weight", shown=False),
    Tensor("input_scale_gradient", "input scale gradient", "dL/dgamma", "gradient", shown=False),
    Tensor("input_scale", "input normalisation scale", "gamma", "weight", shown=False),
    Tensor("input_shift_gradient", "input shift gradient", "dL/dbeta", "gradient", shown=False),
    Tensor("input_shift", "input normalisation shift", "beta", "weight", shown=False),
)

_MEAN = Measure("mean", "mean", "mean", Scale.LINEAR, "sum(x) / n")
_STD = Measure("std", "standard deviation", "std", Scale.LOG, "sqrt(sum((x - mean)^2) / n), population form")
_RMS = Measure("rms", "root mean square", "rms", Scale.LOG, "sqrt(sum(x^2) / n)")
_L2 = Measure("l2", "Euclidean norm", "norm", Scale.LOG, "sqrt(sum(x^2))")
_NONFINITE = Measure(
    "nonfinite", "non-finite entries", "non-finite", Scale.COUNT, "number of NaN and infinite entries"
)

_MEAN_ABS = Measure("mean_abs", "mean absolute value", "mean |x|", Scale.LOG, "sum(|x|) / n")
_MAX_ABS = Measure("max_abs", "largest absolute value", "max |x|", Scale.LOG, "max(|x|)")

_FAMILIES: dict[str, tuple[Measure, ...]] = {
    "activation": (
        _MEAN,
        _STD,
        _RMS,
        Measure(
            "saturated_fraction",
            "share of saturated units",
            "saturated",
            Scale.FRACTION,
            "share of entries whose slope phi'(z) is below 5 % of phi's largest slope, on the probe",
        ),
        Measure(
            "dead_fraction",
            "share of dead units",
            "dead",
            Scale.FRACTION,
            "share of units that put out 0 for every point of the probe",
        ),
        Measure(
            "effective_rank",
            "effective rank",
            "rank",
            Scale.LINEAR,
            "trace(C)^2 / trace(C^2), C the covariance of the units over the probe; 0 if nothing varies",
            "participation ratio, Litwin-Kumar et al. (2017)",
        ),
        Measure(
            "unresponsive_fraction",
            "share of unresponsive units",
            "inert",
            Scale.FRACTION,
            "share of units whose standard deviation over the probe is at most 1 % of their root mean square: a hint",
        ),
        _NONFINITE,
    ),
    "signal": (
        _RMS,
        _MEAN_ABS,
        _MAX_ABS,
        _NONFINITE,
    ),
    "update": (
        Measure("ratio", "update to weight", "ratio", Scale.EXPONENT, "log10(rms(dW) / rms(W)); about -3 is healthy"),
    ),
    "gradient": (
        _MEAN,
        _STD,
        _MEAN_ABS,
        _RMS,
        _L2,
        _MAX_ABS,
        Measure("zero_fraction", "share of exact zeros", "zeros", Scale.FRACTION, "number of entries equal to 0 / n"),
        _NONFINITE,
    ),
    "weight": (
        _MEAN,
        _STD,
        _MEAN_ABS,
        _RMS,
        _L2,
        Measure("min", "smallest value", "min", Scale.LINEAR, "min(x)"),
        Measure("max", "largest value", "max", Scale.LINEAR, "max(x)"),
        Measure(
            "negative_fraction",
            "share of negative entries",
            "negative",
            Scale.FRACTION,
            "number of entries below 0 / n",
        ),
        _NONFINITE,
    ),
}

SCORES: tuple[str, ...] = ("loss", "accuracy", "test_loss", "test_accuracy")

HISTOGRAM_TENSORS: tuple[str, ...] = ("gradient", "weight", "recurrent_gradient", "recurrent_weight")
HISTOGRAM_BINS = 64
LOWEST_EXPONENT = -51
"""Bin i of a histogram counts the entries with 2^(i - 51) <= |x| < 2^(i - 50).

The first bin also counts what is smaller, down to the smallest denormal, and the last what is larger: below 2^-50
(9e-16) a gradient moves no weight of ordinary size, above 2^12 (4096) it has exploded.
"""
HISTOGRAM_EDGES: tuple[float, ...] = tuple(
    math.log10(2) * (LOWEST_EXPONENT + edge) for edge in range(HISTOGRAM_BINS + 1)
)
"""log10|x| at the edges of the bins; the first and the last bin are open beyond theirs."""
ZEROS, NONFINITE = HISTOGRAM_BINS, HISTOGRAM_BINS + 1
HISTOGRAM_COLUMNS = HISTOGRAM_BINS + 2
"""Counts of a histogram: those of its bins, then that of exact zeros, then that of NaN and infinities."""


def find_tensor(key: str) -> Tensor:
    """The tensor of that key.

    Raises:
        KeyError: no such tensor.
    """
    return next((tensor for tensor in TENSORS if tensor.key == key), None) or _missing("tensor", key)


def gradient_of(tensor: str) -> str:
    """Key of the gradient of a trained tensor: ``gradient`` of ``weight``, ``bias_gradient`` of ``bias``."""
    return tensor.replace("weight", "gradient") if "weight" in tensor else f"{tensor}_gradient"


def measures_of(tensor: str) -> tuple[Measure, ...]:
    """Measures recorded of the tensor of that key, in their stable order.

    Raises:
        KeyError: no such tensor.
    """
    return _FAMILIES[find_tensor(tensor).family]


def find_measure(tensor: str, key: str) -> Measure:
    """The measure of that key for the tensor of that key.

    Raises:
        KeyError: no such tensor, or it has no such measure.
    """
    found = (measure for measure in measures_of(tensor) if measure.key == key)
    return next(found, None) or _missing(f"measure of {tensor}", key)


def _missing(kind: str, key: str) -> Never:
    raise KeyError(f"no {kind} {key!r}")
