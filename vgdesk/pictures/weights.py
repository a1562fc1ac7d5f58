"""The weight matrix of one layer at the cursor, or its change from one epoch to another."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.codes import Specials, shade_codes
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.analysis.scales import Limits, nice_above
from vgdesk.events import freeze
from vgdesk.experiment.slots import Slot
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.measures import Scale
from vgdesk.pictures.frame import Frame, Nothing, Still
from vgdesk.pictures.picture import Picture, Sources, of_lane
from vgdesk.pictures.typed_weights import InitialWeights, find_initial_weights
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

_MATRICES = ("weight", "recurrent_weight")
_GATES = {3: ("reset", "update", "new"), 4: ("input", "forget", "cell", "output")}
_SNAPSHOTS_SEEN, _ENTRIES_SEEN = 64, 2_000_000  # to find limits that stay while the cursor moves
_FAR = 100.0
_MOST_WRITTEN, _DIGITS, _SHORTEST = 600, (3, 2), "0.10"


@dataclass(frozen=True)
class WeightFrame(Still):
    """A matrix, and everything around it.

    Attributes:
        choices: names of the matrices that the run has, input side first.
        chosen: index of the one that is drawn.
        values: float32 [unit, input], weights or their change.
        limits: symmetric about 0.
        epoch: of the snapshot drawn.
        since: of the snapshot that the change is counted from; None for weights.
        mean_change: mean of |change| over all entries; None for weights.
        specials: how many entries are NaN or infinite.
        input_words: what an input is, such as ``input`` or ``unit of layer 1``.
        gates: of a gated recurrent layer, whose units are one gate below the other; else empty.
        initial: where these initial weights can be typed; None where they cannot.
        is_typed: whether what is drawn stands in the spec and was not trained yet.
    """

    choices: tuple[str, ...]
    chosen: int
    values: NDArray[np.float32]
    limits: Limits
    epoch: float
    since: float | None
    mean_change: float | None
    specials: Specials
    input_words: str
    gates: tuple[str, ...] = ()
    initial: InitialWeights | None = None
    is_typed: bool = False

    @property
    def title(self) -> str:
        """What is drawn."""
        return f"{'weights' if self.since is None else 'change'} of layer {self.label}"

    @property
    def description(self) -> str:
        """What is drawn, and of which epoch."""
        return f"{self.title}, {self.caption}"

    @property
    def layer_names(self) -> tuple[str, ...]:
        """Of the matrices."""
        return self.choices

    @property
    def caption(self) -> str:
        """The epoch that is drawn, or the two epochs between which the change lies and its mean."""
        if self.is_typed:
            return "typed, not trained yet"
        if self.since is None:
            return f"epoch {format_epoch(self.epoch)}"
        mean = format_value(self.mean_change or 0.0)
        return f"mean |change| {mean}, epoch {format_epoch(self.since)} to {format_epoch(self.epoch)}"

    @property
    def label(self) -> str:
        """Name of the matrix that is drawn."""
        return self.choices[self.chosen]

    def edits_with(self, unit: int, source: int, value: float) -> dict[str, object]:
        """The change of the spec, by dotted path, that makes another initial weight of one; none where it cannot."""
        return {} if self.initial is None else self.initial.edits(self.values.T, (source, unit), value)

    def unit_words(self, unit: int) -> str:
        """A row of the matrix, 0 the first, in words."""
        if not self.gates:
            return f"unit {unit + 1}"
        gate, number = divmod(unit, len(self.values) // len(self.gates))
        return f"unit {number + 1} ({self.gates[gate]} gate)"


def with_typed_weights(frame: WeightFrame, history: History, spec: ExperimentSpec | None) -> WeightFrame:
    """The initial weights of a run as they can be typed, and those that were typed since in their place."""
    slot = _matrices(history)[frame.chosen]
    if spec is None or frame.since is not None or frame.epoch > 0 or history.started.origin is not None:
        return frame
    initial = find_initial_weights(spec, slot.layer, frame.values.T.shape)
    frame = replace(frame, initial=initial)
    if initial is None or initial.given is None or np.array_equal(initial.given, frame.values.T):
        return frame
    values = freeze(np.ascontiguousarray(initial.given.T))
    limits = _limits(_largest(values), frame.limits.high)
    return replace(frame, values=values, limits=limits, specials=Specials(0, 0), is_typed=True)


def weight_frame(history: History, chosen: int = 0, epoch: float | None = None) -> WeightFrame | None:
    """One matrix of the last snapshot at or before an epoch, the newest for None; None without one.

    Args:
        history: the run.
        chosen: number of the matrix, 0 the first at the input; one beyond the last is the last.
        epoch: the cursor.
    """
    snapshot = history.snapshots.at(epoch)
    if snapshot < 0:
        return None
    return _frame(history, chosen, (None, snapshot), holds_limits=True)


def change_frame(
    history: History, chosen: int, since: float, until: float | None = None, holds_limits: bool = False
) -> WeightFrame | None:
    """What was added to one matrix from the last snapshot at or before one epoch to that of another.

    Args:
        history: the run.
        chosen: number of the matrix, 0 the first at the input; one beyond the last is the last.
        since: the earlier epoch.
        until: the later epoch; None for the newest. Before ``since`` the change is counted backwards.
        holds_limits: whether the limits suit the change to any snapshot, so that they stay while ``until`` moves.
    """
    before, after = history.snapshots.at(since), history.snapshots.at(until)
    return None if min(before, after) < 0 else _frame(history, chosen, (before, after), holds_limits)


def reduce_cells(values: NDArray[np.float32], rows: int, columns: int) -> NDArray[np.float32]:
    """The values [row, column] with at most ``rows`` rows and ``columns`` columns.

    A cell that represents several values holds the one of the largest magnitude with its sign, and NaN if any is.
    """
    for axis, most in enumerate((rows, columns)):
        count = values.shape[axis]
        if count > most:
            starts = np.arange(most) * count // most
            high, low = (each.reduceat(values, starts, axis=axis) for each in (np.maximum, np.minimum))
            with np.errstate(invalid="ignore"):
                values = np.where(high >= -low, high, low)
    return values


def matrix_codes(frame: WeightFrame, rows: int, columns: int) -> NDArray[np.uint8]:
    """Codes [row, column] of the matrix reduced to at most ``rows`` by ``columns`` cells, unit 1 in the first row."""
    return shade_codes(reduce_cells(frame.values, rows, columns).astype(np.float64), frame.limits)


def cell_words(frame: WeightFrame, width_of: Callable[[str], float], room: float) -> list[list[str]]:
    """The values [unit][input] in words where all of them have room in their cells, with as many digits as fit.

    Args:
        frame: the matrix.
        width_of: what a text takes.
        room: the width of a cell; less than any text where the cells are not even as high as a line.
    """
    values = frame.values
    if values.size <= _MOST_WRITTEN and width_of(_SHORTEST) <= room:
        for digits in _DIGITS:
            words = [[format_value(value, digits) for value in row] for row in values.tolist()]
            if max(width_of(word) for row in words for word in row) <= room:
                return words
    return []


def strongest_in(values: NDArray[np.float32], rows: slice, columns: slice) -> tuple[int, int]:
    """Row and column of the value that represents a block of values; see ``reduce_cells``."""
    block = np.abs(values[rows, columns])
    row, column = np.unravel_index(int(np.where(np.isnan(block), np.inf, block).argmax()), block.shape)
    return rows.start + int(row), columns.start + int(column)


def _frame(history: History, chosen: int, pair: tuple[int | None, int], holds_limits: bool) -> WeightFrame:
    slots, snapshots = _matrices(history), history.snapshots
    chosen = min(chosen, len(slots) - 1)
    slot, (before, after) = slots[chosen], pair
    values, base = snapshots.tensor(after, slot.layer, slot.tensor), None
    if before is not None:
        base = snapshots.tensor(before, slot.layer, slot.tensor)
        values = _subtract(values, base)
    return WeightFrame(
        choices=tuple(_name(history, each) for each in slots),
        chosen=chosen,
        values=freeze(np.ascontiguousarray(values.T)),
        limits=_limits(_largest(values), _largest_ever(history, slot, base) if holds_limits else 0.0),
        epoch=float(snapshots.epochs[after]),
        since=float(snapshots.epochs[before]) if before is not None else None,
        mean_change=float(np.abs(values.astype(np.float64)).mean()) if base is not None else None,
        specials=Specials(infinite=int(np.isinf(values).sum()), nan=int(np.isnan(values).sum())),
        input_words=_input_words(slot),
        gates=_gates(history, slot),
    )


def _matrices(history: History) -> list[Slot]:
    found = [slot for slot in history.layout.slots if slot.tensor in _MATRICES]
    return sorted(found, key=lambda slot: (slot.layer, _MATRICES.index(slot.tensor)))


def _name(history: History, slot: Slot) -> str:
    return f"{slot.layer} recurrent" if slot.tensor != "weight" else history.layout.layers[slot.layer - 1].name


def _input_words(slot: Slot) -> str:
    if slot.tensor != "weight":
        return "unit a step before"
    return "input" if slot.layer == 1 else f"unit of layer {slot.layer - 1}"


def _gates(history: History, slot: Slot) -> tuple[str, ...]:
    recurrent = any(each.layer == slot.layer and each.tensor == "recurrent_weight" for each in history.layout.slots)
    units = history.layout.layers[slot.layer - 1].units
    return _GATES.get(slot.shape[1] // units, ()) if recurrent else ()


def _limits(own: float, ever: float) -> Limits:
    """Symmetric about 0: they suit what is largest ever, unless that is far larger than what is drawn."""
    top = nice_above((own if own * _FAR < ever else max(own, ever)) or 1.0)
    return Limits(Scale.LINEAR, -top, top)


def _largest_ever(history: History, slot: Slot, base: NDArray[np.float32] | None) -> float:
    """Largest finite magnitude in evenly spread snapshots, or of their differences from the base."""
    snapshots, found = history.snapshots, 0.0
    most = min(_SNAPSHOTS_SEEN, max(_ENTRIES_SEEN // slot.size, 1))
    for snapshot in range(0, len(snapshots), -(-len(snapshots) // most)):
        values = snapshots.tensor(snapshot, slot.layer, slot.tensor)
        found = max(found, _largest(values if base is None else _subtract(values, base)))
    return found


def _subtract(values: NDArray[np.float32], base: NDArray[np.float32]) -> NDArray[np.float32]:
    with np.errstate(invalid="ignore", over="ignore"):
        return values - base


def _largest(values: NDArray[np.float32]) -> float:
    """Largest finite magnitude."""
    size = np.abs(values)
    return float(size.max(where=np.isfinite(size), initial=0.0))


@of_lane
def _make(view: View, lane: LaneView, history: History, sources: Sources) -> Frame | Nothing:
    if not len(history.snapshots):
        return Nothing(NOT_TRAINED if history.ended is None and history.layout.slots else _NONE_KEPT)
    chosen = view.choices_of("weights")
    until = view.epoch if chosen.until is None else chosen.until
    places = history.snapshots.at(until), None if chosen.since is None else history.snapshots.at(chosen.since)
    made_of = (history, len(history.snapshots), places, chosen)

    def make() -> WeightFrame | None:
        number = (chosen.layer or 1) - 1
        if chosen.since is None:
            return weight_frame(history, number, until)
        return change_frame(history, number, chosen.since, until, holds_limits=chosen.until is None)

    frame = sources.keep("weights", made_of, make)
    if frame is None:
        return Nothing("No weights were kept before this epoch")
    return with_typed_weights(frame, history, lane.spec)


_NONE_KEPT = "This run kept no weights. A run whose field Weights is not set to none keeps them."

WEIGHTS = Picture(
    key="weights",
    title="weight matrix",
    tip="All weights of one layer at the cursor, or what changed between two epochs",
    make=_make,
    shows_layer=True,
)
