"""Asks what a picture should be: which pane, which kind of file, which size."""

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

_KINDS = ("png", "svg", "pdf")
_PANES = {
    "heatmap": "Heatmaps of all lanes",
    "loss": "Loss",
    "accuracy": "Accuracy",
    "gradient-std": "Gradient by layer, standard deviation",
    "gradient-mean": "Gradient by layer, mean",
    "weight-std": "Weight by layer, standard deviation",
    "weight-mean": "Weight by layer, mean",
}


@dataclass(frozen=True)
class PictureWish:
    """What the user asked for; size in pixels, width first."""

    pane: str
    kind: str
    size: tuple[int, int]


class PictureDialog(QDialog):
    """A small form."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, windowTitle="Export picture", objectName="export-picture")
        self.pane = QComboBox()
        for key, words in _PANES.items():
            self.pane.addItem(words, key)
        self.kind = QComboBox()
        for kind in _KINDS:
            self.kind.addItem(kind.upper(), kind)
        self.across = QSpinBox(minimum=100, maximum=10_000, value=1920, suffix=" px", singleStep=10)
        self.down = QSpinBox(minimum=100, maximum=10_000, value=1080, suffix=" px", singleStep=10)
        form = QFormLayout()
        for label, editor in (
            ("Picture", self.pane),
            ("Format", self.kind),
            ("Width", self.across),
            ("Height", self.down),
        ):
            form.addRow(label, editor)
            editor.setAccessibleName(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 14)
        rows.setSpacing(16)
        rows.addLayout(form)
        rows.addWidget(buttons)

    def wish(self) -> PictureWish:
        """What the form says."""
        return PictureWish(self.pane.currentData(), self.kind.currentData(), (self.across.value(), self.down.value()))


def ask_picture(parent: QWidget) -> PictureWish | None:
    """What the user wants, or None when they think better of it."""
    dialog = PictureDialog(parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    wish = dialog.wish()
    dialog.deleteLater()
    return wish if accepted else None
