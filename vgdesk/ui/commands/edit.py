"""The Edit menu."""

from collections.abc import Callable

from vgdesk.ui.command import Command, Menu
from vgdesk.ui.commands.conditions import is_idle
from vgdesk.ui.commands.file import show_progress
from vgdesk.ui.desk import Desk


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
    ),
)
