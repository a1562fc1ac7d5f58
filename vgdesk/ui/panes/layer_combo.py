"""A choice of layers, small enough for the header of a pane."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from vgdesk.ui.panes.lane_combo import ElidedCombo


class LayerCombo(ElidedCombo):
    """The layers of the network that is shown.

    The number that was chosen last stays the wish while networks with fewer layers come and go.

    Args:
        key: of the pane.
        words: what is chosen, for the tooltip and for screen readers.

    Signals:
        chosen: another one was chosen.
    """

    chosen = Signal()

    def __init__(self, key: str, words: str):
        super().__init__(f"{key}-layer", words)
        self._wish = 0
        self.setMinimumContentsLength(1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(20)
        self.activated.connect(self.choose)
        self.hide()

    @property
    def wish(self) -> int:
        """Number of the entry that was chosen last, 0 the first; there may be fewer now."""
        return self._wish

    def choose(self, number: int) -> None:
        """Choose an entry."""
        self._wish = number
        self.setCurrentIndex(number)
        self.chosen.emit()

    def show_entries(self, entries: Sequence[str], number: int) -> None:
        """Offer these, with one of them shown as chosen."""
        if entries != [self.itemText(index) for index in range(self.count())]:
            self.clear()
            self.addItems(entries)
            self.view().setMinimumWidth(self.sizeHint().width())
            self.updateGeometry()
        self.setCurrentIndex(number)
        self.setVisible(bool(entries))
