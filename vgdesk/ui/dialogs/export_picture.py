"""Asks what a picture should be: which pane, which kind of file, which size and colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from vgdesk.export.formats import format_named, formats_of

_THEMES = {"light": "Light", "dark": "Dark", "": "As the window"}
_MOTIONS = {True: "The run grows", False: "The cursor moves over it"}
_STILL, _FILM = (1920, 1080), (960, 540)


@dataclass(frozen=True)
class PictureWish:
    """What the user asked for.

    Attributes:
        pane: key of the pane.
        kind: ending of the file.
        size: width and height in pixels.
        theme: ``light``, ``dark``, or empty for that of the window.
        seconds: for which a film lasts.
        grows: whether a film hides what came after its cursor.
        has_caption: whether title, lesson, spec, seed and version stand below.
    """

    pane: str
    kind: str
    size: tuple[int, int]
    theme: str = "light"
    seconds: float = 10.0
    grows: bool = True
    has_caption: bool = True


class PictureDialog(QDialog):
    """A small form.

    Args:
        panes: titles by key, the chosen one first.
        has_caption: whether a caption is offered as wanted.
        parent: of this object.
    """

    def __init__(self, panes: Mapping[str, str], has_caption: bool = True, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle("Export picture")
        self.setObjectName("export-picture")
        self.pane, self.kind = (
            _combo(panes),
            _combo({each.suffix: each.title for each in formats_of("picture", "film")}),
        )
        self.across = QSpinBox(minimum=100, maximum=10_000, value=_STILL[0], suffix=" px", singleStep=10)
        self.down = QSpinBox(minimum=100, maximum=10_000, value=_STILL[1], suffix=" px", singleStep=10)
        self.theme = _combo(_THEMES)
        self.seconds = QDoubleSpinBox(minimum=0.5, maximum=600, value=10, decimals=1, suffix=" s")
        self.motion = _combo(_MOTIONS)
        self.caption = QCheckBox("Title, lesson, spec, seed and version")
        self.caption.setChecked(has_caption)
        self._form = QFormLayout()
        for label, editor in (
            ("Picture", self.pane),
            ("Format", self.kind),
            ("Width", self.across),
            ("Height", self.down),
            ("Colours", self.theme),
            ("Length", self.seconds),
            ("Film", self.motion),
            ("Caption", self.caption),
        ):
            self._form.addRow(label, editor)
            editor.setAccessibleName(label)
        self.kind.currentIndexChanged.connect(self.follow_kind)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 14)
        rows.setSpacing(16)
        rows.addLayout(self._form)
        rows.addWidget(buttons)
        self.follow_kind()

    def wish(self) -> PictureWish:
        """What the form says."""
        return PictureWish(
            self.pane.currentData(),
            self.kind.currentData(),
            (self.across.value(), self.down.value()),
            self.theme.currentData(),
            self.seconds.value(),
            self.motion.currentData(),
            self.caption.isChecked(),
        )

    @Slot()
    def follow_kind(self) -> None:
        """Ask for what a film needs only where one is wanted, and offer the usual size where none was chosen."""
        is_film = format_named(self.kind.currentData()).kind == "film"
        before, usual = (_STILL, _FILM) if is_film else (_FILM, _STILL)
        if (self.across.value(), self.down.value()) == before:
            self.across.setValue(usual[0])
            self.down.setValue(usual[1])
        for editor in (self.seconds, self.motion):
            self._form.setRowVisible(editor, is_film)
        self.adjustSize()


def ask_picture(panes: Mapping[str, str], has_caption: bool, parent: QWidget) -> PictureWish | None:
    """What the user wants; None if cancelled.

    Args:
        panes: titles by key, the chosen one first.
        has_caption: whether a caption is offered as wanted.
        parent: of the form.
    """
    dialog = PictureDialog(panes, has_caption, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    wish = dialog.wish()
    dialog.deleteLater()
    return wish if accepted else None


def _combo(entries: Mapping[Any, str]) -> QComboBox:
    combo = QComboBox()
    for key, words in entries.items():
        combo.addItem(words, key)
    return combo
