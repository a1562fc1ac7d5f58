"""The diagnosis of a run at a cursor: a verdict in two halves, the depth rate, and the findings behind them."""

import math
from dataclasses import dataclass, replace

from vgdesk.analysis.causes import CAUSES, find_overflow
from vgdesk.analysis.course import Stretch
from vgdesk.analysis.depth_rate import DepthRate
from vgdesk.analysis.evidence import Evidence, evidence_at
from vgdesk.analysis.findings import Finding
from vgdesk.analysis.forward import read_spec
from vgdesk.analysis.loss_rules import describe_cold, find_learning
from vgdesk.analysis.numbers import format_epoch
from vgdesk.analysis.rules import RULES, find_exploding
from vgdesk.analysis.verdicts import NO_VERDICT, Flow, Learning, Verdict
from vgdesk.errors import SpecError
from vgdesk.experiment.remedies import remedies_for
from vgdesk.runs.history import History

_RULES_OF_WATCHED = (find_overflow, find_exploding)
_WATCHED = (
    "The network is your own: the rules were found on chains of equal layers and do not judge it; "
    "only what is NaN or infinite is told."
)
_STUCK = (Learning.GUESSING, Learning.STUCK, Learning.DIVERGED)


@dataclass(frozen=True)
class Diagnosis:
    """How a network fares, as far as the samples up to a cursor tell.

    Attributes:
        verdict: does the signal arrive, does the network learn.
        rate: of the backpropagated signal at the cursor, over the hidden layers or time steps; None if unknown.
        findings: causes first, then what follows from them, in the order of their weight; what the loss says last.
        cursor: the sample looked at; None without any.
        stretches: the verdicts from the first sample to the cursor.
        notes: what was wrong before, and what is not judged and why, each a sentence.
    """

    verdict: Verdict = NO_VERDICT
    rate: DepthRate | None = None
    findings: tuple[Finding, ...] = ()
    cursor: int | None = None
    stretches: tuple[Stretch, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether enough was measured for either half of a verdict."""
        return self.verdict.is_judged

    @property
    def causes(self) -> tuple[Finding, ...]:
        """The findings that the others follow from."""
        return tuple(finding for finding in self.findings if finding.is_cause)


def diagnose(history: History, cursor: int | None = None) -> Diagnosis:
    """Apply all rules to a run as it stood at a cursor; what came after is not looked at.

    Args:
        history: of the run; it may still grow.
        cursor: the sample looked at; None for the newest, as is one beyond it.
    """
    evidence = evidence_at(history, cursor)
    if evidence is None:
        return Diagnosis()
    rules = _RULES_OF_WATCHED if history.started.is_watched else (*CAUSES, *RULES, find_learning)
    findings = [finding for rule in rules if (finding := rule(evidence)) is not None]
    stretches = tuple(stretch for stretch in evidence.course.stretches if stretch.first <= evidence.cursor)
    stretches = (*stretches[:-1], stretches[-1]._replace(last=evidence.cursor))
    return Diagnosis(
        evidence.verdict,
        evidence.rate,
        _add_remedies(history, findings),
        evidence.cursor,
        stretches,
        (*_past(history, stretches), *_notes(evidence)),
    )


def glance(history: History, cursor: int | None = None) -> Diagnosis:
    """The verdict and the depth rate at a cursor without the findings, which is quicker."""
    evidence = evidence_at(history, cursor)
    if evidence is None:
        return Diagnosis()
    return Diagnosis(evidence.verdict, evidence.rate, cursor=evidence.cursor)


def judge(history: History, cursor: int | None = None) -> Verdict:
    """The verdict alone."""
    return glance(history, cursor).verdict


def _add_remedies(history: History, findings: list[Finding]) -> tuple[Finding, ...]:
    """With what may help: against the first cause where there is one, for what follows goes with it."""
    try:
        spec = read_spec(history)
    except SpecError:
        return tuple(findings)
    roots = [finding for finding in findings if finding.is_cause]
    sick = [finding for finding in findings if not finding.is_good]
    flows = [finding for finding in sick if finding.rule not in _STUCK]
    treated = roots[:1] or flows or sick
    return tuple(
        replace(finding, remedies=remedies_for(_cause_of(finding, history), spec)) if finding in treated else finding
        for finding in findings
    )


def _cause_of(finding: Finding, history: History) -> str:
    """The word that ``vgdesk.experiment.remedies`` has for it."""
    if finding.rule == "overflow":
        untrained = finding.since == 0 and history.started.origin is None
        return "overflow at step 0" if untrained else "exploding"
    if finding.rule == "vanishing" and finding.row == "time step":
        return "forgetting"
    return "stuck" if finding.rule in _STUCK else finding.rule


def _past(history: History, stretches: tuple[Stretch, ...]) -> tuple[str, ...]:
    """What was wrong with the signal before, and is no longer."""
    notes, now = [], stretches[-1].verdict.flow
    for flow in dict.fromkeys(stretch.verdict.flow for stretch in stretches):
        if flow in (now, Flow.LEVEL, Flow.NOT_JUDGED):
            continue
        held = [stretch for stretch in stretches if stretch.verdict.flow is flow]
        first, last = (float(history.epochs[sample]) for sample in (held[0].first, held[-1].last))
        when = f"at epoch {format_epoch(first)}"
        if first != last:
            when = f"from epoch {format_epoch(first)} to {format_epoch(last)}"
        notes.append(f"It was {flow} {when}.")
    return tuple(notes)


def _notes(evidence: Evidence) -> tuple[str, ...]:
    if evidence.history.started.is_watched:
        return (_WATCHED,)
    notes = [describe_cold(evidence)]
    if math.isnan(evidence.guessing):
        notes.append("The run does not say what loss guessing would have: whether it learns is not judged.")
    if evidence.over_time:
        notes.append("The signal is that of time steps: it is judged over time, not over depth.")
    return tuple(note for note in notes if note)
