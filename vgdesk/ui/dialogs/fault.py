"""A fault of vgdesk's own: what happened, with everything a report needs."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QWidget

from vgdesk import paths
from vgdesk.diagnostics import describe_installation, without_folders
from vgdesk.ui.dialogs.page import make_page
from vgdesk.ui.named import named
from vgdesk.ui.theme import current_theme

_WIDE, _HIGH = 720, 420
_LONGEST = 300  # characters of a summary


class FaultReport(QObject):
    """The dialog of one fault; the window behind it can be used.

    Args:
        parent: the window.
        summary: the fault in one line.
        details: its traceback.
    """

    def __init__(self, parent: QWidget, summary: str, details: str):
        super().__init__()
        self._text = without_folders(details)
        self._summary = summary[:_LONGEST].rstrip(".") + "."
        self._label = named(QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText), "fault-words")
        self.count_more(0)
        shown = named(QPlainTextEdit(self._text, readOnly=True), "fault-details")
        shown.setAccessibleName("Details")
        pixels = current_theme().pixels
        shown.setMinimumSize(pixels(_WIDE // 2), pixels(_HIGH // 4))
        copy = named(QPushButton("&Copy details"), "fault-copy")
        copy.clicked.connect(self._copy)
        self.dialog: QDialog = make_page(parent, "Something went wrong", "fault", self._label, shown)
        buttons = self.dialog.findChild(QDialogButtonBox)
        assert buttons is not None
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.setParent(self.dialog)
        self.dialog.resize(pixels(_WIDE), pixels(_HIGH))
        self.dialog.show()

    def count_more(self, count: int) -> None:
        """Say how many faults came after it while it was open."""
        more = f" It, or another fault, happened {count:,} times more." if count else ""
        log = paths.logs_folder() / "vgdesk.log"
        way_out = "Trainings and their files go on. Please report it with the details"
        self._label.setText(f"{self._summary}{more}\n\n{way_out}; the log has them too: {log}")

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text}\n\n{describe_installation()}")


def copy_diagnostics_text() -> None:
    """Put what ``vgdesk --diagnostics`` prints on the clipboard."""
    QGuiApplication.clipboard().setText(describe_installation())
