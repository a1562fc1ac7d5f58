"""Some runs, and the frame of every pane at an epoch, for pictures that no window is needed for."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from vgdesk.analysis.boundary_frame import BoundaryFrame, BoundarySource
from vgdesk.analysis.curve_frame import first_last_frame, layer_frame, score_frame, update_frame
from vgdesk.analysis.curves import CurveFrame
from vgdesk.analysis.depth_profile import DepthProfileFrame, depth_profile_frame
from vgdesk.analysis.diagram_frame import DiagramFrame, DiagramSource
from vgdesk.analysis.difference_frame import DifferenceSource
from vgdesk.analysis.findings_frame import FindingsFrame, findings_frame
from vgdesk.analysis.guess_frame import GuessFrame, GuessSource
from vgdesk.analysis.heatmap_frame import HeatmapFrame
from vgdesk.analysis.histogram_frame import HistogramTimeFrame, RidgesFrame
from vgdesk.analysis.histogram_source import HistogramSource
from vgdesk.analysis.weight_frame import WeightFrame, change_frame, weight_frame
from vgdesk.errors import ExportError
from vgdesk.events import DataPreviewed
from vgdesk.export.ledgers import LedgersFrame, LedgersLook, LedgersSource, sample_at
from vgdesk.runs.history import History

_COLUMNS = 1600
_LEDGER_CHOICES = ("signal", "activation", "gradient")
_MEASURES = ("std", "mean", "rms")

_Source = TypeVar("_Source")


@dataclass(frozen=True)
class Scene:
    """Runs, and what of them is looked at.

    Attributes:
        histories: by lane; None for a lane without a run.
        previews: by lane, the points that each was trained on; empty while nobody needs them.
        lane: number of the lane of panes that show one, 0 the first; the first with samples where it has none.
        layer: number of the layer of panes that show one, 1 at the input; None leaves it to the pane.
        since: epoch that a change of weights is counted from; None shows the weights.
        ledgers: what the heatmaps show.
    """

    histories: tuple[History | None, ...]
    previews: tuple[DataPreviewed | None, ...] = ()
    lane: int = 0
    layer: int | None = None
    since: float | None = None
    ledgers: LedgersLook = field(default_factory=LedgersLook)
    _sources: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def trained(self) -> list[tuple[int, History]]:
        """Number and run of each lane with samples."""
        return [(lane, run) for lane, run in enumerate(self.histories) if run is not None and run.sample_count]

    @property
    def chosen(self) -> tuple[int, History]:
        """Number and run of the lane chosen.

        Raises:
            ExportError: no run has samples.
        """
        if not self.trained:
            raise ExportError("there are no samples to draw; train first")
        return next((pair for pair in self.trained if pair[0] == self.lane), self.trained[0])

    @property
    def longest(self) -> History:
        """The run with the most samples; raises as ``chosen``."""
        return max((history for _, history in [self.chosen, *self.trained]), key=lambda run: run.sample_count)

    def keep(self, key: Hashable, make: Callable[[], _Source]) -> _Source:
        """What was made under that key before, or made now: sources that take in only what is new."""
        if key not in self._sources:
            self._sources[key] = make()
        found: _Source = self._sources[key]
        return found


@dataclass(frozen=True)
class Maker:
    """How the frame of a pane is made.

    Attributes:
        title: of the pane.
        make: the frame of a scene for a choice, at a cursor in epochs; None is the newest sample.
        choices: what may follow the key of the pane behind a colon, the usual one first.
        needs_points: whether the scene needs previews.
    """

    title: str
    make: Callable[[Scene, str, float | None], Any]
    choices: tuple[str, ...] = ()
    needs_points: bool = False


def make_frame(scene: Scene, pane: str, epoch: float | None = None) -> Any:
    """The frame of a pane, such as ``loss`` or ``depth:gradient``, at a cursor in epochs; None is the newest sample.

    Without a choice it is the first that the runs have recorded.

    Raises:
        ExportError: there is no such pane or choice, or nothing to draw.
    """
    key, maker, choice = find_maker(pane)
    if not scene.trained:
        raise ExportError("there are no samples to draw; train first")
    frame = None
    for each in (choice,) if choice else maker.choices or ("",):
        try:
            frame = frame or maker.make(scene, each, epoch)
        except KeyError:
            continue
        except ValueError as error:
            raise ExportError(f"pane {key}: {error}") from None
    note = getattr(frame, "note", "") if maker.needs_points else ""
    if frame is None or note:
        raise ExportError(f"pane {key}: {note or 'this run has not recorded what it shows; take another pane'}")
    return frame


def find_maker(pane: str) -> tuple[str, Maker, str]:
    """Key, maker and choice of a pane as ``make_frame`` takes it; the choice is empty where it has none.

    Raises:
        ExportError: there is no such pane or choice.
    """
    key, _, choice = _OLD_NAMES.get(pane, pane).partition(":")
    maker = MAKERS.get(key)
    if maker is None:
        raise ExportError(f"there is no pane {key!r}; take one of {', '.join(MAKERS)}")
    if choice and choice not in maker.choices:
        known = ", ".join(f"{key}:{each}" for each in maker.choices) or key
        raise ExportError(f"there is no pane {pane!r}; take one of {known}")
    return key, maker, choice


def _ledgers(scene: Scene, _: str, epoch: float | None) -> LedgersFrame:
    histories = [history if history is not None and history.sample_count else None for history in scene.histories]
    source = scene.keep(("ledgers", scene.ledgers), lambda: LedgersSource(histories, scene.ledgers))
    return source.frame(epoch)


def _depth(scene: Scene, tensor: str, epoch: float | None) -> DepthProfileFrame | None:
    histories: list[History | None] = [None] * len(scene.histories)
    for lane, history in scene.trained:
        histories[lane] = history if (tensor, "rms") in history.layout else None
    cursors = [None if history is None else sample_at(history, epoch) for history in histories]
    return depth_profile_frame(histories, tensor, "rms", cursors) if any(histories) else None


def _score(score: str) -> Callable[[Scene, str, float | None], CurveFrame]:
    return lambda scene, _, epoch: score_frame(
        scene.histories, score, sample_at(scene.longest, epoch), scene.ledgers.window
    )


def _layers(tensor: str) -> Callable[[Scene, str, float | None], CurveFrame]:
    def make(scene: Scene, measure: str, epoch: float | None) -> CurveFrame:
        lane, history = scene.chosen
        frame = layer_frame(history, tensor, measure, sample_at(history, epoch), scene.ledgers.window)
        return replace(frame, title=f"{history.lane or f'lane {lane + 1}'}: {frame.title}")

    return make


def _update(scene: Scene, _: str, epoch: float | None) -> CurveFrame:
    history = scene.chosen[1]
    return update_frame(history, sample_at(history, epoch), scene.ledgers.window)


def _first_last(scene: Scene, choice: str, epoch: float | None) -> CurveFrame | None:
    frame = first_last_frame(
        scene.histories, sample_at(scene.longest, epoch), choice == "ratio", scene.ledgers.window
    )
    return frame if frame.curves else None


def _findings(scene: Scene, _: str, epoch: float | None) -> FindingsFrame | None:
    lane, history = scene.chosen
    return findings_frame(history, lane, sample_at(history, epoch))


def _histogram(scene: Scene, tensor: str, epoch: float | None) -> RidgesFrame | HistogramTimeFrame | None:
    history = scene.chosen[1]
    source = scene.keep(("histogram", history.run, tensor), lambda: HistogramSource(history, tensor))
    if scene.layer is None:
        return source.ridges(epoch)
    _check_layer(scene.layer, len(source.rows))
    return source.over_time(scene.layer - 1, _COLUMNS, epoch, scene.ledgers.window)


def _weights(scene: Scene, _: str, epoch: float | None) -> WeightFrame | None:
    history = scene.chosen[1]
    chosen = (scene.layer or 1) - 1
    if scene.since is None:
        frame = weight_frame(history, chosen, epoch)
    else:
        frame = change_frame(history, chosen, scene.since, epoch, holds_limits=True)
    if frame is not None:
        _check_layer(chosen + 1, len(frame.choices))
    return frame


def _check_layer(layer: int, count: int) -> None:
    if layer > count:
        raise ExportError(f"there is no layer {layer}; choose 1 to {count}")


def _difference(scene: Scene, tensor: str, epoch: float | None) -> HeatmapFrame:
    if len(scene.trained) < 2:
        raise ExportError("pane difference: two runs are needed; name another one")
    first, second = (history for _, history in scene.trained[:2])
    key = ("difference", first.run, second.run, tensor)
    source = scene.keep(key, lambda: DifferenceSource(first, second, tensor, "rms"))
    cursor = sample_at(source.history, epoch)
    return source.frame(source.limits(), scene.ledgers.window, _COLUMNS, cursor)


def _boundary(scene: Scene, _: str, epoch: float | None) -> BoundaryFrame | None:
    previews = scene.previews or (None,) * len(scene.histories)
    return scene.keep("boundary", BoundarySource).frame(scene.histories, previews, epoch)


def _guesses(scene: Scene, _: str, epoch: float | None) -> GuessFrame:
    lane, history = scene.chosen
    preview = scene.previews[lane] if scene.previews else None
    return scene.keep(("guesses", history.run), GuessSource).frame(history, preview, epoch)


def _network(scene: Scene, choice: str, epoch: float | None) -> DiagramFrame:
    history = scene.chosen[1]
    source = scene.keep("network", DiagramSource)
    frame = source.frame(history, sample_at(history, epoch), epoch, scene.histories)
    return replace(frame, has_gradients=choice == "gradient")


MAKERS: dict[str, Maker] = {
    "heatmap": Maker("heatmaps", _ledgers),
    "depth": Maker("depth", _depth, _LEDGER_CHOICES),
    "loss": Maker("loss", _score("loss")),
    "accuracy": Maker("accuracy", _score("accuracy")),
    "findings": Maker("findings", _findings),
    "gradient": Maker("gradient", _layers("gradient"), _MEASURES),
    "weight": Maker("weight", _layers("weight"), _MEASURES),
    "first_last": Maker("first / last layer", _first_last, ("both", "ratio")),
    "update": Maker("update / weight", _update),
    "histogram": Maker("histogram", _histogram, ("gradient", "weight")),
    "weights": Maker("weight matrix", _weights),
    "difference": Maker("difference", _difference, ("gradient", "signal", "activation")),
    "boundary": Maker("decision boundary", _boundary, (), needs_points=True),
    "guesses": Maker("guesses", _guesses, (), needs_points=True),
    "network": Maker("network", _network, ("gradient", "weight")),
}
"""Every pane by its key, in the order of the window's menu."""

DASHBOARD = ("heatmap", "depth", "loss", "accuracy")
"""The panes of the whole dashboard as it comes."""

GROUPS = {"all": tuple(MAKERS), "dashboard": DASHBOARD}
"""Names of several panes at once."""

_OLD_NAMES = {
    f"{tensor}-{measure}": f"{tensor}:{measure}" for tensor in ("gradient", "weight") for measure in _MEASURES
}


def make_frames(scene: Scene, panes: Sequence[str], epoch: float | None = None) -> list[Any]:
    """The frames of several panes; of a group those that have something to show.

    Args:
        scene: the runs.
        panes: see ``make_frame``; or a key of ``GROUPS``.
        epoch: the cursor; None is the newest sample.

    Raises:
        ExportError: see ``make_frame``.
    """
    frames: list[Any] = []
    for pane in panes:
        group = GROUPS.get(pane)
        frames += [make_frame(scene, pane, epoch)] if group is None else _try_frames(scene, group, epoch)
    return frames


def _try_frames(scene: Scene, panes: Sequence[str], epoch: float | None) -> list[Any]:
    found = []
    for pane in panes:
        try:
            found.append(make_frame(scene, pane, epoch))
        except ExportError:
            if not scene.trained:
                raise
    return found
