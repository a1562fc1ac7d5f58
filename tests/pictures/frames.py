"""Two frames beside each other."""

from dataclasses import fields, is_dataclass

import numpy as np


def differences(one, other, path="frame"):
    """Where two frames differ, in words."""
    if is_dataclass(one) and type(one) is type(other):
        found = [differences(getattr(one, f.name), getattr(other, f.name), f"{path}.{f.name}") for f in fields(one)]
        return [each for group in found for each in group]
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        found = [differences(*pair, f"{path}[{at}]") for at, pair in enumerate(zip(one, other, strict=True))]
        return [each for group in found for each in group]
    if isinstance(one, np.ndarray):
        same = (
            isinstance(other, np.ndarray) and one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
        )
    else:
        same = one == other or (one != one and other != other)
    return [] if same else [f"{path}: {one!r} and {other!r}"]
