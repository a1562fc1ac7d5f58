"""What is looked at: one frozen value for the window, for files and for films."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from vgdesk.analysis.columns import Columns
from vgdesk.analysis.numbers import format_epoch
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.window import Window
from vgdesk.events import DataPreviewed
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.measures import Scale
from vgdesk.runs.history import History

COMMON = ""
"""Owner of a scale that lanes share; else it is the key of its lane."""

ScaleKey = tuple[str, Scale]
"""Owner of a colour scale, and the kind of measures that it holds for."""

NOT_TRAINED = "Press Space to train"
NOT_RECORDED = "Not recorded in this run"


@dataclass(frozen=True)
class LaneView:
    """One lane as it is on the screen.

    Attributes:
        name: as the user has it now, whatever its run was recorded under.
        color: index of its colour, 0..3.
        history: its run; None before it is trained.
        points: what the run was trained on; None before they are asked for, and until they arrive.
        key: identity, as long as the lane is on the screen; empty elsewhere.
        revision: what the run held when the view was made, so that two views of a growing run differ.
        spec: what its next training does; None where nobody edits it.
        spec_points: as ``points``, of that spec.
        is_edited: whether that spec is another one than the run's.
        note: what the remedy did that the lane was made to try; empty for none.
    """

    name: str
    color: int
    history: History | None = None
    points: DataPreviewed | None = field(default=None, compare=False, repr=False)
    key: str = ""
    revision: tuple[int, ...] = ()
    spec: ExperimentSpec | None = None
    spec_points: DataPreviewed | None = field(default=None, compare=False, repr=False)
    is_edited: bool = False
    note: str = ""

    @property
    def run(self) -> History:
        """Its run; raises ValueError before it is trained."""
        if self.history is None:
            raise ValueError(f"{self.name} has no run")
        return self.history

    @property
    def is_watched(self) -> bool:
        """Whether its run is that of a program of the user's own."""
        return self.history is not None and self.history.started.is_watched

    @property
    def is_sampled(self) -> bool:
        """Whether there is anything to draw."""
        return self.history is not None and self.history.sample_count > 0

    def sample_at(self, epoch: float | None) -> int | None:
        """Index of the last sample at or before an epoch, the newest for None; None without any so early."""
        found = -1 if self.history is None else self.history.at(epoch)
        return found if found >= 0 else None

    @property
    def begins(self) -> str:
        """Why there is nothing at a cursor before the first sample; empty for a lane without samples."""
        if self.history is None or not self.is_sampled:
            return ""
        return f"{self.name} begins at epoch {format_epoch(self.history.epochs[0])}"


def view_lane(
    name: str, color: int, history: History | None = None, points: DataPreviewed | None = None, key: str = ""
) -> LaneView:
    """A lane as it is now."""
    if history is None:
        return LaneView(name, color, key=key)
    scored = history.scores.step
    held = (history.sample_count, len(scored), len(history.histograms), len(history.snapshots))
    return LaneView(name, color, history, points, key, (*held, history.ended is not None, points is not None))


@dataclass(frozen=True)
class Choices:
    """What a picture's own controls say.

    Attributes:
        option: key of one of the picture's options; empty for the first that the runs have recorded.
        layer: number of the layer of a picture that shows one, 1 at the input; None leaves it to the picture.
        since: epoch that a change of weights is counted from; None shows the weights.
        until: epoch that it is counted to; None is the cursor.
        pair: places of the two lanes that are compared, from the top.
        smoothing: samples whose mean a noisy curve is drawn by; less than 2 draws it as it is.
        loss_scale: factor before the loss at which published rules are compared.
    """

    option: str = ""
    layer: int | None = None
    since: float | None = None
    until: float | None = None
    pair: tuple[int, int] = (0, 1)
    smoothing: int = 0
    loss_scale: float = 1.0


USUAL_CHOICES = Choices()


@dataclass(frozen=True)
class View:
    """Lanes at a cursor.

    Attributes:
        lanes: from the top of the screen, with the names, colours and order that they have there.
        selected: place of the lane that pictures of one lane show.
        epoch: the cursor; None is live.
        window: the stretch of training shown; None shows the whole.
        steps_per_epoch: where time is counted in steps; None counts epochs.
        columns: the heatmaps of each lane.
        choices: of each picture, by its key; ``USUAL_CHOICES`` where there are none.
        cells: cells side by side in the picture, best its device pixels; of heatmaps side by side, of each.
        judges: whether lanes are given their verdict, which takes longer than all the rest.
        limits: those that the viewer has chosen for colour scales.
        apart: keys of the lanes that the viewer has given colour scales of their own.
    """

    lanes: tuple[LaneView, ...] = ()
    selected: int = 0
    epoch: float | None = None
    window: Window | None = None
    steps_per_epoch: int | None = None
    columns: Columns = field(default_factory=Columns)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    cells: tuple[int, ...] = ()
    judges: bool = True
    limits: Mapping[ScaleKey, Limits] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()

    @property
    def lane(self) -> LaneView | None:
        """The lane selected; None without any."""
        return self.lanes[self.selected] if self.selected < len(self.lanes) else None

    @property
    def counted_by(self) -> int | None:
        """Steps that time is counted by; None where epochs are counted. Where no lane has epochs it is steps."""
        runs = [lane.history.started for lane in self.lanes if lane.history is not None]
        if self.steps_per_epoch is None and runs and not any(run.has_epochs for run in runs):
            return 1
        return self.steps_per_epoch

    @property
    def longest(self) -> LaneView | None:
        """The lane with the most samples; None before any training."""
        trained = [lane for lane in self.lanes if lane.history is not None]
        return max(trained, key=lambda lane: lane.revision[0], default=None)

    @property
    def is_sampled(self) -> bool:
        """Whether any lane has something to draw."""
        return any(lane.is_sampled for lane in self.lanes)

    def choices_of(self, picture: str) -> Choices:
        """What the controls of a picture say."""
        return self.choices.get(picture, USUAL_CHOICES)

    def choose(self, picture: str, **changes: object) -> "View":
        """The same with other choices of a picture."""
        changed = replace(self.choices_of(picture), **changes)  # type: ignore[arg-type]
        return replace(self, choices={**self.choices, picture: changed})

    def at(self, epoch: float | None) -> "View":
        """The same at another cursor."""
        return replace(self, epoch=epoch)

    def cells_of(self, place: int, usual: int) -> int:
        """Cells side by side of the heatmap at a place from the left."""
        return max(self.cells[place] if place < len(self.cells) else usual, 1)
