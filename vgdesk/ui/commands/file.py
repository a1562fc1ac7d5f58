"""The File menu."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from vgdesk.errors import VgdeskError
from vgdesk.export.formats import WRITTEN, Format, formats_of
from vgdesk.session.job import Job
from vgdesk.ui.command import Command, Menu
from vgdesk.ui.commands.conditions import has_any_run, has_run, is_idle
from vgdesk.ui.desk import Desk
from vgdesk.ui.dialogs.job_progress import JobProgressDialog
from vgdesk.ui.file_dialogs import RUN_FILES

_CSV_KEYS = "Ctrl+Shift+E"
_PATIENCE_MILLISECONDS = 400


def open_runs(desk: Desk, paths: Sequence[Path]) -> None:
    """Show run files, a lane each, as soon as they are read."""
    desk.session.open_runs(paths)
    _show_progress(desk, desk.session.reading, "Open runs", f"Reading {', '.join(path.name for path in paths)}…")


def open_table(desk: Desk, path: Path) -> None:
    """Learn from a table in the selected lane.

    Raises:
        VgdeskError: the lane cannot be changed now.
    """
    desk.session.selected.refuse_watched()
    if desk.session.state.is_busy:
        raise VgdeskError("the lanes are training; stop them first")
    desk.builder.open_table(path)


def ask_and_open(desk: Desk) -> None:
    """Ask for run files and show them."""
    paths = desk.files.ask_runs()
    if paths:
        open_runs(desk, paths)


def _save_run(desk: Desk) -> None:
    target = desk.files.ask_target("Save run as", ".vgrun", RUN_FILES)
    if target is not None:
        desk.session.save_run(target)
        _show_progress(desk, desk.session.saving, "Save run", f"Writing {target.name}…")


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


def _show_progress(desk: Desk, job: Job, title: str, text: str) -> None:
    JobProgressDialog(job, title, text, desk.window, _PATIENCE_MILLISECONDS)


FILE = Menu(
    "&File",
    (
        Command(
            "new", "&New", "Ctrl+N", "Start with one small network", lambda desk: desk.lesson.start_new(), is_idle
        ),
        Command("open_run", "&Open runs…", "Ctrl+O", "Show recorded runs, a lane each", ask_and_open, is_idle),
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
