"""Small images made of numbers."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def rgb(colour: str) -> NDArray[np.float64]:
    """Red, green and blue of ``#rrggbb``, 0..255."""
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], np.float64)


def rgb_image(colours: NDArray[np.float64]) -> QImage:
    """An image of its own of colours [row, column, 3], 0..255, the highest row first."""
    rows, columns, _ = colours.shape
    red, green, blue = np.moveaxis(np.rint(colours).astype(np.uint32), 2, 0)
    words = np.ascontiguousarray(0xFF000000 | red << 16 | green << 8 | blue, np.uint32)
    return QImage(words.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
