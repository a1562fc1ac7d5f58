"""The verdict on a lane at the cursor, as a small pill, and its depth rate in few words."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from vgdesk.analysis.diagnosis import UNKNOWN, Diagnosis, diagnose
from vgdesk.analysis.first_bad import HEALTHY
from vgdesk.runs.history import History
from vgdesk.ui.plain_text import ElidedLabel

_LEAST_MILLISECONDS = 100


class VerdictPill(QWidget):
    """Shows a run's verdict at a sample, at most ten times a second; gives way to what stands beside it.

    Args:
        key: of the lane.
        parent: as Qt has it.

    Signals:
        clicked: the user wants to know why.
    """

    clicked = Signal()

    def __init__(self, key: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._wanted: tuple[History | None, int] = (None, -1)
        self._shown: tuple[object, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=_LEAST_MILLISECONDS)
        self._timer.timeout.connect(self._catch_up)
        self._pill = QToolButton(objectName=f"verdict-{key}")
        self._pill.setProperty("role", "pill")
        self._pill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pill.clicked.connect(self.clicked)
        self._rate = ElidedLabel(f"rate-{key}", least=0)
        self._rate.setProperty("role", "label")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._pill)
        row.addWidget(self._rate)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._show(Diagnosis(), False)

    def show_run(self, history: History | None, sample: int) -> None:
        """Judge a run at a sample; -1 without any."""
        self._wanted = (history, sample)
        if not self._timer.isActive():
            self._catch_up()

    @Slot()
    def _catch_up(self) -> None:
        history, sample = self._wanted
        wanted = (id(history), sample, history.sample_count if history is not None else 0)
        if wanted == self._shown:
            return
        self._shown = wanted
        has_samples = history is not None and sample >= 0
        self._show(diagnose(history, sample) if has_samples else Diagnosis(), has_samples)
        self._timer.start()

    def _show(self, diagnosis: Diagnosis, has_samples: bool) -> None:
        verdict = diagnosis.verdict
        self._pill.setVisible(has_samples)
        self._pill.setText(verdict)
        self._pill.setAccessibleName(f"Verdict: {verdict}")
        self._pill.setToolTip(_tip(diagnosis))
        color = {HEALTHY: "ok", UNKNOWN: ""}.get(verdict, "bad")
        if self._pill.property("verdict") != color:
            self._pill.setProperty("verdict", color)
            self._pill.style().unpolish(self._pill)
            self._pill.style().polish(self._pill)
        rate = diagnosis.rate
        self._rate.show_text(rate.brief if rate is not None else "")


def _tip(diagnosis: Diagnosis) -> str:
    unknown = "Too little was measured for a verdict. " if diagnosis.verdict == UNKNOWN else ""
    rate = f"The signal {diagnosis.rate.text}. " if diagnosis.rate is not None else ""
    return f"{unknown}{rate}A click shows why"
