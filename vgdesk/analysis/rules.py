"""The rules of a diagnosis, a function each: evidence in, a finding out, or None where the rule does not hold.

Their limits separated 1572 dense networks that learn classes. Nothing is said of a rule that lacks its measures.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.evidence import LEARNED, Evidence
from vgdesk.analysis.findings import Finding, name_rows
from vgdesk.analysis.numbers import format_value
from vgdesk.experiment.activations import activation_named

EXPLODED_LOSS, LARGE_LOSS, RAISED_LOSS = 100.0, 20.0, 10.0  # times that of guessing
LARGE_GRADIENT = 1.0
LITTLE_PROGRESS = 0.5
DEAD_SHARE = 0.8
SMALL_UPDATE = 1e-3
SMALL_SIGNAL = 3e-2
FORGOTTEN_SIGNAL = float(np.finfo(np.float32).eps)
"""Over time the gradients of all steps are summed into shared weights, which rounds off anything smaller."""
SATURATED_SHARE = 0.5
COLLAPSED_RANK = 1.05
COLLAPSED_EPOCHS = 10

_AGAINST_EXPLODING = (
    "clip the gradients by their norm",
    "a smaller learning rate",
    "He or Glorot initialisation instead of larger weights",
)
_AGAINST_VANISHING = (
    "He or Glorot initialisation, and ReLU or tanh in place of sigmoid",
    "batch normalisation before the activation",
    "identity skips around the hidden layers",
)
_AGAINST_FORGETTING = (
    "an LSTM with a forget bias of 1",
    "orthogonal recurrent weights",
    "shorter sequences",
)
_AGAINST_DEATH = (
    "leaky ReLU or ELU, which let a gradient pass below 0",
    "He initialisation, with weights of both signs",
    "a smaller learning rate",
)
_AGAINST_PLATEAU = (
    "weights of both signs, such as Glorot's",
    "a larger learning rate",
    "Adam, whose steps do not shrink with the gradient",
)
_AGAINST_COLLAPSE = (
    "weights of both signs, such as Glorot's or orthogonal ones",
    "batch normalisation",
)


def find_exploding(evidence: Evidence) -> Finding | None:
    """Numbers that are no longer finite, or a loss far above that of guessing that does not come down."""
    finding = _find_nonfinite(evidence)
    if finding or not math.isfinite(evidence.loss / evidence.guessing):
        return finding
    times, stuck = evidence.loss / evidence.guessing, evidence.progress < LITTLE_PROGRESS
    words = f"The loss is {format_value(times)} times that of guessing"
    if times > EXPLODED_LOSS or (times > LARGE_LOSS and stuck):
        limit = EXPLODED_LOSS if times > EXPLODED_LOSS else LARGE_LOSS
        ending = "" if times > EXPLODED_LOSS else " and has not halved"
        sentence = f"{words}{ending} (limit {limit:g})."
        return Finding("exploding", (), evidence.cursor, times, limit, sentence, _AGAINST_EXPLODING)
    gradients = evidence.rows("gradient", "rms", _only(evidence.cursor))[0]
    if not (times > RAISED_LOSS and stuck and np.nanmax(gradients, initial=0.0) > LARGE_GRADIENT):
        return None
    layer, largest = int(np.nanargmax(gradients)) + 1, float(np.nanmax(gradients))
    sentence = f"{words} and has not halved, and the gradient of layer {layer} is {format_value(largest)} (limit 1)."
    return Finding("exploding", (layer,), evidence.cursor, largest, LARGE_GRADIENT, sentence, _AGAINST_EXPLODING)


def find_dead(evidence: Evidence) -> Finding | None:
    """Hidden layers most of whose units put out 0 whatever comes in; off once the network has learned."""
    dead = evidence.hidden("activation", "dead_fraction", _only(evidence.cursor))[0]
    layers = _numbers(dead >= DEAD_SHARE)
    if not layers or evidence.has_learned:
        return None
    sentence = (
        f"In {name_rows(layers, evidence.row)}, up to {_percent(np.nanmax(dead))} of the units put out 0 for every "
        f"point of the probe (limit {_percent(DEAD_SHARE)}): no gradient passes through them."
    )
    figures = (evidence.cursor, float(np.nanmax(dead)), DEAD_SHARE)
    return Finding("dead", layers, *figures, sentence, _AGAINST_DEATH, row=evidence.row)


def find_vanishing(evidence: Evidence) -> Finding | None:
    """A signal that hardly arrives at the first layers, which hardly move for it; off once the network has learned.

    Over time the signal alone decides: the weights are shared by all time steps.
    """
    share = evidence.signal_share
    if evidence.over_time:
        return _find_forgetting(evidence) if share < FORGOTTEN_SIGNAL else None
    if not (_smallest(evidence.update_share) < SMALL_UPDATE and share < SMALL_SIGNAL) or evidence.has_learned:
        return None
    layers = _numbers(evidence.update_share < SMALL_UPDATE)
    sentence = (
        f"Of the last layer's signal {format_value(share)} arrives at the first (limit {SMALL_SIGNAL:g}), and "
        f"{_update_words(evidence)}: hardly anything is learned there.{_now_words(evidence)}"
    )
    return Finding("vanishing", layers, int(evidence.early[0]), share, SMALL_SIGNAL, sentence, _AGAINST_VANISHING)


def find_plateau(evidence: Evidence) -> Finding | None:
    """Updates that are tiny although the signal arrives; off once the network has learned."""
    smallest = _smallest(evidence.update_share)
    vanishes = not evidence.over_time and evidence.signal_share < SMALL_SIGNAL
    if not smallest < SMALL_UPDATE or vanishes or evidence.has_learned:
        return None
    layers = _numbers(evidence.update_share < SMALL_UPDATE)
    arrives = "" if math.isnan(evidence.signal_share) else "The signal arrives, but "
    words = f"{arrives}{_update_words(evidence)}: every update is tiny.{_now_words(evidence)}"
    sentence = words[0].upper() + words[1:]
    return Finding("plateau", layers, int(evidence.early[0]), smallest, SMALL_UPDATE, sentence, _AGAINST_PLATEAU)


def find_saturated(evidence: Evidence) -> Finding | None:
    """Half of the outputs at the flat ends of their function: a state, for many saturated networks learn.

    Only of functions that are flat at both ends. Half of a healthy ReLU layer is flat.
    """
    shares = evidence.hidden("activation", "saturated_fraction", _only(evidence.cursor))[0]
    rows = evidence.history.layout.rows("activation")
    shares[[not _is_bounded(row.activation) for row in rows[: len(shares)]]] = np.nan
    mean = float(np.mean(shares[np.isfinite(shares)])) if np.isfinite(shares).any() else math.nan
    if not mean >= SATURATED_SHARE:
        return None
    layers = _numbers(shares >= SATURATED_SHARE)
    limit = _percent(SATURATED_SHARE)
    sentence = f"{_percent(mean)} of the outputs are saturated (limit {limit}), most of them in {name_rows(layers)}."
    return Finding("saturated", layers, evidence.cursor, mean, SATURATED_SHARE, sentence, is_verdict=False)


def find_rank_collapse(evidence: Evidence) -> Finding | None:
    """Hidden layers whose units have said the same for ten epochs; off once the network has learned.

    One output asks for one number: then the last hidden layer alone may collapse, as healthy networks' do.
    """
    epochs = evidence.history.epochs[: evidence.cursor + 1]
    wanted = epochs[-1] - np.arange(COLLAPSED_EPOCHS, -1, -1)
    if wanted[0] < epochs[0] or evidence.has_learned:
        return None
    samples = np.unique(np.searchsorted(epochs, wanted + 1e-9, "right") - 1)
    largest = evidence.hidden("activation", "effective_rank", samples).max(axis=0)
    layout = evidence.history.layout
    units = np.array([row.units for row in layout.rows("activation")[: len(largest)]])
    largest[units < 2] = np.nan
    layers = _numbers(largest < COLLAPSED_RANK)
    if not layers or (layout.layers[-1].units == 1 and layers == (len(largest),)):
        return None
    smallest = float(np.nanmin(largest))
    sentence = (
        f"All units of {name_rows(layers, evidence.row)} say the same: their effective rank was at most "
        f"{smallest:.3f} for {COLLAPSED_EPOCHS} epochs (limit {COLLAPSED_RANK:g})."
    )
    figures = (int(samples[0]), smallest, COLLAPSED_RANK)
    return Finding("rank collapse", layers, *figures, sentence, _AGAINST_COLLAPSE, row=evidence.row)


def find_health(evidence: Evidence) -> Finding | None:
    """What is left when no other rule speaks; None where neither updates nor a loss are known well enough."""
    if evidence.has_learned:
        times = evidence.loss / evidence.guessing
        sentence = f"It has learned: the loss is {format_value(times)} of that of guessing (limit {LEARNED:g})."
        return Finding("healthy", (), evidence.cursor, times, LEARNED, sentence)
    if evidence.over_time and evidence.signal_share >= FORGOTTEN_SIGNAL:
        sentence = f"{_memory_words(evidence)}: it is remembered."
        figures = (evidence.cursor, evidence.signal_share, FORGOTTEN_SIGNAL)
        return Finding("healthy", (1,), *figures, sentence, row=evidence.row)
    smallest = _smallest(evidence.update_share)
    if not smallest >= SMALL_UPDATE:
        return None
    layer = int(np.nanargmin(evidence.update_share)) + 1
    sentence = (
        f"The updates reach every layer: the smallest gradient, of layer {layer}, is {format_value(smallest)} of its "
        f"weights (limit {SMALL_UPDATE:g})."
    )
    return Finding("healthy", (layer,), int(evidence.early[0]), smallest, SMALL_UPDATE, sentence)


RULES: tuple[Callable[[Evidence], Finding | None], ...] = (
    find_exploding,
    find_dead,
    find_vanishing,
    find_plateau,
    find_saturated,
    find_rank_collapse,
)
"""In the order of their weight: the first that holds is the verdict, but for a state."""


def _is_bounded(activation: str) -> bool:
    choice = activation_named(activation)
    return choice is not None and choice.is_bounded


def _find_nonfinite(evidence: Evidence) -> Finding | None:
    """The first loss that is not finite, or, if all are, what is not finite in the gradients at the cursor."""
    bad = np.flatnonzero(~np.isfinite(evidence.history.batch_loss[: evidence.cursor + 1]))
    sample = int(bad[0]) if len(bad) else evidence.cursor
    counts = evidence.rows("gradient", "nonfinite", _only(sample))[0]
    total = float(np.nansum(counts))
    if not len(bad) and not total:
        return None
    layers = _numbers(counts > 0)
    where = f"in the gradients of {name_rows(layers)}" if layers else "in the loss"
    epoch = format_value(float(evidence.history.epochs[sample]))
    sentence = f"NaN or infinity {where} at epoch {epoch}: nothing is learned any more."
    return Finding("exploding", layers, sample, total + bool(len(bad)), 0.0, sentence, _AGAINST_EXPLODING)


def _find_forgetting(evidence: Evidence) -> Finding:
    sentence = f"{_memory_words(evidence)}: what came early is lost in rounding."
    figures = (evidence.cursor, evidence.signal_share, FORGOTTEN_SIGNAL)
    return Finding("vanishing", (1,), *figures, sentence, _AGAINST_FORGETTING, row=evidence.row)


def _memory_words(evidence: Evidence) -> str:
    share, limit = format_value(evidence.signal_share), format_value(FORGOTTEN_SIGNAL)
    return f"Of the last time step's signal {share} arrives at the first (limit {limit})"


def _smallest(shares: NDArray[np.float64]) -> float:
    """NaN where none is known."""
    known = shares[~np.isnan(shares)]
    return float(known.min()) if len(known) else math.nan


def _update_words(evidence: Evidence) -> str:
    layers = _numbers(evidence.update_share < SMALL_UPDATE)
    smallest = f"{format_value(_smallest(evidence.update_share))} of"
    if len(layers) == 1:
        return f"the gradient of {name_rows(layers)} is {smallest} its weights (limit {SMALL_UPDATE:g})"
    return f"the gradients of {name_rows(layers)} are down to {smallest} their weights (limit {SMALL_UPDATE:g})"


def _now_words(evidence: Evidence) -> str:
    """What the same numbers are at the cursor, where that is past the early steps."""
    if evidence.cursor <= evidence.early[-1]:
        return ""
    now = _only(evidence.cursor)
    update, signal = _smallest(evidence.update_share_at(now)), evidence.signal_share_at(now)
    return (
        f" That was early on; at the cursor the signal is {format_value(signal)}, the update {format_value(update)}."
    )


def _numbers(wanted: NDArray[np.bool_]) -> tuple[int, ...]:
    """Numbers, from 1, of the rows that are wanted."""
    return tuple((np.flatnonzero(wanted) + 1).tolist())


def _only(sample: int) -> NDArray[np.intp]:
    return np.array([sample])


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
