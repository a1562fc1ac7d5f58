"""What the rules say of a run at a cursor, ready to be written down."""

from dataclasses import dataclass

from vgdesk.analysis.diagnosis import Diagnosis, diagnose
from vgdesk.analysis.findings import Finding, name_rows
from vgdesk.analysis.first_bad import FirstBad, first_bad
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.analysis.published_rules import PublishedRule, published_rules
from vgdesk.runs.history import History


@dataclass(frozen=True)
class FindingsFrame:
    """The verdict, all that it rests on, and what others would say.

    Attributes:
        label: name of the lane.
        color_index: number of the lane, 0 the first.
        epoch: of the sample looked at.
        diagnosis: verdict, depth rate and findings.
        epochs: of each finding, that of the first sample it was read from.
        published: the rules of others.
        first_bad: where the run first was not healthy; None if nowhere so far.
    """

    label: str
    color_index: int
    epoch: float
    diagnosis: Diagnosis
    epochs: tuple[float, ...]
    published: tuple[PublishedRule, ...]
    first_bad: FirstBad | None


def findings_frame(history: History, color_index: int = 0, cursor: int | None = None) -> FindingsFrame | None:
    """All that the rules say at a sample; None before the first.

    Args:
        history: of the run.
        color_index: number of the lane, 0 the first.
        cursor: the sample looked at; None for the newest.
    """
    diagnosis = diagnose(history, cursor)
    if diagnosis.cursor is None:
        return None
    return FindingsFrame(
        label=history.lane or f"lane {color_index + 1}",
        color_index=color_index,
        epoch=float(history.epochs[diagnosis.cursor]),
        diagnosis=diagnosis,
        epochs=tuple(float(history.epochs[finding.sample]) for finding in diagnosis.findings),
        published=published_rules(history, diagnosis.cursor),
        first_bad=first_bad(history),
    )


def describe_place(finding: Finding, epoch: float) -> str:
    """Where a finding was read and what was measured: ``layers 1 and 2, epoch 0 · 0.0052 against 0.030``."""
    where = name_rows(finding.layers, finding.row) if finding.layers else "whole network"
    measured = f"{format_value(finding.figure)} against a limit of {format_value(finding.limit)}"
    return f"{where}, epoch {format_epoch(epoch)} · {measured}"
