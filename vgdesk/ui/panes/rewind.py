"""The rewind test of all lanes, run in the background as soon as somebody looks."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from vgdesk.pictures.curves import CurveFrame
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.rewind import LaneTest, RewindFrame, lane_tests
from vgdesk.pictures.view import View
from vgdesk.session.lane import MAX_LANES
from vgdesk.session.rewinding import Rewinding
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.header import small_button
from vgdesk.ui.plain_text import ElidedLabel
from vgdesk.ui.theme import current_theme

_QUICK = 40_000_000  # multiplications: a test that takes more can be stopped, and waits for the end of a training
_LEAST_PLOT, _LINE = 130, 16
_RUNNING = "Setting layers back…"
_TAKES_LONG = "This test takes long while a network trains: put the cursor on an epoch to run it"
_STOPPED = "Stopped: move the cursor to run the test again"
_FAILED = "The test failed: {}"


class RewindPane(CurvesPane):
    """A curve a lane, and what follows from it in words.

    Attributes:
        job: runs the tests.
    """

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        self._verdicts: list[ElidedLabel] = []
        super().__init__(picture, sources, parent)
        self.job = Rewinding(self)
        self._asked: list[LaneTest] = []
        self._refused: tuple[list[object], str] = ([], "")
        self.job.done.connect(self._keep)
        self.job.failed.connect(self._note_failure)
        self.job.cancelled.connect(self._note_stop)
        self._stop = small_button("stop", "rewind-stop", "Stop the test", "Stop the rewind test")
        self._stop.clicked.connect(self.job.cancel)
        self._stop.hide()
        self.header.add_right(self._stop)
        rows = self.layout()
        assert rows is not None
        for number in range(MAX_LANES):
            label = ElidedLabel(f"rewind-verdict-{number}", "label")
            label.hide()
            self._verdicts.append(label)
            rows.addWidget(label)

    def make_result(self, view: View) -> Frame | Nothing:
        """The frame where all tests have been run; else what was shown before, and the tests are run."""
        missing = [each for each in lane_tests(view) if not self._sources.knows(each.key, each.made_of)]
        if not missing:
            return super().make_result(view)
        if self.job.is_running:
            return self._meanwhile(_RUNNING)
        wanted = [each.made_of for each in missing]
        if wanted == self._refused[0]:
            return Nothing(self._refused[1])
        cost = sum(each.test.cost for each in missing)
        grows = view.epoch is None and any(each.test.history.ended is None for each in missing)
        if grows and cost > _QUICK:
            return self._meanwhile(_TAKES_LONG)
        self._asked = missing
        self._stop.setVisible(cost > _QUICK)
        self.job.start([each.test for each in missing])
        return self._meanwhile(_RUNNING)

    def show_frame(self, frame: CurveFrame | None) -> None:
        """Draw the curves and write what follows."""
        super().show_frame(frame)
        self._write_verdicts()
        self.header.title.setToolTip("" if frame is None else frame.description)

    def end_jobs(self) -> None:
        """End a test that is under way."""
        self.job.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End a test that is under way."""
        self.end_jobs()
        super().closeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.job.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as much as has room."""
        super().resizeEvent(event)
        self._write_verdicts()

    def _write_verdicts(self) -> None:
        words = self.frame.verdicts if isinstance(self.frame, RewindFrame) else ()
        room = (self.height() - current_theme().pixels(_LEAST_PLOT)) // current_theme().pixels(_LINE)
        for number, label in enumerate(self._verdicts):
            label.setVisible(number < min(len(words), room))
            label.show_text(words[number] if number < len(words) else "")

    def _meanwhile(self, reason: str) -> Frame | Nothing:
        return self._result if self.frame is not None else Nothing(reason)

    @Slot(object)
    def _keep(self, found: list[object]) -> None:
        for asked, outcome in zip(self._asked, found, strict=True):
            self._sources.keep(asked.key, asked.made_of, partial(_same, outcome))
        self._end("")

    @Slot(str)
    def _note_failure(self, why: str) -> None:
        self._end(_FAILED.format(why))

    @Slot()
    def _note_stop(self) -> None:
        self._end(_STOPPED if self.isVisible() else "")

    def _end(self, refusal: str) -> None:
        self._stop.hide()
        self._refused = ([each.made_of for each in self._asked], refusal) if refusal else ([], "")
        self.refresh()


PANE = RewindPane


def _same(outcome: object) -> object:
    return outcome
