"""What a diagnosis finds, with its evidence and what helps."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.depth_rate import Row
from vgdesk.analysis.verdicts import Tone
from vgdesk.experiment.remedy_table import Remedy


@dataclass(frozen=True)
class Finding:
    """One rule that holds at the cursor.

    Attributes:
        rule: its word, such as ``vanishing``.
        layers: numbers of the layers, or time steps, that it is about, 1 at the input; empty for the whole network.
        sample: the sample that ``figure`` was measured at.
        figure: what was measured; may be infinite.
        limit: what it was held against.
        sentence: for people.
        remedies: what may help, the best first.
        since: the sample from which on it has held.
        tensor: key of the tensor that shows it; empty where the loss or the data do.
        is_cause: whether it stands before the others in the order of a forward pass, which follow from it.
        is_good: whether nothing is wrong.
        row: what ``layers`` numbers.
    """

    rule: str
    layers: tuple[int, ...]
    sample: int
    figure: float
    limit: float
    sentence: str
    remedies: tuple[Remedy, ...] = ()
    since: int = 0
    tensor: str = ""
    is_cause: bool = False
    is_good: bool = False
    row: Row = "layer"

    @property
    def tone(self) -> Tone:
        """How its word is coloured."""
        return "good" if self.is_good else "bad"


def name_rows(numbers: Iterable[int], row: Row = "layer") -> str:
    """Rows in words: ``layer 3``, ``layers 2 to 5``, ``layers 1, 4 and 5``."""
    found = sorted(numbers)
    if len(found) < 2:
        return f"{row} {found[0]}" if found else f"no {row}"
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:
        return f"{row}s {found[0]} to {found[-1]}"
    return f"{row}s {', '.join(map(str, found[:-1]))} and {found[-1]}"


def number_rows(wanted: NDArray[np.bool_]) -> tuple[int, ...]:
    """Numbers, from 1, of the rows that are wanted [row]."""
    return tuple((np.flatnonzero(wanted) + 1).tolist())
