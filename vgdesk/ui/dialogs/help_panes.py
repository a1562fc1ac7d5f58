"""What am I looking at? The explanations of all panes, one at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QWidget

from vgdesk.ui.explanations import WIDTH, ExplanationView, read_explanation
from vgdesk.ui.named import named
from vgdesk.ui.theme import current_theme

_LIST_WIDTH = 150
_HEIGHT = 400
_ROW_HEIGHT = 24


def explain_panes(parent: QWidget, keys: Sequence[str], shown: str) -> QDialog:
    """Open the dialog; it stays open while the user works on.

    Args:
        parent: the window.
        keys: of the panes, in the order of the list.
        shown: the one that is explained first.
    """
    dialog = ExplanationDialog(parent, keys)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show_explanation(shown)
    dialog.show()
    return dialog


class ExplanationDialog(QDialog):
    """A list of the panes, and beside it what the chosen one shows."""

    def __init__(self, parent: QWidget, keys: Sequence[str]):
        super().__init__(parent)
        self.setWindowTitle("What am I looking at?")
        self.setObjectName("explanations")
        self._keys = tuple(keys)
        self._list = named(QListWidget(), "explained-panes")
        self._list.setAccessibleName("Panes")
        self._list.addItems([read_explanation(key).title for key in self._keys])
        self._view = ExplanationView()
        pixels = current_theme().pixels
        self._list.setFixedWidth(pixels(_LIST_WIDTH))
        for row in range(self._list.count()):
            self._list.item(row).setSizeHint(QSize(0, pixels(_ROW_HEIGHT)))
        self._view.setFixedWidth(pixels(WIDTH))
        columns = QHBoxLayout(self)
        columns.setContentsMargins(14, 16, 20, 16)
        columns.setSpacing(20)
        columns.addWidget(self._list)
        columns.addWidget(self._view)
        self.resize(self.sizeHint().width(), pixels(_HEIGHT))
        self._list.currentRowChanged.connect(self._show_row)

    def show_explanation(self, key: str) -> None:
        """Choose a pane of the list."""
        self._list.setCurrentRow(self._keys.index(key))

    @Slot(int)
    def _show_row(self, row: int) -> None:
        self._view.show_explanation(self._keys[row])
