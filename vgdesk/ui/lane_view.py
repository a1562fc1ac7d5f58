"""One lane in the window: its name, its scores at the cursor, and its heatmap."""

from dataclasses import replace

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vgdesk.analysis.heatmap_frame import HeatmapSource
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.window import Window
from vgdesk.measures import find_measure, find_tensor
from vgdesk.session.lane import Lane
from vgdesk.ui.formatting import format_scores
from vgdesk.ui.lane_tabs import dot_icon
from vgdesk.ui.panes.heatmap import HeatmapPane, gutter_width
from vgdesk.ui.plain_text import ElidedLabel
from vgdesk.ui.theme import current_theme, themed

_DOT = 12
_OVER_TIME = ("signal", "rms")


class LaneView(QWidget):
    """Shows a lane at the cursor.

    Attributes:
        lane: what is shown.
        pane: its heatmap.
    """

    def __init__(self, lane: Lane, tensor: str, measure: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.lane = lane
        self.setObjectName(f"lane-{lane.key}")
        self._usual = (tensor, measure)
        self._source: HeatmapSource | None = None
        self._source_history: object = None
        self._dot = QLabel()
        self._name = ElidedLabel("lane-name")
        self._name.setProperty("role", "name")
        self._caption = ElidedLabel("lane-caption", least=0)
        self._note = QLabel(objectName="lane-note")
        self._scores = QLabel(objectName="lane-scores")
        for label in (self._caption, self._note, self._scores):
            label.setProperty("role", "label")
        title = _title(tensor, measure)
        self._caption.show_text(title)
        self.pane = HeatmapPane(f"heatmap-{lane.key}", title, has_title=False)
        self._lay_out()
        self.restyle()
        themed.changed.connect(self.restyle)

    @property
    def source(self) -> HeatmapSource | None:
        """What makes the frames; None before the lane is trained."""
        history = self.lane.history
        if history is not self._source_history:
            self._source_history = history
            self._source = HeatmapSource(history, *self._shown) if history is not None else None
            self._caption.show_text(_title(*self._shown))
        return self._source

    @property
    def _shown(self) -> tuple[str, str]:
        """Tensor and measure of the heatmap: of a recurrent run the signal, whose rows are its time steps."""
        history = self.lane.history
        return _OVER_TIME if history is not None and history.layout.time_steps else self._usual

    @property
    def gutter(self) -> int:
        """Logical pixels that the layers' names ask for."""
        history = self.lane.history
        tensor, _ = self._shown
        return gutter_width([row.name for row in history.layout.rows(tensor)] if history is not None else ())

    def draw(self, limits: Limits | None, window: Window | None, whole: Window | None, cursor: float | None) -> None:
        """Show the heatmap, and the scores at the cursor.

        Args:
            limits: shared by all lanes; None before any training.
            window: the epochs to show.
            whole: all epochs of the longest lane, as far as the user may zoom out.
            cursor: an epoch, or None for live.
        """
        sample = self.lane.sample_at(cursor)
        source = self.source
        if source is None or limits is None:
            self.pane.draw(None)
        else:
            frame = source.frame(limits, window, self.pane.columns, sample if sample >= 0 else None)
            self.pane.draw(replace(frame, whole=whole))
        self._scores.setText(self._describe_scores(sample))

    @Slot()
    def restyle(self) -> None:
        """Take over the theme in force, and the lane's name."""
        self._dot.setPixmap(dot_icon(current_theme().lane(self.lane.color)).pixmap(QSize(_DOT, _DOT)))
        self._name.show_text(self.lane.name)
        self._note.setText("changed since this run" if self.lane.is_edited else "")

    def _describe_scores(self, sample: int) -> str:
        history = self.lane.history
        if history is None or sample < 0:
            return ""
        scores, step = history.scores, int(history.steps[sample])
        row = int(scores.step.searchsorted(step, side="right")) - 1
        if row < 0:
            return ""
        return format_scores(scores.loss[row], scores.accuracy[row], scores.test_accuracy[row])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._dot)
        head.addWidget(self._name)
        head.addWidget(self._caption)
        head.addStretch(1)
        head.addWidget(self._note)
        head.addWidget(self._scores)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(head)
        rows.addWidget(self.pane, 1)


def _title(tensor: str, measure: str) -> str:
    return f"{find_tensor(tensor).label}, {find_measure(tensor, measure).label}"
