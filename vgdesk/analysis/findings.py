"""What a diagnosis finds, with its evidence and what helps."""

from collections.abc import Iterable
from dataclasses import dataclass

from vgdesk.analysis.depth_rate import Row


@dataclass(frozen=True)
class Finding:
    """One rule that holds.

    Attributes:
        rule: its word, such as ``vanishing``.
        layers: numbers of the layers, or time steps, that it is about, 1 at the input; empty for the whole network.
        sample: the first of the samples that it was read from.
        figure: what was measured; may be infinite.
        limit: what it was held against.
        sentence: for people.
        remedies: what helps, each a phrase.
        is_verdict: whether it says how the network fares, and not only what state it is in.
        row: what ``layers`` numbers.
    """

    rule: str
    layers: tuple[int, ...]
    sample: int
    figure: float
    limit: float
    sentence: str
    remedies: tuple[str, ...] = ()
    is_verdict: bool = True
    row: Row = "layer"


def name_rows(numbers: Iterable[int], row: Row = "layer") -> str:
    """Rows in words: ``layer 3``, ``layers 2 to 5``, ``layers 1, 4 and 5``."""
    found = sorted(numbers)
    if len(found) < 2:
        return f"{row} {found[0]}" if found else f"no {row}"
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:
        return f"{row}s {found[0]} to {found[-1]}"
    return f"{row}s {', '.join(map(str, found[:-1]))} and {found[-1]}"
