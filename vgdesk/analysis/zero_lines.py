"""Where a field over the plane is zero: short straight lines, by marching squares."""

import numpy as np
from numpy.typing import NDArray

_CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))  # of a cell: steps to the right and upwards


def find_zero_lines(field: NDArray[np.floating]) -> NDArray[np.float64]:
    """Both ends of every piece of the lines along which a field changes its sign.

    Args:
        field: [row, column] at the points of a grid; linear between them.

    Returns:
        float64 [piece, end, 2]: column and row of each end, in steps of the grid; none beside a NaN.

    Source: Lorensen and Cline (1987), in two dimensions; a saddle is parted by the mean of its corners.
    """
    f = np.asarray(field, np.float64)
    above = f > 0
    count = above[:-1, :-1].astype(np.int8) + above[:-1, 1:] + above[1:, 1:] + above[1:, :-1]
    rows, columns = np.nonzero((count > 0) & (count < 4))
    corners = np.stack([f[rows + up, columns + right] for right, up in _CORNERS])
    hits, ends = [], []
    for edge in range(4):
        a, b = corners[edge], corners[(edge + 1) % 4]
        (x, y), (to_x, to_y) = _CORNERS[edge], _CORNERS[(edge + 1) % 4]
        hits.append((a > 0) != (b > 0))
        with np.errstate(all="ignore"):
            share = a / (a - b)
            ends.append(np.stack([columns + x + share * (to_x - x), rows + y + share * (to_y - y)], axis=-1))
    hit, at = np.stack(hits, axis=-1), np.stack(ends, axis=-2)
    plain, saddle = hit.sum(axis=-1) == 2, hit.all(axis=-1)
    turned = (corners.sum(axis=0) > 0) != (corners[0] > 0)
    order = np.where(turned[:, None], [0, 3, 1, 2], [0, 1, 2, 3])[saddle]
    parted = np.take_along_axis(at[saddle], order[..., None], axis=1)
    lines = np.concatenate([at[plain][hit[plain]].reshape(-1, 2, 2), parted.reshape(-1, 2, 2)])
    found: NDArray[np.float64] = lines[np.isfinite(lines).all(axis=(1, 2))]
    return found
