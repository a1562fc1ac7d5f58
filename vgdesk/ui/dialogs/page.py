"""Dialogs that only show something."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from vgdesk.ui.named import named


def make_page(parent: QWidget, title: str, name: str, *parts: QWidget) -> QDialog:
    """A dialog of some parts, one below the other, with a button that closes it; closing deletes it.

    Args:
        parent: the window.
        title: of the dialog.
        name: object name.
        parts: from the top; the last takes the room that is left over.
    """
    dialog = named(QDialog(parent), name)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    rows = QVBoxLayout(dialog)
    rows.setContentsMargins(20, 18, 20, 14)
    rows.setSpacing(14)
    for part in parts:
        rows.addWidget(part)
    rows.setStretch(len(parts) - 1, 1)
    rows.addWidget(buttons)
    return dialog
