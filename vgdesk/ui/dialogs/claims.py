"""What a lesson claims, and what newly trained networks show."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from vgdesk.analysis.numbers import format_value
from vgdesk.checking.check import CheckedClaim, CheckedLesson
from vgdesk.ui.dialogs.page import make_page
from vgdesk.ui.plain_text import plain_tip

_HEADINGS = ("", "Claim", "Networks", "Bound", "Median")


def show_claims(parent: QWidget, checked: CheckedLesson) -> None:
    """A row a claim: whether it holds, how many networks satisfy it, its bound, and the median of its figure."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for column, heading in enumerate(_HEADINGS):
        _put(grid, 0, column, heading, "label")
    for row, claim in enumerate(checked.claims, start=1):
        for column, (text, role) in enumerate(_cells(claim)):
            _put(grid, row, column, text, role)
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(table)
    title, summary = f"Claims of {checked.lesson.title}", QLabel(_summary(checked), wordWrap=True)
    dialog = make_page(parent, title, "claims-dialog", summary, area)
    dialog.resize(860, min(180 + 34 * len(checked.claims), 560))
    dialog.open()


def _cells(checked: CheckedClaim) -> tuple[tuple[str, str], ...]:
    claim = checked.claim
    verdict = ("holds", "ok") if checked.passed else ("fails", "bad")
    bound = checked.bounds.label.replace(">=", "≥").replace("<=", "≤")
    median = format_value(checked.figure, 3)
    return (verdict, (claim.text, ""), (checked.text, ""), (bound, "label"), (median, "label"))


def _summary(checked: CheckedLesson) -> str:
    networks = max((len(claim.figures) for claim in checked.claims), default=0)
    images = " The shipped images stood in for the full set, with bounds of their own." * checked.lesson.on_shipped
    rule = (
        f"{networks} networks were trained, each from its own seed. A claim fails when so few of them are within "
        "its bounds that chance alone would do it in less than one check of a hundred."
    )
    return rule + images


def _put(grid: QGridLayout, row: int, column: int, text: str, role: str) -> None:
    label = QLabel(plain_tip(text), wordWrap=column == 1)
    label.setProperty("role", role)
    grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
