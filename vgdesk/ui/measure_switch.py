"""A small switch between the measures that a pane can show."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from vgdesk.measures import find_measure
from vgdesk.ui.switch import Choice, Switch


class MeasureSwitch(Switch):
    """One button a measure of a tensor."""

    def __init__(self, tensor: str, measures: Sequence[str], parent: QWidget | None = None):
        labels = {measure: find_measure(tensor, measure).label for measure in measures}
        choices = [Choice(key, f"Show the {label}", f"{tensor}: {label}") for key, label in labels.items()]
        super().__init__(tensor, choices, parent)

    @property
    def measure(self) -> str:
        """Key of the measure that is chosen."""
        return self.key
