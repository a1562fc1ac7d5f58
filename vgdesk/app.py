"""The window with all its parts; started by ``python -m vgdesk``."""

import logging
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType

from vgdesk import __version__, logs

_NO_DISPLAY = "vgdesk: there is no display to open a window on; train without one: vgdesk train circles-4h-sigmoid"
_BROKEN_PAIR = (
    "vgdesk: PySide6 {version} crashes Python {python} within a minute; "
    "install another: pip install 'PySide6-Essentials>=6.10.3,<6.12'"
)
USER_MISTAKE = 2

_log = logging.getLogger(__name__)


def run_window(paths: list[Path]) -> int:
    """Open the window and run until it is closed.

    Args:
        paths: run files to open.

    Returns:
        Exit status: 0, or 2 with one line on stderr when no window can be opened.
    """
    refusal = find_refusal()
    if refusal:
        sys.stderr.write(f"{refusal}\n")
        return USER_MISTAKE
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - aborts the process where there is no display

    from vgdesk.session.session import Session  # noqa: PLC0415
    from vgdesk.session.settings import Settings  # noqa: PLC0415
    from vgdesk.ui.main_window import MainWindow  # noqa: PLC0415
    from vgdesk.ui.theme import apply_theme  # noqa: PLC0415

    logs.start_logging()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("vgdesk")
    app.setApplicationVersion(__version__)
    settings = Settings()
    apply_theme(app, settings.theme)
    session = Session()
    window = MainWindow(session, settings)
    sys.excepthook = _Excepthook(session)
    window.show_lesson()
    window.show()
    session.open()
    window.open_files(paths)
    status = app.exec()
    session.close()
    return status


def find_refusal() -> str:
    """Why no window can be opened here, in one line; empty if it can."""
    import PySide6  # noqa: PLC0415 - the package alone, no part of Qt yet

    if PySide6.__version_info__[:2] >= (6, 12) and sys.version_info < (3, 12):
        python = ".".join(map(str, sys.version_info[:3]))
        return _BROKEN_PAIR.format(version=PySide6.__version__, python=python)
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if (
        sys.platform.startswith("linux")
        and not has_screen
        and not platform.startswith(("offscreen", "minimal", "vnc"))
    ):
        return _NO_DISPLAY
    return ""


class _Excepthook:
    """Logs what nobody caught, says so in the window, and lets the app live on."""

    def __init__(self, session: object):
        self._session = session

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        _log.error("not caught: %s", text)
        sys.stderr.write(text)
        self._session.message.emit(f"Something went wrong: {error}. The log file tells more.", True)
