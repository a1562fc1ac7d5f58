"""Judges the remedies under trial, once their training is over."""

from PySide6.QtCore import QObject, Signal, Slot

from vgdesk.checking.treatment import describe_trial
from vgdesk.session.states import State
from vgdesk.session.training import Training


class TrialJudge(QObject):
    """Gives the lanes of a race that has finished their ``trial``.

    Args:
        training: whose races are judged.
        parent: of this object.

    Signals:
        said: what a remedy did.
    """

    said = Signal(str)

    def __init__(self, training: Training, parent: QObject | None = None):
        super().__init__(parent)
        self._training = training
        training.state_changed.connect(self._judge)

    @Slot(object)
    def _judge(self, state: State) -> None:
        if state is not State.FINISHED:
            return
        for lane in self._training.race.lanes.values():
            if lane.treatment is not None:
                lane.trial = lane.treatment.judge(lane.trained_spec, lane.history)
                if lane.trial is not None:
                    self.said.emit(f"{lane.name}, {describe_trial(lane.treatment, lane.trial)}")
