"""The Edit menu."""

from collections.abc import Callable

from vgdesk.ui.command import Command, Menu
from vgdesk.ui.commands.conditions import is_idle
from vgdesk.ui.commands.file import show_progress
from vgdesk.ui.desk import Desk

PANE_MENU = ("copy_number", "copy_row", "copy_column", "copy_picture", None, "export_picture", "explain")
"""Keys of what a right click on a picture offers; None is a line."""


def _undo(desk: Desk) -> None:
    if is_idle(desk):
        desk.builder.commit()
    _go(desk, desk.session.way_back.undo)


def _redo(desk: Desk) -> None:
    _go(desk, desk.session.way_back.redo)


def _go(desk: Desk, act: Callable[[], object]) -> None:
    act()
    reopening = desk.session.way_back.reopening
    if reopening.is_running:
        show_progress(desk, reopening, "Way back", "Reading the runs of that screen…")


def _name(verb: str, label: str) -> str:
    return f"{verb}: {label.replace('&', '&&')}" if label else verb


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
            "Take the last change back: an edit, a training, a lesson, a lane",
            _undo,
            lambda desk: bool(desk.session.way_back.undone_next),
            title_now=lambda desk: _name("&Undo", desk.session.way_back.undone_next),
        ),
        Command(
            "redo",
            "&Redo",
            "Ctrl+Shift+Z",
            "Do again what was undone last",
            _redo,
            lambda desk: bool(desk.session.way_back.redone_next),
            title_now=lambda desk: _name("&Redo", desk.session.way_back.redone_next),
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
        ),
    ),
)
