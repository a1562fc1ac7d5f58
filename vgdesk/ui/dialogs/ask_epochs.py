"""Asks for how many epochs more a run is trained."""

from PySide6.QtWidgets import QInputDialog, QWidget

_MOST = 1_000_000


def ask_epochs(parent: QWidget, name: str, planned: int) -> int | None:
    """The number of epochs more, or None if cancelled; as many again as were planned to begin with."""
    words = f"{name} was planned for {planned} epochs. Epochs more:"
    wished, accepted = QInputDialog.getInt(parent, "Train for longer", words, max(planned, 1), 1, _MOST)
    return wished if accepted else None
