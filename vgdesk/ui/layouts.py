"""Rows and columns of widgets."""

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

_Box = TypeVar("_Box", bound=QBoxLayout)


def fill(box: _Box, *parts: QWidget | QLayout | int | None, gap: int = -1) -> _Box:
    """Put parts into a row or column without margins.

    Args:
        box: what is filled.
        parts: in order; a number is the stretch of the part before it, None takes the space that is left over.
        gap: logical pixels between the parts; that of the style for -1.
    """
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(gap)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.setStretch(box.count() - 1, part)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return box
