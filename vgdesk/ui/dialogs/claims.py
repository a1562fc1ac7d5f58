"""What a lesson claims, and what newly trained networks show."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from vgdesk.analysis.numbers import format_value, write_powers
from vgdesk.checking.check import CheckedClaim, CheckedLesson
from vgdesk.ui.plain_text import plain_tip

_HEADINGS = ("", "Claim", "Median", "Bound", "Networks")


def show_claims(parent: QWidget, checked: CheckedLesson) -> None:
    """A row a claim: whether it holds, its figure, its bound, and how many networks satisfied it alone."""
    dialog = QDialog(parent, windowTitle=f"Claims of {checked.lesson.title}", objectName="claims-dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
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
    area = QScrollArea(widgetResizable=True, frameShape=QScrollArea.Shape.NoFrame)
    area.setWidget(table)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    rows = QVBoxLayout(dialog)
    rows.setContentsMargins(20, 18, 20, 14)
    rows.setSpacing(14)
    rows.addWidget(QLabel(_summary(checked), wordWrap=True))
    rows.addWidget(area, 1)
    rows.addWidget(buttons)
    dialog.resize(760, min(180 + 34 * len(checked.claims), 560))
    dialog.open()


def _cells(checked: CheckedClaim) -> tuple[tuple[str, str], ...]:
    claim, networks = checked.claim, len(checked.figures)
    verdict = ("holds", "ok") if checked.passed else ("fails", "bad")
    bound = write_powers(checked.bounds.label.replace(">=", "≥").replace("<=", "≤"))
    share = f"{round(checked.share * networks)} of {networks}"
    return (
        verdict,
        (write_powers(claim.text), ""),
        (format_value(checked.figure, 3), ""),
        (bound, "label"),
        (share, "label"),
    )


def _summary(checked: CheckedLesson) -> str:
    networks = max((len(claim.figures) for claim in checked.claims), default=0)
    images = " The shipped images stood in for the full set, with bounds of their own." * checked.lesson.on_shipped
    rule = f"A claim holds when the median of {networks} networks, each from a seed of its own, is within bounds."
    return rule + images


def _put(grid: QGridLayout, row: int, column: int, text: str, role: str) -> None:
    label = QLabel(plain_tip(text), wordWrap=column == 1)
    label.setProperty("role", role)
    grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
