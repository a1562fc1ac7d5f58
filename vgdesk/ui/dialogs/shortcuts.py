"""What every key does."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

_GESTURES = (
    ("Click", "In a picture: look at that moment"),
    ("Wheel", "Over a heatmap: zoom time; with Shift, move along it"),
    ("Double click", "On a heatmap: show the whole training again"),
    ("Enter", "Press the button that has the focus"),
    ("Esc", "Leave the lecture, or close what stands over the window"),
)
_ACROSS = 2


def show_keys(parent: QWidget, keys: Sequence[tuple[str, str]]) -> None:
    """Open a dialog of keys in two columns.

    Args:
        parent: the window.
        keys: each as the desktop writes it, and what it does; gestures are put behind them.
    """
    dialog = QDialog(parent, windowTitle="Keys", objectName="keys")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    rows = QVBoxLayout(dialog)
    rows.setContentsMargins(20, 18, 20, 14)
    rows.setSpacing(14)
    rows.addLayout(_make_table((*keys, *_GESTURES)))
    rows.addWidget(buttons)
    dialog.open()


def _make_table(entries: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
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
    return grid
