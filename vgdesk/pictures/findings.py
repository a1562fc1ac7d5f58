"""Why the selected lane has its verdict: what the rules say of its run at the cursor."""

from dataclasses import dataclass

from vgdesk.analysis.court import Court, hold_court
from vgdesk.analysis.diagnosis import Diagnosis, diagnose
from vgdesk.analysis.findings import Finding, name_rows
from vgdesk.analysis.first_bad import FirstBad, first_bad
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.pictures.frame import Frame, Nothing, Still
from vgdesk.pictures.picture import Picture, Sources, of_lane
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History


@dataclass(frozen=True)
class FindingsFrame(Still):
    """The verdict, all that it rests on, and what others would say.

    Attributes:
        label: name of the lane.
        color_index: number of the lane, 0 the first.
        epoch: of the sample looked at.
        diagnosis: verdict, depth rate and findings.
        epochs: of each finding, that from which on it has held.
        court: the rules of others beside ours, at a loss scale.
        first_bad: where the run first was not healthy; None if nowhere so far.
        note: what the remedy did that the lane was made to try; empty for none.
    """

    label: str
    color_index: int
    epoch: float
    diagnosis: Diagnosis
    epochs: tuple[float, ...]
    court: Court
    first_bad: FirstBad | None
    note: str = ""

    @property
    def title(self) -> str:
        """Whose findings they are."""
        return f"{self.label}: findings"

    @property
    def description(self) -> str:
        """The verdict in a word."""
        return f"{self.label}: {self.diagnosis.verdict.text}"


def findings_frame(lane: LaneView, epoch: float | None = None, loss_scale: float = 1.0) -> FindingsFrame | None:
    """All that the rules say of a lane at a cursor, None for the newest sample; None before the first sample.

    Args:
        lane: whose.
        epoch: the cursor.
        loss_scale: factor before the loss at which the rules are compared.
    """
    history, sample = lane.history, lane.sample_at(epoch)
    if history is None or sample is None:
        return None
    diagnosis = diagnose(history, sample)
    return FindingsFrame(
        label=lane.name,
        color_index=lane.color,
        epoch=float(history.epochs[sample]),
        diagnosis=diagnosis,
        epochs=tuple(float(history.epochs[finding.since]) for finding in diagnosis.findings),
        court=hold_court(history, sample, loss_scale),
        first_bad=first_bad(history),
        note=lane.note,
    )


def describe_place(finding: Finding, epoch: float) -> str:
    """Where and since when a finding holds, and what was measured: ``layer 1, since epoch 0 · 2.4 against 1.5``."""
    where = name_rows(finding.layers, finding.row) if finding.layers else "whole network"
    measured = f" · {format_value(finding.figure)} against a limit of {format_value(finding.limit)}"
    known = not finding.is_cause or finding.limit > 0
    return f"{where}, since epoch {format_epoch(epoch)}{measured if known else ''}"


@of_lane
def _make(view: View, lane: LaneView, _: History, sources: Sources) -> Frame | Nothing:
    sample = lane.sample_at(view.epoch)
    scale = view.choices_of("findings").loss_scale
    frame = sources.keep("findings", (lane, sample, scale), lambda: findings_frame(lane, view.epoch, scale))
    return frame or Nothing(lane.begins or NOT_TRAINED)


FINDINGS = Picture(
    key="findings",
    title="findings",
    tip="Why the selected lane has its verdict: rules, figures, limits, and what helps",
    make=_make,
)
