"""The diagnosis of a run at a cursor: a verdict, the depth rate, and the findings behind them."""

import math
from dataclasses import dataclass

from vgdesk.analysis.depth_rate import DepthRate
from vgdesk.analysis.evidence import Evidence
from vgdesk.analysis.findings import Finding
from vgdesk.analysis.rules import RULES, find_health
from vgdesk.runs.history import History

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Diagnosis:
    """How a network fares, as far as the samples up to a cursor tell.

    Attributes:
        verdict: the rule of the first finding that is one; ``unknown`` where too little was measured.
        rate: of the backpropagated signal at the cursor, over the hidden layers or time steps; None if unknown.
        findings: the rules that hold, in their order.
        cursor: the sample looked at; None without any.
        notes: which rules do not apply and why, each a sentence.
    """

    verdict: str = UNKNOWN
    rate: DepthRate | None = None
    findings: tuple[Finding, ...] = ()
    cursor: int | None = None
    notes: tuple[str, ...] = ()


def diagnose(history: History, cursor: int | None = None) -> Diagnosis:
    """Apply all rules to a run as it stood at a cursor; what came after is not looked at.

    Vanishing and plateau are judged by the first 50 updates, where their limits were measured, and stay until the
    network has learned. All other rules look at the cursor. A saturated network is in a state, not under a verdict.

    Args:
        history: of the run; it may still grow.
        cursor: the sample looked at; None for the newest, as is one beyond it.
    """
    if not history.sample_count:
        return Diagnosis()
    last = history.sample_count - 1
    evidence = Evidence(history, last if cursor is None else min(max(cursor, 0), last))
    findings = [finding for rule in RULES if (finding := rule(evidence)) is not None]
    if not any(finding.is_verdict for finding in findings) and (health := find_health(evidence)) is not None:
        findings.append(health)
    verdict = next((finding.rule for finding in findings if finding.is_verdict), UNKNOWN)
    return Diagnosis(verdict, evidence.rate, tuple(findings), evidence.cursor, _notes(evidence))


def _notes(evidence: Evidence) -> tuple[str, ...]:
    notes = []
    if math.isnan(evidence.guessing):
        notes.append(
            "The loss is a squared error, which has no loss of guessing: only numbers that are not finite are called "
            "exploding, and no verdict ends because the network has learned."
        )
    if evidence.over_time:
        notes.append("The signal is that of time steps: vanishing is judged over time, not over depth.")
    return tuple(notes)
