"""Which heatmaps are side by side: the ledgers that the user has chosen."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from vgdesk.analysis.colors import COLORMAPS
from vgdesk.events import Layout
from vgdesk.measures import find_measure, find_tensor

OFFERED = ("activation", "signal", "gradient", "weight", "update", "recurrent_gradient", "recurrent_weight")
"""Tensors that may have a column, in the order of the columns."""

_USUAL = {"update": "ratio"}


@dataclass(frozen=True)
class Column:
    """One heatmap of each lane.

    Attributes:
        tensor: key of the tensor.
        measure: key of the measure.
    """

    tensor: str
    measure: str

    @property
    def label(self) -> str:
        """Name on the screen."""
        return f"{find_tensor(self.tensor).label}, {find_measure(self.tensor, self.measure).label}"

    def stands_in(self, layout: Layout) -> bool:
        """Whether a run recorded it."""
        return (self.tensor, self.measure) in layout


def usual_column(tensor: str) -> Column:
    """The column of a tensor for which no measure is chosen."""
    return Column(tensor, _USUAL.get(tensor, "rms"))


@dataclass(frozen=True)
class Columns:
    """The columns, from the left.

    Attributes:
        shown: at least one.
        relative: whether magnitudes are divided by the last layer's.
        colormap: one of ``COLORMAPS``.
        own_scales: whether each lane has a colour scale of its own.
    """

    shown: tuple[Column, ...] = tuple(usual_column(tensor) for tensor in ("activation", "signal", "gradient"))
    relative: bool = False
    colormap: str = COLORMAPS[0]
    own_scales: bool = False

    def changed(self, **changes: object) -> "Columns":
        """With some attributes set."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def has(self, tensor: str) -> bool:
        """Whether a tensor has a column."""
        return any(column.tensor == tensor for column in self.shown)

    def with_tensor(self, tensor: str, shown: bool) -> "Columns":
        """With a column of a tensor, or without it; the last column stays."""
        kept = tuple(column for column in self.shown if column.tensor != tensor)
        if shown:
            kept = (*kept, next((c for c in self.shown if c.tensor == tensor), usual_column(tensor)))
        ordered = tuple(sorted(kept, key=lambda column: OFFERED.index(column.tensor)))
        return replace(self, shown=ordered or self.shown)

    def with_measure(self, tensor: str, measure: str) -> "Columns":
        """With another measure of a tensor."""
        shown = tuple(Column(tensor, measure) if c.tensor == tensor else c for c in self.shown)
        return replace(self, shown=shown)

    def to_text(self) -> str:
        """One line that ``parse_columns`` reads back."""
        shown = [[column.tensor, column.measure] for column in self.shown]
        looks = {"relative": self.relative, "colormap": self.colormap, "own_scales": self.own_scales}
        return json.dumps({"shown": shown, **looks})


def name_columns(names: Iterable[str]) -> tuple[Column, ...]:
    """The columns of names such as ``gradient:rms``."""
    return tuple(Column(*name.split(":")) for name in names)


def parse_columns(text: str) -> Columns:
    """What ``to_text`` wrote; the usual columns where the text is broken or of another version."""
    try:
        table = json.loads(text)
        shown = tuple(Column(*pair) for pair in table["shown"])
        columns = Columns(shown, table["relative"], table["colormap"], table.get("own_scales", False))
        known = all(column.tensor in OFFERED and column.label for column in columns.shown)
    except (ValueError, KeyError, TypeError, RecursionError):
        return Columns()
    are_choices = all(isinstance(each, bool) for each in (columns.relative, columns.own_scales))
    usable = known and columns.shown and columns.colormap in COLORMAPS and are_choices
    return columns if usable else Columns()
