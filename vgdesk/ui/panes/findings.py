"""Why a lane has its verdict: the rules that hold, with their figures, and what the rules of others say."""

import math
from dataclasses import replace
from html import escape

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSlider, QTextBrowser, QVBoxLayout

from vgdesk.analysis.court import Court, Ruling
from vgdesk.analysis.findings import Finding
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.analysis.published_rules import FINE, NOT_MEASURED
from vgdesk.analysis.verdicts import Tone
from vgdesk.experiment.remedies import Remedy
from vgdesk.pictures.findings import FindingsFrame, describe_place
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import Choices
from vgdesk.ui.named import named
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.plain_text import ElidedLabel
from vgdesk.ui.theme import LABEL_SIZE, Theme, current_theme

_QUIET = (FINE, NOT_MEASURED)
_TRY = "try:"
_DECADES = 6  # of the factor before the loss, either way
_MOST_REMEDIES = 5  # of a finding, the best; the table has all


class FindingsPane(Pane):
    """The evidence on the selected lane at the cursor.

    Signals:
        remedy_chosen: key of the remedy that the user wants tried; empty for all.
    """

    remedy_chosen = Signal(str)

    def __init__(self, picture: Picture, sources: Sources | None = None):
        super().__init__(picture, sources)
        self._html = ""
        self._first = ElidedLabel("first-bad", "label")
        self._go = named(QPushButton("Go there", flat=True), "go-first-bad", "link")
        self._go.setToolTip("Put the cursor where the run first went bad")
        self._go.clicked.connect(self.go_to_first_bad)
        self._text = named(QTextBrowser(), "findings-text")
        self._text.setAccessibleName("findings")
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self._follow_link)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._scale_text = named(QLabel(), "loss-scale-text", "label")
        self._scale = named(QSlider(Qt.Orientation.Horizontal), "loss-scale")
        self._scale.setRange(-_DECADES, _DECADES)
        self._scale.setPageStep(1)
        self._scale.setAccessibleName("factor before the loss")
        self._scale.setToolTip("Which rules say something else where the loss is this many times itself")
        self._scale.valueChanged.connect(self._change_scale)
        scale = QHBoxLayout()
        scale.setSpacing(6)
        scale.addWidget(self._scale_text)
        scale.addWidget(self._scale, 1)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self._first)
        first.addWidget(self._go)
        first.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self.header)
        rows.addLayout(first)
        rows.addWidget(self._text, 1)
        rows.addLayout(scale)
        self.show_frame(None)
        self.restyle()

    def show_frame(self, frame: FindingsFrame | None) -> None:
        """Write it down; the text stays where it was scrolled to."""
        first = frame.first_bad if frame else None
        self._first.show_text(f"First went bad: {first.text}" if first else "")
        for part in (self._first, self._go):
            part.setVisible(first is not None)
        self._scale_text.setVisible(frame is not None)
        self._scale.setVisible(frame is not None)
        self._scale_text.setText(f"loss × {format_value(self._factor)}")
        html = _page(frame, current_theme()) if frame else _paragraph(self.reason, current_theme().muted)
        if html == self._html:
            return
        self._html = html
        bar = self._text.verticalScrollBar()
        place = bar.value()
        self._text.setHtml(html)
        bar.setValue(place)

    def apply_theme(self) -> None:
        """Write in the theme's type and colours."""
        theme = current_theme()
        self._text.document().setDefaultFont(theme.font())
        self._text.document().setDocumentMargin(0)
        self._text.document().setIndentWidth(theme.pixels(14))
        self.show_frame(self.frame)

    def minimumSizeHint(self) -> QSize:
        """As small as a few words."""
        return QSize(current_theme().pixels(150), current_theme().pixels(90))

    @property
    def choices(self) -> Choices:
        """With the factor before the loss."""
        return replace(super().choices, loss_scale=self._factor)

    @property
    def _factor(self) -> float:
        return float(10.0 ** self._scale.value())

    @Slot()
    def _change_scale(self) -> None:
        self._scale_text.setText(f"loss × {format_value(self._factor)}")
        self.refresh()

    @Slot()
    def go_to_first_bad(self) -> None:
        """Put the cursor where the run first went bad."""
        if self.frame is not None and self.frame.first_bad is not None:
            self.epoch_chosen.emit(self.frame.first_bad.epoch)

    @Slot(QUrl)
    def _follow_link(self, link: QUrl) -> None:
        self.remedy_chosen.emit(link.toString().removeprefix(_TRY))


def _page(frame: FindingsFrame, theme: Theme) -> str:
    diagnosis = frame.diagnosis
    dot = f'<span style="color:{theme.lane(frame.color_index)}">●</span>'
    rate = f"The signal {diagnosis.rate.text}." if diagnosis.rate is not None else ""
    verdict, epoch = diagnosis.verdict, _small(f"at epoch {format_epoch(frame.epoch)}", theme)
    parts = [
        f'<p style="margin:2px 0 2px 0">{dot} <b>{escape(frame.label)}</b> '
        f"{_colored(verdict.text, verdict.tone, theme)} {epoch}</p>",
        _paragraph(rate, theme.muted) if rate else "",
        _paragraph(frame.note, theme.text) if frame.note else "",
    ]
    if not diagnosis.is_judged:
        parts.append(_paragraph("Too little was measured for a verdict.", theme.muted))
    parts += [
        _finding(finding, epoch, theme) for finding, epoch in zip(diagnosis.findings, frame.epochs, strict=True)
    ]
    parts += [_paragraph(note, theme.muted) for note in diagnosis.notes]
    return "".join([*parts, _court(frame.court, theme)])


def _finding(finding: Finding, epoch: float, theme: Theme) -> str:
    place = _small(describe_place(finding, epoch), theme)
    return (
        f'<p style="margin:8px 0 1px 0">{_colored(finding.rule, finding.tone, theme)} {place}</p>'
        f'<p style="margin:0 0 3px 0">{escape(finding.sentence)}</p>{_remedies(finding.remedies, theme)}'
    )


def _remedies(offered: tuple[Remedy, ...], theme: Theme) -> str:
    """A link for each, which tries it, with its price, and one for all of them."""
    if not offered:
        return ""
    rows = "".join(
        f"<li>{_link(remedy.key, remedy.title, theme)} {_small(remedy.price, theme)}</li>"
        for remedy in offered[:_MOST_REMEDIES]
    )
    every = _link("", f"try all {len(offered)}", theme)
    heading = f"What may help: a click trains it beside this lane, or {every}"
    return f'<p style="margin:2px 0;color:{theme.muted}">{heading}</p><ul style="margin:0 0 4px 0">{rows}</ul>'


def _link(key: str, words: str, theme: Theme) -> str:
    return f'<a href="{_TRY}{key}" style="color:{theme.accent}">{escape(words)}</a>'


def _court(court: Court, theme: Theme) -> str:
    if not court.rulings:
        return ""
    rows = "".join(_ruling(ruling, theme) for ruling in court.rulings)
    titles = "".join(
        f"<td{side}>{_small(title, theme)}</td>"
        for title, side in (("rule", ""), ("measured", " align=right"), ("limit", " align=right"), ("says", ""))
    )
    size = f"font-size:{theme.label_font().pointSizeF():.2f}pt"
    heading = _paragraph(court.text, theme.muted, 10)
    return f'{heading}<table cellspacing=0 cellpadding=3 style="{size}"><tr>{titles}</tr>{rows}</table>'


def _ruling(ruling: Ruling, theme: Theme) -> str:
    rule = ruling.rule
    figure = "" if math.isnan(rule.figure) and rule.limit is None else format_value(rule.figure)
    limit = "" if rule.limit is None else format_value(rule.limit)
    color = theme.accent if ruling.flips else theme.muted if rule.says in _QUIET else theme.bad
    flips = f"<br>{_small(ruling.note, theme)}" if ruling.flips else ""
    return (
        f"<tr><td>{escape(rule.rule)}<br>{_small(rule.source, theme)}</td><td align=right>{figure}</td>"
        f'<td align=right>{limit}</td><td><span style="color:{color}">{escape(rule.says)}</span>{flips}</td></tr>'
    )


def _colored(word: str, tone: Tone, theme: Theme) -> str:
    return f'<span style="color:{theme.tone(tone)}">{escape(word)}</span>'


def _small(text: str, theme: Theme) -> str:
    size = theme.font(LABEL_SIZE).pointSizeF()
    return f'<span style="color:{theme.muted};font-size:{size:.2f}pt">{escape(text)}</span>'


def _paragraph(text: str, color: str, above: int = 2) -> str:
    return f'<p style="margin:{above}px 0 2px 0;color:{color}">{escape(text)}</p>'
