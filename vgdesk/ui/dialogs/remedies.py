"""The remedies for a lane: what each would cost, what each did when it was tried, and a lane for any of them."""

import math
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.standing import Standing, Trial
from vgdesk.checking.treatment import Treatment
from vgdesk.session.job import JobProgress
from vgdesk.session.remedy_trials import RemedyTrials
from vgdesk.ui.named import named

_HEADINGS = ("", "Remedy and its price", "Verdict", "Loss", "Accuracy", "")
_FIGURES = (0, 2, 3, 4)  # columns that a trial fills
_ROLES = {"cured": "ok", "helps": "", "failed": "bad"}


class RemediesDialog(QDialog):
    """A row a remedy. The window stays usable beside it.

    Args:
        name: of the lane that is sick.
        treatments: that can be tried, one at least, the best first.
        trials: tries them; ended with the dialog.
        parent: the window.

    Signals:
        lane_wanted: the Treatment that is to be trained in a lane.
    """

    lane_wanted = Signal(object)

    def __init__(self, name: str, treatments: Sequence[Treatment], trials: RemedyTrials, parent: QWidget):
        super().__init__(parent)
        self.setObjectName("remedies-dialog")
        self.setWindowTitle(f"Remedies for {name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._treatments, self._trials = tuple(treatments), trials
        self._cells: dict[str, list[QLabel]] = {}
        said = _describe(name, treatments[0].before)
        label = QLabel(said, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._said = named(label, "remedies-said")
        self._all = named(QPushButton("Try all"), "try-all")
        self._all.clicked.connect(self.try_all)
        self._bar = named(QProgressBar(textVisible=False), "remedies-progress")
        self._bar.setAccessibleName("Remedies tried")
        self._bar.setFixedHeight(4)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self._all, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 14)
        rows.setSpacing(14)
        rows.addWidget(self._said)
        rows.addWidget(self._make_table(), 1)
        rows.addWidget(self._bar)
        rows.addWidget(buttons)
        trials.tried.connect(self.show_trial)
        trials.progressed.connect(self.show_progress)
        trials.failed.connect(self.show_failure)
        trials.ended.connect(self.follow_job)
        self.finished.connect(trials.cancel)
        self.follow_job()
        self.resize(820, min(220 + 46 * len(self._treatments), 620))

    @Slot()
    def try_all(self) -> None:
        """Try every remedy in the background, or end that."""
        if self._trials.is_running:
            self._trials.cancel()
            return
        for cells in self._cells.values():
            for cell in cells:
                cell.clear()
        self._trials.start(self._treatments)
        self.follow_job()

    @Slot(object)
    def show_trial(self, trial: Trial) -> None:
        """Show what a remedy did."""
        cells = self._cells.get(trial.remedy.key)
        if cells is None:
            return
        before, after = trial.before, trial.after
        words = (
            trial.outcome,
            f"{before.word} → {after.word}",
            f"{format_value(before.loss)} → {format_value(after.loss)}",
            "" if after.accuracy != after.accuracy else f"{before.accuracy:.2f} → {after.accuracy:.2f}",
        )
        for cell, text in zip(cells, words, strict=True):
            cell.setText(text)
        cells[0].setProperty("role", _ROLES[trial.outcome])
        cells[0].style().unpolish(cells[0])
        cells[0].style().polish(cells[0])

    @Slot(object)
    def show_progress(self, progress: JobProgress) -> None:
        """Show how many are tried."""
        self._bar.setMaximum(progress.total)
        self._bar.setValue(progress.done)

    @Slot(str)
    def show_failure(self, message: str) -> None:
        """Say why the trial ended before its time."""
        self._said.setText(message)

    @Slot()
    def follow_job(self) -> None:
        """Offer to try all, or to end that."""
        is_running = self._trials.is_running
        self._all.setText("Cancel the trial" if is_running else "Try all")
        self._bar.setVisible(is_running)

    def _make_table(self) -> QScrollArea:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for column, heading in enumerate(_HEADINGS):
            _put(grid, 0, column, heading, "label")
        for row, treatment in enumerate(self._treatments, start=1):
            self._fill_row(grid, row, treatment)
        grid.setRowStretch(len(self._treatments) + 1, 1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(table)
        return area

    def _fill_row(self, grid: QGridLayout, row: int, treatment: Treatment) -> None:
        remedy = treatment.remedy
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(QLabel(remedy.title, wordWrap=True, textFormat=Qt.TextFormat.PlainText))
        if remedy.price:
            price = QLabel(remedy.price, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
            price.setProperty("role", "label")
            words.addWidget(price)
        grid.addLayout(words, row, 1)
        self._cells[remedy.key] = [_put(grid, row, column, "", "") for column in _FIGURES]
        lane = named(QPushButton("In a lane", flat=True), f"lane-of-{remedy.key}", "link")
        lane.setToolTip("Train it in a lane beside this one, with all its pictures")
        lane.setAccessibleName(f"{remedy.title}: in a lane")
        lane.clicked.connect(partial(self.lane_wanted.emit, treatment))
        grid.addWidget(lane, row, len(_HEADINGS) - 1, Qt.AlignmentFlag.AlignTop)


def _put(grid: QGridLayout, row: int, column: int, text: str, role: str) -> QLabel:
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
    return label


def _describe(name: str, before: Standing) -> str:
    accuracy = "" if math.isnan(before.accuracy) else f", accuracy {before.accuracy:.2f}"
    return (
        f"{name}: {before.word}, loss {format_value(before.loss)}{accuracy}. "
        "Each remedy is trained from the same seed, as long as this run."
    )
