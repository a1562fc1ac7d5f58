"""The Edit menu."""

from vgdesk.ui.command import Command, Menu
from vgdesk.ui.commands.conditions import is_idle
from vgdesk.ui.desk import Desk


def _undo(desk: Desk) -> None:
    desk.builder.commit()
    desk.edits.undo()


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
    ),
)
