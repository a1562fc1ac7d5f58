"""Says how far a film is, and ends it when the user wants that."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget

from vgdesk.ui.filming import Filming


class ExportProgress(QProgressDialog):
    """Stands beside the window, which stays at work, until the film has ended."""

    def __init__(self, filming: Filming, name: str, parent: QWidget):
        super().__init__(f"Writing {name}…", "Cancel", 0, 0, parent)
        self.setObjectName("export-progress")
        self.setWindowTitle("Export film")
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self.setMinimumDuration(0)
        self.canceled.connect(filming.cancel)
        filming.progressed.connect(self.show_progress)
        for ended in (filming.done, filming.failed, filming.cancelled):
            ended.connect(self.end)

    @Slot(int, int)
    def show_progress(self, done: int, count: int) -> None:
        """So many pictures of so many are done."""
        self.setMaximum(count)
        self.setValue(done)

    @Slot()
    def end(self) -> None:
        """Go away."""
        self.blockSignals(True)
        self.close()
