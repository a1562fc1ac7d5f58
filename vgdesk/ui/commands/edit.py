"""The Edit menu."""

from vgdesk.ui.command import Command, Menu
from vgdesk.ui.commands.conditions import is_idle
from vgdesk.ui.desk import Desk

PANE_MENU = ("copy_number", "copy_row", "copy_column", "copy_picture", None, "export_picture", "explain")
"""Keys of what a right click on a picture offers; None is a line."""


def _undo(desk: Desk) -> None:
    desk.builder.commit()
    desk.edits.undo()


def _paste_spec(desk: Desk) -> None:
    desk.builder.commit()
    desk.copying.paste_spec()


EDIT = Menu(
    "&Edit",
    (
        Command(
            "undo",
            "&Undo",
            "Ctrl+Z",
            "Undo the last edit of the selected lane",
            _undo,
            lambda desk: is_idle(desk) and desk.edits.can_undo,
        ),
        Command(
            "redo",
            "&Redo",
            "Ctrl+Shift+Z",
            "Redo the last undone edit",
            lambda desk: desk.edits.redo(),
            lambda desk: is_idle(desk) and desk.edits.can_redo,
        ),
        None,
        Command(
            "copy_picture",
            "&Copy as picture",
            "Ctrl+Shift+C",
            "Copy the pane under the pointer, or all of them",
            lambda desk: desk.pictures.copy(),
        ),
        Command(
            "copy_number",
            "Copy &number",
            "Ctrl+C",
            "Copy the number under the pointer with all its digits",
            lambda desk: desk.copying.copy_number(),
        ),
        Command(
            "copy_row",
            "Copy ro&w",
            "Ctrl+Shift+R",
            "Copy the row under the pointer as a table: a layer over the epochs, a curve",
            lambda desk: desk.copying.copy_row(),
        ),
        Command(
            "copy_column",
            "Copy co&lumn",
            "Ctrl+Alt+C",
            "Copy the column under the pointer as a table: all layers of an epoch",
            lambda desk: desk.copying.copy_column(),
        ),
        None,
        Command(
            "copy_spec",
            "Copy &spec",
            "Ctrl+Shift+S",
            "Copy the selected lane's spec as JSON",
            lambda desk: desk.copying.copy_spec(),
        ),
        Command(
            "paste_spec",
            "&Paste spec",
            "Ctrl+V",
            "Give the selected lane the spec on the clipboard",
            _paste_spec,
            is_idle,
        ),
    ),
)
