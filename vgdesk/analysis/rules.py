"""The rules of a diagnosis, a function each: evidence in, a finding out, or None where the rule does not hold.

Whether a rule holds is decided by the states of the run, see ``vgdesk.analysis.states``; here it is put into words,
with the numbers of the cursor.
"""

import math
from collections.abc import Callable

import numpy as np

from vgdesk.analysis import states
from vgdesk.analysis.evidence import Evidence
from vgdesk.analysis.findings import Finding, name_rows, number_rows
from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.readings import COLLAPSE_STEPS, is_bounded
from vgdesk.analysis.states import State


def find_exploding(evidence: Evidence) -> Finding | None:
    """Numbers that are no longer finite, or a loss far above that of guessing that does not come down."""
    if not evidence.state & State.EXPLODING:
        return None
    since = evidence.since(State.EXPLODING)
    if evidence.readings.is_broken[0]:
        sentence = "Numbers of the network are NaN or infinite: nothing is learned any more."
        return Finding("exploding", (), evidence.cursor, math.inf, 0.0, sentence, since=since)
    times, limit = evidence.loss / evidence.guessing, states.EXPLODED_LOSS
    if not times > limit:
        limit = states.RECOVERED_LOSS
    gradients = evidence.rows("gradient", "rms")
    layer = int(np.nanargmax(gradients)) + 1 if np.isfinite(gradients).any() else 0
    largest = f", and the gradient of layer {layer} is {format_value(gradients[layer - 1])}" if layer else ""
    sentence = f"The loss is {format_value(times)} times that of guessing (limit {limit:g}){largest}."
    layers = (layer,) if layer else ()
    return Finding("exploding", layers, evidence.cursor, times, limit, sentence, since=since, tensor="gradient")


def find_dead(evidence: Evidence) -> Finding | None:
    """Hidden layers most of whose units put out 0 whatever comes in."""
    if not evidence.state & State.DEAD:
        return None
    dead = evidence.hidden("activation", "dead_fraction")
    layers = number_rows(dead >= states.ALIVE_SHARE)
    sentence = (
        f"In {name_rows(layers, evidence.row)}, up to {_percent(np.nanmax(dead))} of the units put out 0 for every "
        f"point of the probe (limit {_percent(states.DEAD_SHARE)}): no gradient passes through them."
        f"{_one_sided(evidence)}"
    )
    figures = (evidence.cursor, float(np.nanmax(dead)), states.DEAD_SHARE)
    since = evidence.since(State.DEAD)
    return Finding("dead", layers, *figures, sentence, since=since, tensor="activation", row=evidence.row)


def find_vanishing(evidence: Evidence) -> Finding | None:
    """A signal that hardly arrives at the first layers, which hardly move for it, or at the first time steps."""
    if not evidence.state & State.VANISHING or _is_broken(evidence):
        return None
    decades, since = float(evidence.readings.decades[0]), evidence.since(State.VANISHING)
    if evidence.over_time:
        sentence = f"{_arrival(evidence)}: what came early hardly counts."
        figures = (evidence.cursor, decades, _signal_limit(evidence))
        return Finding("vanishing", (1,), *figures, sentence, since=since, tensor="signal", row=evidence.row)
    layers = _starved(evidence)
    sentence = f"{_arrival(evidence)}, and {_share_words(evidence)}: hardly anything is learned there."
    figures = (evidence.cursor, decades, _signal_limit(evidence))
    return Finding("vanishing", layers, *figures, sentence, since=since, tensor="signal")


def find_growing(evidence: Evidence) -> Finding | None:
    """A signal that grows on its way to the input, so that the first layers move much faster than the last."""
    if not evidence.state & State.GROWING or _is_broken(evidence):
        return None
    decades = -float(evidence.readings.decades[0])
    last = "time step" if evidence.over_time else "layer"
    sentence = (
        f"The signal of the first {last} is {format_value(10.0 ** min(decades, 300))} times that of the last (limit "
        f"{10.0**-states.GROWN_SIGNAL:.0f}): one learning rate cannot suit both ends."
    )
    figures, since = (evidence.cursor, decades, -states.GROWN_SIGNAL), evidence.since(State.GROWING)
    return Finding("growing", (1,), *figures, sentence, since=since, tensor="signal", row=evidence.row)


def find_collapsed(evidence: Evidence) -> Finding | None:
    """Hidden layers all of whose units have said the same for a while."""
    if not evidence.state & State.COLLAPSED or _is_broken(evidence):
        return None
    layers = number_rows(evidence.readings.collapsed_rows(states.WIDE_RANK)[0])
    ranks = evidence.hidden("activation", "effective_rank")
    smallest = float(np.nanmin(ranks[[layer - 1 for layer in layers]])) if layers else float(np.nanmin(ranks))
    sentence = (
        f"All units of {name_rows(layers, evidence.row)} say the same: their effective rank has been "
        f"{smallest:.3f} or so for {COLLAPSE_STEPS} updates (limit {states.COLLAPSED_RANK:g})."
    )
    figures, since = (evidence.cursor, smallest, states.COLLAPSED_RANK), evidence.since(State.COLLAPSED)
    return Finding("collapsed", layers, *figures, sentence, since=since, tensor="activation", row=evidence.row)


def find_saturated(evidence: Evidence) -> Finding | None:
    """Half of the outputs at the flat ends of their function: many saturated networks learn all the same."""
    if not evidence.state & State.SATURATED:
        return None
    shares = evidence.hidden("activation", "saturated_fraction")
    rows = evidence.history.layout.rows("activation")
    bounded = np.array([is_bounded(row.activation) for row in rows[: len(shares)]])
    layers = number_rows((shares >= states.WORKING_SHARE) & bounded)
    mean, limit = float(evidence.readings.saturated[0]), _percent(states.SATURATED_SHARE)
    where = f", most of them in {name_rows(layers, evidence.row)}" if layers else ""
    learns = "" if evidence.verdict.is_red else " It learns all the same."
    sentence = f"{_percent(mean)} of the outputs are saturated (limit {limit}){where}.{learns}"
    figures, since = (evidence.cursor, mean, states.SATURATED_SHARE), evidence.since(State.SATURATED)
    good = not evidence.verdict.is_red
    return Finding(
        "saturated", layers, *figures, sentence, since=since, tensor="activation", is_good=good, row=evidence.row
    )


def find_plateau(evidence: Evidence) -> Finding | None:
    """Updates that are tiny although the signal arrives."""
    is_small = evidence.readings.smallest_share[0] < states.SMALL_UPDATE
    if not (evidence.state & State.PLATEAU and is_small) or evidence.verdict.is_green or _is_broken(evidence):
        return None
    layers = _starved(evidence)
    arrives = "" if math.isnan(evidence.readings.decades[0]) else "The signal arrives, but "
    words = f"{arrives}{_share_words(evidence)}: every update is tiny."
    figures = (evidence.cursor, float(evidence.readings.smallest_share[0]), states.SMALL_UPDATE)
    since = evidence.since(State.PLATEAU)
    return Finding("plateau", layers, *figures, words[0].upper() + words[1:], since=since, tensor="gradient")


def find_level(evidence: Evidence) -> Finding | None:
    """That the signal arrives, where it was measured and nothing else is wrong with it."""
    if evidence.verdict.flow != "level":
        return None
    decades, smallest = float(evidence.readings.decades[0]), float(evidence.readings.smallest_share[0])
    if not math.isnan(decades):
        figures = (evidence.cursor, decades, _signal_limit(evidence))
        return Finding(
            "level", (), *figures, f"{_arrival(evidence)}.", is_good=True, tensor="signal", row=evidence.row
        )
    if math.isnan(smallest) or smallest < states.SMALL_UPDATE:
        return None
    layer = int(np.nanargmin(evidence.readings.shares[0])) + 1
    sentence = f"The gradient of layer {layer} is {format_value(smallest)} of its weights."
    return Finding(
        "level", (layer,), evidence.cursor, smallest, states.SMALL_UPDATE, sentence, is_good=True, tensor="gradient"
    )


RULES: tuple[Callable[[Evidence], Finding | None], ...] = (
    find_exploding,
    find_dead,
    find_vanishing,
    find_growing,
    find_collapsed,
    find_saturated,
    find_plateau,
    find_level,
)
"""In the order of their weight."""


def _is_broken(evidence: Evidence) -> bool:
    """Whether nothing passes through any more, which says it all."""
    return bool(evidence.state & State.DEAD) or bool(evidence.readings.is_broken[0])


def _signal_limit(evidence: Evidence) -> float:
    """Decades that may be lost: to begin with, or for a signal that is lost, before it counts as arrived again."""
    begins, ends = (states.LOST_SIGNAL, states.ARRIVED_SIGNAL)
    if evidence.over_time:
        begins, ends = (states.FORGOTTEN_SIGNAL, states.REMEMBERED_SIGNAL)
    lasts = evidence.state & State.VANISHING and evidence.readings.decades[0] < begins
    return ends if lasts else begins


def _arrival(evidence: Evidence) -> str:
    decades, rows = float(evidence.readings.decades[0]), len(evidence.history.layout.rows("signal"))
    share, limit = format_value(10.0 ** min(-decades, 300.0)), f"(limit {10.0 ** -_signal_limit(evidence):.2g})"
    if evidence.over_time:
        return f"Of the last time step's signal {share} arrives at the first, over {rows} time steps {limit}"
    return f"Of the output layer's signal {share} arrives at the first of {rows} layers {limit}"


def _starved(evidence: Evidence) -> tuple[int, ...]:
    """Numbers of the layers whose updates are tiny, the one with the smallest at least."""
    shares = evidence.readings.shares[0]
    return number_rows(shares < states.FAIR_UPDATE) or (int(np.nanargmin(shares)) + 1,)


def _share_words(evidence: Evidence) -> str:
    layers = _starved(evidence)
    share = float(np.nanmin(evidence.readings.shares[0]))
    smallest = f"{format_value(share)} of"
    limit = f"(limit {states.SMALL_UPDATE if share < states.SMALL_UPDATE else states.FAIR_UPDATE:g})"
    if len(layers) == 1:
        return f"the gradient of {name_rows(layers)} is {smallest} its weights {limit}"
    return f"the gradients of {name_rows(layers)} are down to {smallest} their weights {limit}"


def _one_sided(evidence: Evidence) -> str:
    """That inputs or weights have one sign, which switches every unit off or on."""
    facts = evidence.history.started.data
    smallest, largest = (evidence.rows("weight", measure, 0) for measure in ("min", "max"))
    positive, negative = number_rows(smallest > 0), number_rows(largest < 0)
    said = []
    if facts is not None and max(facts.high) <= 0:
        said.append("no input is above 0")
    if positive:
        said.append(f"the initial weights of {name_rows(positive)} are all positive")
    if negative:
        said.append(f"the initial weights of {name_rows(negative)} are all negative")
    words = " and ".join(said)
    return f" {words[0].upper()}{words[1:]}." if words else ""


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
