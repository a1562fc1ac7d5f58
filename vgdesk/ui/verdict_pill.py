"""The verdict on a lane at the cursor, as a small pill, and its depth rate in few words."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from vgdesk.analysis.diagnosis import Diagnosis, glance
from vgdesk.runs.history import History
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named, set_style_property
from vgdesk.ui.plain_text import ElidedLabel
from vgdesk.ui.theme import current_theme, themed

_LEAST_MILLISECONDS = 100
_GAP = 8


class VerdictPill(QWidget):
    """Shows a run's verdict at a sample, at most ten times a second; gives way to its neighbours.

    Args:
        key: of the lane.

    Signals:
        clicked: the user wants to know why.
    """

    clicked = Signal()

    def __init__(self, key: str):
        super().__init__()
        self._wanted: tuple[History | None, int] = (None, -1)
        self._shown: tuple[object, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=_LEAST_MILLISECONDS)
        self._timer.timeout.connect(self._catch_up)
        self._pill = named(QToolButton(), f"verdict-{key}", "pill")
        self._pill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pill.clicked.connect(self.clicked)
        keeps = self._pill.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the first verdict moves nothing
        self._pill.setSizePolicy(keeps)
        self._rate = ElidedLabel(f"rate-{key}", "label", least=0)
        self._row = fill(QHBoxLayout(self), self._pill, self._rate, None)
        policy = QSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Preferred)
        policy.setRetainSizeWhenHidden(True)  # where a lesson hides it, nothing moves
        self.setSizePolicy(policy)
        self._show(Diagnosis(), False)
        self.restyle()
        themed.changed.connect(self.restyle)

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        self._row.setSpacing(current_theme().pixels(_GAP))

    def sizeHint(self) -> QSize:
        """Room for the verdict; the rate has what is left over."""
        return QSize(self._pill.sizeHint().width() + self._row.spacing(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the verdict: a long name beside it gives way."""
        return QSize(self._pill.sizeHint().width() + self._row.spacing(), super().minimumSizeHint().height())

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
        if history is not None and sample >= 0:
            self._show(glance(history, sample), True)
        else:
            self._show(Diagnosis(), False)
        self._timer.start()

    def _show(self, diagnosis: Diagnosis, has_samples: bool) -> None:
        verdict = diagnosis.verdict
        self._pill.setVisible(has_samples)
        self._pill.setText(verdict.text)
        self._pill.setAccessibleName(f"Verdict: {verdict.text}")
        self._pill.setToolTip(_tip(diagnosis))
        color = {"good": "ok", "neutral": "", "bad": "bad"}[verdict.tone]
        set_style_property(self._pill, "verdict", color)
        self.updateGeometry()
        rate = diagnosis.rate
        self._rate.show_text(rate.brief if rate is not None else "")


def _tip(diagnosis: Diagnosis) -> str:
    unknown = "Too little was measured for a verdict. " if not diagnosis.is_judged else ""
    rate = f"The signal {diagnosis.rate.text}. " if diagnosis.rate is not None else ""
    return f"{unknown}{rate}A click shows why"
