"""Why a lane has its verdict, in words."""

from collections.abc import Iterator

from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.export.area import LABEL, LINE, Area, text_width
from vgdesk.pictures.findings import FindingsFrame, describe_place

_SIZE = 12.5

_Part = tuple[str, str, float]
"""A paragraph, its colour, and the design pixels before it."""


def draw_findings(area: Area, frame: FindingsFrame) -> None:
    """The verdict, the findings that it rests on, and what helps, as far as there is room."""
    palette, y = area.palette, 2.0 * LINE
    verdict = frame.diagnosis.verdict
    color = palette.tone(verdict.tone)
    area.write(0, LINE / 2, frame.label, palette.lane(frame.color_index), size=_SIZE, weight=700, room=area.width)
    x = text_width(frame.label, _SIZE) * 1.08 + 10
    area.write(x, LINE / 2, verdict.text, color, size=_SIZE, room=max(area.width - x, 0))
    x += text_width(verdict.text, _SIZE) + 10
    area.write(x, LINE / 2, f"at epoch {format_epoch(frame.epoch)}", room=max(area.width - x, 0))
    for words, colour, above in _parts(area, frame):
        y += above
        for line in wrap(words, area.width, LABEL):
            if y > area.height:
                return
            area.write(0, y - LINE / 2, line, colour)
            y += LINE


def wrap(words: str, width: float, size: float) -> list[str]:
    """Text in lines that are no wider than that in design pixels."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _parts(area: Area, frame: FindingsFrame) -> Iterator[_Part]:
    palette, diagnosis = area.palette, frame.diagnosis
    if diagnosis.rate is not None:
        yield f"The signal {diagnosis.rate.text}.", palette.muted, 0
    if frame.first_bad is not None:
        yield f"First went bad: {frame.first_bad.text}", palette.muted, 0
    if not diagnosis.is_judged:
        yield "Too little was measured for a verdict.", palette.muted, 0
    if frame.note:
        yield frame.note, palette.text, 0
    for finding, epoch in zip(diagnosis.findings, frame.epochs, strict=True):
        colour = palette.tone(finding.tone)
        yield f"{finding.rule}: {describe_place(finding, epoch)}", colour, 8
        yield finding.sentence, palette.text, 0
        for remedy in finding.remedies:
            yield f"• {remedy.title}", palette.muted, 0
    for note in diagnosis.notes:
        yield note, palette.muted, 8
    if frame.court.rulings:
        yield frame.court.text, palette.muted, 8
    for ruling in frame.court.rulings:
        rule = ruling.rule
        against = "" if rule.limit is None else f", {format_value(rule.figure)} against {format_value(rule.limit)}"
        flips = f" ({ruling.note})" if ruling.flips else ""
        yield f"{rule.source}: {rule.says}{flips}: {rule.rule}{against}", palette.text, 0
