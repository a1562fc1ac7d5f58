"""How far two lanes are apart: the log10 of the ratio of their values, layer by layer, at the epochs both have."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.scales import Limits
from vgdesk.analysis.steady_limits import SteadyLimits
from vgdesk.events import Channel, Layout, RunStarted, Sampled
from vgdesk.measures import Scale, find_measure, find_tensor
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.heatmap import USUAL_CELLS, HeatmapSource
from vgdesk.pictures.picture import Option, Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

LEAST_DECADES = 1.0
"""A smaller difference than this does not fill the colours."""


class DifferenceSource(HeatmapSource):
    """Makes the heatmaps of a difference, which is a run of its own: a sample where both have one.

    Its values are log10 |first / second|, so above 0 where the first is larger: 0 where both are exactly 0, and
    infinite where only one is.

    Args:
        first: a lane with a run.
        second: another, with as many rows of that tensor.
        tensor: key of the tensor.
        measure: key of the measure.

    Raises:
        KeyError: one of the runs has no such measure.
        ValueError: the runs differ in the number of rows, in words for people.
    """

    def __init__(self, first: LaneView, second: LaneView, tensor: str, measure: str):
        self._pair = (first.run, second.run)
        rows = [history.layout.rows(tensor) for history in self._pair]
        if len(rows[0]) != len(rows[1]):
            kind = "time steps" if self._pair[0].layout.time_steps else "layers"
            raise ValueError(f"{first.name} has {len(rows[0])} {kind}, {second.name} {len(rows[1])}")
        columns = [history.layout.columns(tensor, measure) for history in self._pair]
        both = (columns[0] >= 0) & (columns[1] >= 0)
        self._columns_of = [each[both] for each in columns]
        self._seen = [0, 0]
        channels = tuple(Channel(int(row) + 1, tensor, measure) for row in np.flatnonzero(both))
        self._difference = History(_started(*self._pair, channels))
        super().__init__(self._difference, tensor, measure)
        self.scale = Scale.LINEAR
        self._steady = SteadyLimits(self.scale)
        words = f"log₁₀({first.name} / {second.name})"
        self._measure = replace(find_measure(tensor, measure), label=words, scale=Scale.LINEAR)
        self._title = f"{find_tensor(tensor).label}, {find_measure(tensor, measure).label}"

    @property
    def history(self) -> History:
        """The difference as a run, up to date."""
        self._take_in()
        return self._difference

    def limits(self) -> Limits:
        """Limits that suit it, 0 in the middle."""
        found = self.own_limits
        top = LEAST_DECADES if found is None else max(-found.low, found.high, LEAST_DECADES)
        return Limits(self.scale, -top, top)

    def _take_in(self) -> None:
        new = [history.epochs[seen:] for history, seen in zip(self._pair, self._seen, strict=True)]
        _, *found = np.intersect1d(new[0], new[1], assume_unique=True, return_indices=True)
        if len(found[0]):
            samples = [places + seen for places, seen in zip(found, self._seen, strict=True)]
            first, second = (
                _magnitudes(history, places, columns)
                for history, places, columns in zip(self._pair, samples, self._columns_of, strict=True)
            )
            values = decades_between(first, second)
            losses = np.zeros(len(values), np.float32)
            self._difference.append(Sampled(self._difference.run, self._pair[0].steps[samples[0]], losses, values))
            self._seen = [int(places[-1]) + 1 for places in samples]
        super()._take_in()


def decades_between(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float32]:
    """log10 of first / second, of magnitudes: 0 where both are exactly 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log10(first) - np.log10(second)
    found[(first == 0) & (second == 0)] = 0.0
    return found.astype(np.float32)


def _magnitudes(history: History, samples: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
    return np.abs(history.values[np.ix_(samples, columns)].astype(np.float64))


def _started(first: History, second: History, channels: tuple[Channel, ...]) -> RunStarted:
    """As the first began, with nothing but some channels; as long as the longer of both."""
    layout = Layout(first.layout.layers, channels, first.layout.time_steps)
    epochs = max(first.planned_epochs, second.planned_epochs)
    return replace(
        first.started,
        run=f"{first.run} - {second.run}",
        layout=layout,
        total_steps=round(epochs * first.started.steps_per_epoch),
    )


def _make(view: View, sources: Sources) -> Frame | Nothing:
    chosen = view.choices_of("difference")
    lanes = [view.lanes[place] for place in chosen.pair if place < len(view.lanes)]
    if len(view.lanes) < 2 or len(lanes) < 2:
        return Nothing("Two trained lanes are needed")
    if any(lane.history is None for lane in lanes):
        return Nothing(NOT_TRAINED)
    if lanes[0] is lanes[1]:
        return Nothing("Choose two different lanes")
    made_of = ([(lane.name, lane.history) for lane in lanes], chosen.option)
    source = sources.keep("difference", made_of, lambda: _make_source(lanes, chosen.option))
    if isinstance(source, Nothing):
        return source
    if not source.history.sample_count:
        return Nothing("No epoch was sampled in both lanes so far")
    sample = source.history.at(view.epoch)
    cursor = sample if sample >= 0 else None
    frame = source.frame(source.limits(), view.window, view.cells_of(0, USUAL_CELLS), cursor)
    if cursor is not None or view.epoch is None:
        return frame
    return replace(frame, cursor=None, cursor_position=frame.window.share_of(view.epoch))


def _make_source(lanes: list[LaneView], tensor: str) -> DifferenceSource | Nothing:
    try:
        return DifferenceSource(lanes[0], lanes[1], tensor, "rms")
    except KeyError:
        return Nothing("Not recorded in these runs")
    except ValueError as error:
        return Nothing(f"Nothing to compare: {error}")


DIFFERENCE = Picture(
    key="difference",
    title="difference",
    tip="How many decades a ledger of one lane lies above another lane's",
    make=_make,
    options=tuple(
        Option(tensor, f"Compare the {find_tensor(tensor).label}", f"difference: {find_tensor(tensor).label}")
        for tensor in ("gradient", "signal", "activation")
    ),
)
