"""Who made this, and what the keys do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from vgdesk import __version__
from vgdesk.ui.actions import list_keys

_GESTURES = (
    ("Click", "In a picture: look at that moment"),
    ("Wheel", "Over a heatmap: zoom time; with Shift, move along it"),
    ("Double click", "On a heatmap: show the whole training again"),
    ("Enter", "Press the button that has the focus"),
)
_ABOUT = f"""<h3>vgdesk {__version__}</h3>
<p>See why a deep network does not learn:<br>gradients by layer and epoch, live.</p>
<p>Made by the vgdesk developers. MIT licence.<br>
Stands on Qt, PySide6, pyqtgraph, PyTorch, NumPy, scikit-learn and Matplotlib.</p>"""


def show_about(parent: QWidget) -> None:
    """Version, licence and thanks."""
    _show(parent, "About vgdesk", QLabel(_ABOUT))


def show_keys(parent: QWidget) -> None:
    """Every key and what it does."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(5)
    for row, (keys, words) in enumerate((*list_keys(), *_GESTURES)):
        label = QLabel(keys)
        label.setProperty("role", "muted")
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(QLabel(words), row, 1)
    _show(parent, "Keys", table)


def _show(parent: QWidget, title: str, content: QWidget) -> None:
    dialog = QDialog(parent, windowTitle=title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    rows = QVBoxLayout(dialog)
    rows.setContentsMargins(20, 18, 20, 14)
    rows.setSpacing(14)
    rows.addWidget(content)
    rows.addWidget(buttons)
    dialog.open()
