"""The verdict on a lane at the cursor, as a small pill, and its depth rate in few words."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from vgdesk.analysis.diagnosis import Diagnosis, diagnose
from vgdesk.runs.history import History
from vgdesk.ui.plain_text import ElidedLabel
from vgdesk.ui.theme import current_theme, themed

_LEAST_MILLISECONDS = 100
_GAP = 8


class VerdictPill(QWidget):
    """Shows a run's verdict at a sample, at most ten times a second; gives way to what stands beside it.

    Args:
        key: of the lane.
        parent: of this object.

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
        keeps = self._pill.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the first verdict moves nothing
        self._pill.setSizePolicy(keeps)
        self._rate = ElidedLabel(f"rate-{key}", least=0)
        self._rate.setProperty("role", "label")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._pill)
        row.addWidget(self._rate)
        row.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Preferred)
        policy.setRetainSizeWhenHidden(True)  # where a lesson hides it, nothing moves
        self.setSizePolicy(policy)
        self._show(Diagnosis(), False)
        self.restyle()
        themed.changed.connect(self.restyle)

    @Slot()
    def restyle(self) -> None:
        """Take over the theme in force."""
        self.layout().setSpacing(current_theme().pixels(_GAP))

    def sizeHint(self) -> QSize:
        """Room for the verdict; the rate has what is left over."""
        return QSize(self._pill.sizeHint().width() + self.layout().spacing(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the verdict: a long name beside it gives way."""
        return QSize(self._pill.sizeHint().width() + self.layout().spacing(), super().minimumSizeHint().height())

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
        self._pill.setText(verdict.text)
        self._pill.setAccessibleName(f"Verdict: {verdict.text}")
        self._pill.setToolTip(_tip(diagnosis))
        color = {"good": "ok", "neutral": "", "bad": "bad"}[verdict.tone]
        if self._pill.property("verdict") != color:
            self._pill.setProperty("verdict", color)
            self._pill.style().unpolish(self._pill)
            self._pill.style().polish(self._pill)
        self.updateGeometry()
        rate = diagnosis.rate
        self._rate.show_text(rate.brief if rate is not None else "")


def _tip(diagnosis: Diagnosis) -> str:
    unknown = "Too little was measured for a verdict. " if not diagnosis.is_judged else ""
    rate = f"The signal {diagnosis.rate.text}. " if diagnosis.rate is not None else ""
    return f"{unknown}{rate}A click shows why"
