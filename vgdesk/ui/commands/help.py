"""The Help menu."""

from functools import partial

from PySide6.QtWidgets import QWidget

from vgdesk.pictures.heatmaps import KEY as HEATMAPS
from vgdesk.ui.command import Command, Menu, list_keys
from vgdesk.ui.desk import Desk
from vgdesk.ui.dialogs.about import show_about
from vgdesk.ui.dialogs.fault import copy_diagnostics_text
from vgdesk.ui.dialogs.help_measures import show_measures
from vgdesk.ui.dialogs.help_panes import explain_panes
from vgdesk.ui.dialogs.shortcuts import show_keys
from vgdesk.ui.pane_under_pointer import pane_under_pointer
from vgdesk.ui.welcome import Welcome


def welcome(desk: Desk) -> None:
    """Offer lessons to begin with."""
    desk.settings.is_welcomed = True
    for before in desk.window.findChildren(Welcome):
        before.dismiss()
    load = desk.lesson.load
    Welcome(
        desk.window,
        desk.session,
        lambda lesson: desk.attempt(partial(load, lesson)),
        desk.library.toggle,
        desk.recent.actions,
    ).open()


def copy_diagnostics(desk: Desk) -> None:
    """Put what a report of a fault should hold on the clipboard."""
    copy_diagnostics_text()
    desk.session.message.emit("Copied versions, platform and the end of the log", False)


def _explain(desk: Desk) -> None:
    """Explain the pane under the pointer, or the one with the focus, or the heatmaps."""
    before = desk.window.findChild(QWidget, "explanations")
    if before is not None:
        before.close()
    pointed = pane_under_pointer(desk.dashboard) or HEATMAPS
    explain_panes(desk.window, (HEATMAPS, *desk.dashboard.keys), pointed)


HELP = Menu(
    "&Help",
    (
        Command(
            "find_command",
            "&Find a command…",
            "Ctrl+K",
            "Search all menus, lessons and panes by a few letters",
            lambda desk: desk.palette.open(),
            keeps_message=True,
        ),
        None,
        Command(
            "explain",
            "&What am I looking at?",
            "Shift+F1",
            "Explain the pane under the pointer",
            _explain,
            keeps_message=True,
        ),
        Command(
            "measures",
            "&Measures",
            "Ctrl+F1",
            "Define every measure",
            lambda desk: show_measures(desk.window),
            keeps_message=True,
        ),
        Command(
            "show_keys",
            "&Keys",
            "F1",
            "What every key does",
            lambda desk: show_keys(desk.window, list_keys(desk.window.actions())),
            keeps_message=True,
        ),
        None,
        Command(
            "welcome",
            "W&elcome",
            "Ctrl+Shift+W",
            "Offer three lessons to begin with",
            welcome,
            keeps_message=True,
        ),
        Command(
            "copy_diagnostics",
            "&Copy diagnostics",
            "",
            "Copy versions, platform and the end of the log, for a report of a fault; no names of folders",
            copy_diagnostics,
            object_name="action-copy_diagnostics",
        ),
        Command(
            "about",
            "&About vgdesk",
            "Ctrl+Shift+A",
            "Version, licence and thanks",
            lambda desk: show_about(desk.window),
            keeps_message=True,
        ),
    ),
)
