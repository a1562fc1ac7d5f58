"""Causes, in the order of a forward pass: data, weights, activations, the first number that is none, the updates.

What they bring about is found by ``vgdesk.analysis.rules``.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.depth_rate import Row
from vgdesk.analysis.evidence import Evidence
from vgdesk.analysis.findings import Finding, name_rows, number_rows
from vgdesk.analysis.forward import read_spec
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.analysis.readings import Readings
from vgdesk.analysis.states import State
from vgdesk.analysis.verdicts import Flow, Learning
from vgdesk.errors import SpecError
from vgdesk.experiment.output_functions import Softmax
from vgdesk.measures import find_tensor

LARGE_INPUT = 20.0
UNEVEN_INPUTS = 30.0  # largest column / smallest one
FAR_INPUT = 2.0  # distance of a column's middle from 0 / its range
LARGE_UPDATE = 0.3  # rms(update) / rms(weight)
_MOST_COLUMNS = 3  # named one by one

_FORWARD = ("weight", "activation", "", "signal", "gradient")  # "" is the loss
_NEAR_OVERFLOW = 1e15  # of the layer before: products of such numbers soon overflow
_BAD_FLOWS = (Flow.EXPLODING, Flow.DEAD, Flow.SATURATED, Flow.COLLAPSED)
_BAD_STATES = (State.EXPLODING, State.DEAD, State.SATURATED, State.FAR_ABOVE)
_BAD_LEARNING = (Learning.GUESSING, Learning.STUCK, Learning.SLOW, Learning.DIVERGED)


def find_one_label(evidence: Evidence) -> Finding | None:
    """Points that all have the same label: nothing is there to learn."""
    facts = evidence.history.started.data
    if facts is None or facts.guessing > 0:
        return None
    sentence = f"All {facts.points} points have the same label: there is nothing to learn."
    return Finding("one label", (), evidence.cursor, 0.0, 0.0, sentence, is_cause=True)


def find_inputs(evidence: Evidence) -> Finding | None:
    """Input columns of large, uneven or one-sided ranges, where the network does not learn."""
    facts, verdict = evidence.history.started.data, evidence.verdict
    if facts is None or not (verdict.flow in _BAD_FLOWS or verdict.learning in _BAD_LEARNING):
        return None
    low, high = np.array(facts.low), np.array(facts.high)
    sizes, ranges = np.maximum(np.abs(low), np.abs(high)), high - low
    varying = ranges > 0
    if not varying.any():
        sentence = "No input column varies: every point looks the same to the network."
        return Finding("inputs", (), evidence.cursor, 0.0, 0.0, sentence, is_cause=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.where(varying, np.abs(low + high) / 2 / ranges, 0.0)
    columns = _name_columns(low, high, np.flatnonzero(varying & (sizes > LARGE_INPUT)))
    figure, limit = float(sizes[varying].max()), LARGE_INPUT
    uneven = figure / float(sizes[varying].min())
    if figure > LARGE_INPUT:
        sentence = f"Inputs are large: {columns}. Weights of the usual size make large activations of them."
    elif uneven > UNEVEN_INPUTS:
        figure, limit = uneven, UNEVEN_INPUTS
        sentence = f"The largest input column is {format_value(uneven)} times the smallest: one drowns the other."
    elif far.max() > FAR_INPUT:
        figure, limit = float(far.max()), FAR_INPUT
        named = _name_columns(low, high, np.flatnonzero(far > FAR_INPUT))
        sentence = f"Inputs lie far from 0 for their range: {named}. They act like one more bias."
    else:
        return None
    return Finding("inputs", (), evidence.cursor, figure, limit, sentence, is_cause=True)


def find_constant_weights(evidence: Evidence) -> Finding | None:
    """Layers that began with equal weights: all units of such a layer say the same, and stay that way."""
    if evidence.verdict.learning not in _BAD_LEARNING and evidence.verdict.flow not in _BAD_FLOWS:
        return None
    widths = np.array([layer.units for layer in evidence.history.layout.layers])
    spread = evidence.rows("weight", "std", 0)
    layers = number_rows((spread == 0) & (widths > 1))
    if not layers:
        return None
    sizes = evidence.rows("weight", "rms", 0)[[layer - 1 for layer in layers]]
    what = "are 0" if not sizes.any() else "are all equal"
    sentence = f"The initial weights of {name_rows(layers)} {what}: all units of a layer say the same and stay so."
    return Finding("constant weights", layers, 0, 0.0, 0.0, sentence, tensor="weight", is_cause=True)


def find_fixed_output(evidence: Evidence) -> Finding | None:
    """A softmax of one unit, which is 1 for every point: no gradient comes out of it."""
    try:
        squash = read_spec(evidence.history).network.squash
    except SpecError:
        return None
    output = len(evidence.history.layout.layers)
    if not isinstance(squash, Softmax) or evidence.history.layout.layers[-1].units != 1:
        return None
    sentence = (
        "The output is a softmax of one unit: 1 for every point, whatever comes in. Its gradient is exactly 0, so no "
        "layer ever learns. One output takes a sigmoid; softmax needs a unit for each class."
    )
    return Finding("fixed output", (output,), 0, 0.0, 0.0, sentence, is_cause=True)


def find_overflow(evidence: Evidence) -> Finding | None:
    """The first number that is NaN or infinite, in the order of a forward pass and then of a backward one."""
    sample = evidence.course.first_broken
    if sample is None or sample > evidence.cursor or not evidence.state & State.EXPLODING:
        return None
    readings = Readings(evidence.history, sample, sample + 1)
    tensor = next(key for key in _FORWARD if _is_broken(evidence, readings, key))
    broken = number_rows(readings.broken_rows(tensor)[0]) if tensor else ()
    backward = tensor in ("signal", "gradient")
    layers = broken[-1:] if backward else broken[:1]
    row: Row = "time step" if tensor and evidence.over_time and find_tensor(tensor).follows_time else "layer"
    what = _name_break(readings, tensor, layers)
    name = f"the {find_tensor(tensor).label} of {name_rows(layers, row)}" if tensor else "the loss"
    untrained = sample == 0 and evidence.history.started.origin is None
    when = f"at step {int(evidence.history.steps[sample])}{', before any update' if untrained else ''}"
    after = ". Neither clipping nor a smaller learning rate can help" if untrained and tensor == "activation" else ""
    after = ": the update before it broke them" if tensor == "weight" else after
    sentence = f"{name[0].upper()}{name[1:]} {what} {when}{after}."
    figures = (sample, math.inf, float(np.finfo(np.float32).max))
    return Finding("overflow", layers, *figures, sentence, since=sample, tensor=tensor, is_cause=True, row=row)


def find_large_update(evidence: Evidence) -> Finding | None:
    """An update that changed a layer's weights by their own size, before the network went bad."""
    state = evidence.state
    bad = next((flag for flag in _BAD_STATES if state & flag), None)
    since = evidence.since(bad) if bad is not None else 0
    if not since or ("update", "ratio") not in evidence.history.layout:
        return None
    ratios = Readings(evidence.history, 0, since).rows("update", "ratio")
    with np.errstate(over="ignore"):
        changes = np.where(np.isnan(ratios), 0.0, 10.0**ratios)
    sample, layer = (int(place) for place in np.unravel_index(int(changes.argmax()), changes.shape))
    change = float(changes[sample, layer])
    if not LARGE_UPDATE < change < math.inf:
        return None
    epoch = format_epoch(float(evidence.history.epochs[sample]))
    sentence = (
        f"The update at epoch {epoch} changed the weights of layer {layer + 1} by {format_value(change)} of their "
        f"size (limit {LARGE_UPDATE:g}): the learning rate is too large for these gradients."
    )
    return Finding(
        "rate", (layer + 1,), sample, change, LARGE_UPDATE, sentence, since=sample, tensor="update", is_cause=True
    )


CAUSES: tuple[Callable[[Evidence], Finding | None], ...] = (
    find_one_label,
    find_inputs,
    find_constant_weights,
    find_fixed_output,
    find_overflow,
    find_large_update,
)
"""In the order of a forward pass."""


def _is_broken(evidence: Evidence, readings: Readings, tensor: str) -> bool:
    if tensor:
        return bool(readings.broken_rows(tensor).any())
    return not math.isfinite(float(evidence.history.batch_loss[readings.first]))


def _name_break(readings: Readings, tensor: str, layers: tuple[int, ...]) -> str:
    """Whether a number became too large for single precision, or none at all."""
    if not tensor:
        value, before = float(readings.history.batch_loss[readings.first]), 0.0
    else:
        values = readings.rows(tensor, "rms")[0]
        value, before = float(values[layers[0] - 1]), float(np.nanmax(np.where(np.isfinite(values), values, 0.0)))
    overflows = math.isinf(value) or before > _NEAR_OVERFLOW
    return "overflows (single precision ends at 3.4e38)" if overflows else "is NaN"


def _name_columns(low: NDArray[np.float64], high: NDArray[np.float64], places: NDArray[np.intp]) -> str:
    """Some columns with their ranges: ``column 2 from 0.47 to 98 and 3 more``."""
    words = [
        f"column {place + 1} from {format_value(low[place])} to {format_value(high[place])}"
        for place in places[:_MOST_COLUMNS]
    ]
    more = len(places) - len(words)
    return ", ".join(words) + (f" and {more} more" if more > 0 else "")
