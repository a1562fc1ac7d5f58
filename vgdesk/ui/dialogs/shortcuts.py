"""What every key does."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from vgdesk.ui.dialogs.page import make_page

_GESTURES = (
    ("Click", "In a picture: go to that time"),
    ("Wheel", "Over a heatmap: zoom time; with Shift, move along it"),
    ("Double click", "On a heatmap: show the whole training again"),
    ("Enter", "Press the button that has the focus"),
    ("Esc", "Leave the lecture, or close what lies over the window"),
)
_ACROSS = 2


def show_keys(parent: QWidget, keys: Sequence[tuple[str, str]]) -> None:
    """Open a dialog of keys in two columns.

    Args:
        parent: the window.
        keys: each as the desktop writes it, and what it does; gestures are put behind them.
    """
    make_page(parent, "Keys", "keys", _make_table((*keys, *_GESTURES))).open()


def _make_table(entries: Sequence[tuple[str, str]]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnMinimumWidth(2, 18)
    height = -(-len(entries) // _ACROSS)
    for number, (keys, words) in enumerate(entries):
        column, row = divmod(number, height)
        label = QLabel(keys)
        label.setProperty("role", "muted")
        grid.addWidget(label, row, 3 * column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(QLabel(words), row, 3 * column + 1)
    return table
