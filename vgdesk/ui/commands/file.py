"""The File menu."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog

from vgdesk.export.formats import WRITTEN, Format, formats_of
from vgdesk.session.job import Job
from vgdesk.ui.command import Command, Menu
from vgdesk.ui.commands.conditions import has_any_run, has_run
from vgdesk.ui.desk import Desk
from vgdesk.ui.dialogs.job_progress import JobProgressDialog
from vgdesk.ui.file_dialogs import RUN_FILES

_CSV_KEYS = "Ctrl+Shift+E"
_PATIENCE_MILLISECONDS = 400
_GIGABYTE = 10**9
_LIMIT = "Where the runs take more than so many GB, the library offers which to remove:"


def open_runs(desk: Desk, paths: Sequence[Path], *, beside: bool = False) -> None:
    """Show run files, a lane each, in place of all lanes or beside them, as soon as they are read."""
    desk.session.open_runs(paths, beside=beside)
    show_progress(desk, desk.session.reading, "Open runs", f"Reading {', '.join(path.name for path in paths)}…")


def open_table(desk: Desk, path: Path) -> None:
    """Learn from a table in the selected lane.

    Raises:
        VgdeskError: the lane cannot be changed now.
    """
    desk.session.refuse_while_busy()
    desk.session.selected.refuse_watched()
    desk.builder.open_table(path)


def ask_and_open(desk: Desk) -> None:
    """Ask for run files and show them."""
    paths = desk.files.ask_runs()
    if paths:
        desk.attempt(partial(open_runs, desk, paths))


def ask_limit(desk: Desk) -> None:
    """Ask for the size that the folder of runs should not exceed."""
    gigabytes, accepted = QInputDialog.getDouble(
        desk.window, "Size limit", _LIMIT, desk.settings.library_limit / _GIGABYTE, 0.1, 100_000, 1
    )
    if accepted:
        desk.settings.library_limit = round(gigabytes * _GIGABYTE)
        desk.library.offer()


def _list_recent(desk: Desk) -> tuple[QAction, ...]:
    return desk.recent.actions


def _save_run(desk: Desk) -> None:
    target = desk.files.ask_target("Save run as", ".vgrun", RUN_FILES)
    if target is not None:
        desk.session.save_run(target)
        show_progress(desk, desk.session.saving, "Save run", f"Writing {target.name}…")


def _name_command(chosen: Format) -> str:
    return "export_numbers" if chosen.id == "csv" else f"export_{chosen.id.replace('-', '_')}"


def _make_export(chosen: Format) -> Command:
    return Command(
        _name_command(chosen),
        f"{chosen.name}…",
        _CSV_KEYS if chosen.id == "csv" else "",
        f"Write the runs of all lanes: {chosen.says}",
        partial(_export, chosen),
        has_any_run,
        object_name="" if chosen.id == "csv" else f"export-{chosen.id}",
    )


def _export(chosen: Format, desk: Desk) -> None:
    desk.numbers.export(chosen)


def show_progress(desk: Desk, job: Job, title: str, text: str) -> None:
    """Show how far a job is, if it takes longer than a moment."""
    JobProgressDialog(job, title, text, desk.window, _PATIENCE_MILLISECONDS)


FILE = Menu(
    "&File",
    (
        Command("new", "&New", "Ctrl+N", "Start with one small network", lambda desk: desk.lesson.start_new()),
        Command(
            "library",
            "&Library",
            "Ctrl+O",
            "Find, compare, name and remove recorded runs",
            lambda desk: desk.library.toggle(),
            keeps_message=True,
        ),
        Menu("Open re&cent", (_list_recent,)),
        Command("open_run", "&Open file…", "Ctrl+Shift+O", "Show runs from any folder, a lane each", ask_and_open),
        Command(
            "save_run",
            "&Save run as…",
            "Ctrl+S",
            "Copy the selected lane's run to a file of your own",
            _save_run,
            has_run,
        ),
        None,
        Command(
            "export_picture",
            "Export &picture…",
            "Ctrl+E",
            "Write a pane, or all of them, as PNG, SVG, PDF or film",
            lambda desk: desk.pictures.export(),
            has_any_run,
        ),
        Menu("Export n&umbers", tuple(_make_export(each) for each in formats_of(*WRITTEN))),
        Command(
            "print",
            "P&rint…",
            "Ctrl+P",
            "Print all panes on one page",
            lambda desk: desk.pictures.print_dashboard(),
            has_any_run,
        ),
        None,
        Command(
            "quit",
            "&Quit",
            "Ctrl+Q",
            "Close the window; the runs so far are kept",
            lambda desk: desk.window.close(),
        ),
    ),
)
