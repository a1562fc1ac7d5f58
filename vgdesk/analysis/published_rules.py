"""Rules that others have published, with their own limits, shown beside the diagnosis.

Each looks at one sample and holds a number against a fixed limit. All but the share of saturated tanh depend on the
scale of data, weights or loss, and each erred at least once where the depth rate did not.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.evidence import Evidence, evidence_at
from vgdesk.experiment.activations import Tanh, activation_named
from vgdesk.runs.history import History

FINE = "fine"
NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class PublishedRule:
    """What a published rule says of a run.

    Attributes:
        source: tool or paper.
        rule: its condition in words.
        figure: what was measured at the cursor; NaN where it was not.
        limit: the source's own; None where it names none.
        says: the source's verdict in a word or two, such as ``vanishing``, ``fine`` or ``not measured``.
    """

    source: str
    rule: str
    figure: float
    limit: float | None
    says: str


def published_rules(history: History, cursor: int | None = None) -> tuple[PublishedRule, ...]:
    """The published rules applied to a sample.

    Args:
        history: of the run.
        cursor: the sample looked at; None for the newest.
    """
    evidence = evidence_at(history, cursor)
    if evidence is None:
        return ()
    return (*_small_gradients(evidence), *_autotrainer(evidence), *_updates(evidence), *_saturated_tanh(evidence))


def _small_gradients(evidence: Evidence) -> tuple[PublishedRule, ...]:
    smallest = _extreme(np.min, _values(evidence, "gradient", "mean_abs"))
    rule = "mean |gradient| of a layer below the limit"
    sources = (("SageMaker, DeepDiagnosis", 1e-7), ("TheDeepChecker", 1e-6))
    return tuple(
        PublishedRule(source, rule, smallest, limit, _word("vanishing", smallest, smallest < limit))
        for source, limit in sources
    )


def _autotrainer(evidence: Evidence) -> tuple[PublishedRule, ...]:
    norms = _values(evidence, "gradient", "l2")
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = float(norms[0] / norms[-1])
    zeros = _extreme(np.max, _values(evidence, "gradient", "zero_fraction"))
    rows = (
        ("gradient norm, first / last below the limit, and first below 10⁻⁴", ratio, 1e-3, "vanishing"),
        ("gradient norm, first / last above the limit", ratio, 70.0, "exploding"),
        ("share of exact zeros in the gradient of a layer", zeros, 0.7, "dying ReLU"),
    )
    holds = (ratio < 1e-3 and norms[0] < 1e-4, ratio > 70, zeros >= 0.7)
    return tuple(
        PublishedRule("AUTOTRAINER", rule, figure, limit, _word(word, figure, held))
        for (rule, figure, limit, word), held in zip(rows, holds, strict=True)
    )


def _updates(evidence: Evidence) -> tuple[PublishedRule, ...]:
    """The last update up to the cursor; none follows the sample that closes a run."""
    known = evidence.rows("update", "ratio")
    if np.isnan(known).all():
        known = evidence.rows("update", "ratio", max(evidence.cursor - 1, 0))
    with np.errstate(over="ignore"):
        ratios = 10.0**known
    low, high = _extreme(np.min, ratios), _extreme(np.max, ratios)
    source = "TheDeepChecker"
    return (
        PublishedRule(
            source, "update / weight of a layer below the limit", low, 1e-4, _word("slow", low, low < 1e-4)
        ),
        PublishedRule(
            source, "update / weight of a layer above the limit", high, 0.1, _word("unstable", high, high > 0.1)
        ),
    )


def _saturated_tanh(evidence: Evidence) -> tuple[PublishedRule, ...]:
    """Our own share takes its place: outputs whose slope is below 5 %, which is |tanh| > .975."""
    rows = evidence.history.layout.rows("activation")
    shares = _values(evidence, "activation", "saturated_fraction")
    figure = _extreme(np.max, shares[[activation_named(row.activation) is Tanh for row in rows]])
    if math.isnan(figure):
        return ()
    rule = "share of the outputs of a layer with |tanh| > 0.97 (here 0.975)"
    return (PublishedRule("makemore", rule, figure, None, "a share, no verdict"),)


def _values(evidence: Evidence, tensor: str, measure: str) -> NDArray[np.float64]:
    return evidence.rows(tensor, measure)


def _extreme(choose: Callable[[NDArray[np.float64]], np.float64], values: NDArray[np.float64]) -> float:
    """Of the values that are numbers; NaN without any."""
    known = values[~np.isnan(values)]
    return float(choose(known)) if len(known) else math.nan


def _word(word: str, figure: float, holds: bool) -> str:
    if math.isnan(figure):
        return NOT_MEASURED
    return word if holds else FINE
