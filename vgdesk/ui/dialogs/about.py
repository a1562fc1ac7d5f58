"""Who made this."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from vgdesk import __version__

_ABOUT = f"""<h3>vgdesk {__version__}</h3>
<p>See why a deep network does not learn:<br>gradients by layer and epoch, live.</p>
<p>Made by the vgdesk developers. MIT licence.<br>
Stands on Qt, PySide6, pyqtgraph, PyTorch, NumPy, scikit-learn and Matplotlib.</p>"""


def show_about(parent: QWidget) -> None:
    """Version, licence and thanks."""
    _show(parent, "About vgdesk", QLabel(_ABOUT))


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
