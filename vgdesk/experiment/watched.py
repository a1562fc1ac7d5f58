"""What a run says of a network that vgdesk watched and did not train."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

RowKind: TypeAlias = Literal["linear", "conv", "norm", "embedding", "attention", "recurrent", "other"]


@dataclass(frozen=True)
class WatchedRow:
    """A row of the heatmaps of a network that a program of one's own trains: a module, or a part of one.

    Attributes:
        path: of the module in the network, with the name of the part where it is one: ``blocks.0.attn.in_proj``.
        kind: what the module is.
        depth: number of the block that it stands in, 0 outside of blocks; blocks are the numbers in the path.
    """

    path: str
    kind: RowKind
    depth: int = 0


@dataclass(frozen=True)
class Watched:
    """Where a run comes from that vgdesk watched and did not train.

    Attributes:
        network: name of its class.
        optimizer: name of the optimizer's class.
        rows: of the network, in the order of its parameters; as many as the layout has layers.
        every: how often it was sampled, as it was asked for: a number of steps, or a share of the time.
        versions: of Python, torch and what else trained it, by name.
    """

    network: str
    optimizer: str
    rows: tuple[WatchedRow, ...]
    every: str = "1"
    versions: tuple[tuple[str, str], ...] = ()
