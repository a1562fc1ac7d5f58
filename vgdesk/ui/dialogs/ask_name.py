"""Asks for the name of a lane."""

from PySide6.QtWidgets import QInputDialog, QWidget


def ask_name(parent: QWidget, name: str) -> str | None:
    """The new name of a lane, or None if cancelled."""
    wished, accepted = QInputDialog.getText(parent, "Rename lane", "Name", text=name)
    return wished.strip() if accepted else None
