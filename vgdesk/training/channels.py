"""The order of the channels of a sample: by tensor, then measure, then row."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.events import Channel
from vgdesk.measures import TENSORS, measures_of

Key: TypeAlias = tuple[str, str, int]
"""Tensor, measure and row; the tensor is empty where a value is recorded nowhere."""


def key_values(family_of: str, columns: Sequence[tuple[str, int]]) -> list[Key]:
    """The key of every value that a reduction gives, in its order.

    Args:
        family_of: a tensor of the family that is reduced.
        columns: tensor and row of each column of its result.
    """
    return [(tensor, measure.key, row) for measure in measures_of(family_of) for tensor, row in columns]


def order_channels(held: Sequence[Key], rows: int) -> tuple[tuple[Channel, ...], NDArray[np.intp]]:
    """The channels of the values held, and the place of each among these values [channel].

    Args:
        held: keys of the values that the reductions give, side by side.
        rows: most rows that any tensor has.
    """
    places = {key: place for place, key in enumerate(held)}
    wanted = [
        (tensor.key, measure.key, row)
        for tensor in TENSORS
        for measure in measures_of(tensor.key)
        for row in range(1, rows + 1)
        if (tensor.key, measure.key, row) in places
    ]
    channels = tuple(Channel(row, tensor, measure) for tensor, measure, row in wanted)
    return channels, np.array([places[key] for key in wanted], np.intp)
