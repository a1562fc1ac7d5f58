"""Tries remedies in the background, without lanes."""

from collections.abc import Sequence
from contextlib import closing
from functools import partial

from PySide6.QtCore import Signal

from vgdesk.analysis.standing import Trial
from vgdesk.checking.treatment import Treatment
from vgdesk.checking.trials import TrialProgress, try_treatments
from vgdesk.session.job import JobProgress, Report, ThreadJob


class RemedyTrials(ThreadJob):
    """Trains the network of each treatment; the result is their number, progress counts networks.

    Signals:
        tried: a Trial, as soon as its network is trained.
    """

    name = "the trial"
    busy = "remedies are being tried already; wait for them or cancel that"

    tried = Signal(object)

    def start(self, treatments: Sequence[Treatment]) -> None:
        """Train the networks of these treatments, one after the other.

        Raises:
            VgdeskError: others are being tried.
        """
        self.refuse_second()
        self.run(partial(self._try, tuple(treatments)))

    def _try(self, treatments: tuple[Treatment, ...], report: Report) -> int:
        """The training itself is done in a process of its own, which ends when the generator is closed."""
        with closing(try_treatments(treatments)) as news:
            for item in news:
                if isinstance(item, Trial):
                    self.tried.emit(item)
                elif isinstance(item, TrialProgress):
                    report(JobProgress(item.done, item.total))
        return len(treatments)
