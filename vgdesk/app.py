"""The window with all its parts; started by ``python -m vgdesk``."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from vgdesk import __version__, logs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_WITHOUT_WINDOW = "train without one: vgdesk train circles-4h-sigmoid"
_NO_DISPLAY = f"vgdesk: there is no display to open a window on; {_WITHOUT_WINDOW}"
_BROKEN_PAIR = (
    "vgdesk: PySide6 {version} crashes Python {python} within a minute; "
    "install another: pip install 'PySide6-Essentials>=6.10.3,<6.12'"
)
USER_MISTAKE = 2
_WITHOUT_QT = (
    "analysis.evidence",
    "checking.check",
    "checking.trials",
    "diagnostics",
    "drawing.fit",
    "drawing.guesses",
    "drawing.network",
    "engine",
    "experiment.longer",
    "export.formats",
    "export.specs",
    "form.gain",
    "form.state",
    "form.summaries",
    "lessons.pages",
    "library.listing",
    "library.marks",
    "library.tidying",
    "pictures.catalog",
    "pictures.ribbon",
    "pictures.spot",
    "runs.cut_off",
    "runs.following",
    "runs.library",
    "runs.opening",
)


def run_window(paths: list[Path]) -> int:
    """Open the window and run until it is closed.

    Args:
        paths: run files to open, or a table to learn from.

    Returns:
        Exit status: 0, or 2 with one line on stderr when no window can be opened.
    """
    prepare_process()
    gc.disable()  # hardly anything that a start makes is thrown away, and collecting takes a twentieth of it
    try:
        import_rooms()
        refusal = find_refusal()
        if refusal:
            _complain(refusal)
            return USER_MISTAKE
        return _run(paths)
    finally:
        gc.enable()


def _run(paths: list[Path]) -> int:
    from vgdesk.session.session import Session  # noqa: PLC0415
    from vgdesk.session.settings import Settings  # noqa: PLC0415
    from vgdesk.ui.endings import Endings  # noqa: PLC0415
    from vgdesk.ui.faults import Faults  # noqa: PLC0415
    from vgdesk.ui.main_window import MainWindow  # noqa: PLC0415
    from vgdesk.ui.theme import apply_theme  # noqa: PLC0415

    logs.start_logging()
    app = _make_application()
    _name(app)
    settings = Settings()
    apply_theme(app, settings.theme)
    session = Session()
    window = MainWindow(session, settings)
    sys.excepthook = Faults(window)
    endings = Endings(session)
    endings.asked.connect(app.quit)
    try:
        window.show_lesson()
        window.show()
        session.open()
        window.open_files(paths)
        if not paths:
            window.greet_soon()
        gc.enable()
        return app.exec()
    finally:
        endings.close()
        session.close()


def prepare_process() -> None:
    """Set the environment that numpy reads when it is imported; call it before the window's modules are.

    Without huge pages: the system makes them while the window waits, up to 90 ms each, when a long run grows.
    """
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")


def import_rooms() -> None:
    """Import what knows no Qt before Qt itself: PySide6 reads the source of every module that comes after it."""
    for name in _WITHOUT_QT:
        import_module(f"vgdesk.{name}")


def find_refusal() -> str:
    """Why no window can be opened here, in one line; empty if it can."""
    import PySide6  # noqa: PLC0415 - the package alone, no part of Qt yet

    if PySide6.__version_info__[:2] >= (6, 12) and sys.version_info < (3, 12):
        python = ".".join(map(str, sys.version_info[:3]))
        return _BROKEN_PAIR.format(version=PySide6.__version__, python=python)
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    needs_screen = sys.platform.startswith("linux") and (not platform or platform.startswith(("xcb", "wayland")))
    return _NO_DISPLAY if needs_screen and not has_screen else ""


def _make_application() -> "QApplication":
    """The application; where Qt finds no display that answers it aborts, and this says so instead and exits."""
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler  # noqa: PLC0415 - see import_rooms
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    def hear(kind: QtMsgType, _: object, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            first = text.strip().partition("\n")[0].rstrip(".")
            _complain(f"vgdesk: no window can be opened here: {first}; {_WITHOUT_WINDOW}")
            os._exit(USER_MISTAKE)

    qInstallMessageHandler(hear)
    try:
        return QApplication(sys.argv[:1])
    finally:
        qInstallMessageHandler(None)


def _name(app: "QApplication") -> None:
    app.setApplicationName("vgdesk")
    app.setApplicationVersion(__version__)


def _complain(text: str) -> None:
    if sys.stderr is not None:  # there is none without a console on Windows
        sys.stderr.write(f"{text.rstrip()}\n")
