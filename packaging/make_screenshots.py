"""Takes the pictures of the README: trains real networks in the real window and photographs it.

Usage: python packaging/make_screenshots.py [FOLDER]

Writes PNG files at twice the pixels of a 1280x720 window into FOLDER (default: resources/help).
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1.5")

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from vgdesk.lessons.catalog import find_lesson
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.session.states import State
from vgdesk.ui.main_window import MainWindow
from vgdesk.ui.theme import apply_theme

SIZE = QSize(1280, 720)
_LIMIT_MILLISECONDS = 120_000


def main(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    apply_theme(app, "dark")
    session = Session()
    window = MainWindow(session, Settings())
    window.setWindowState(window.windowState() & ~window.windowState())
    window.show()
    window.resize(SIZE)
    session.open()
    for lesson, theme, epoch, name in (
        ("circles-4h-sigmoid", "dark", None, "window-dark"),
        ("circles-4h-tanh", "light", 40.0, "window-light"),
    ):
        apply_theme(app, theme)
        train(window, lesson)
        if epoch is not None:
            session.cursor.seek(epoch)
        wait(300)
        window.grab().save(str(folder / f"{name}.png"))
        print(folder / f"{name}.png")
    window.close()


def train(window: MainWindow, lesson: str) -> None:
    """Load a lesson and train its lanes to the end."""
    window.show_lesson(find_lesson(lesson))
    loop = QEventLoop()
    QTimer.singleShot(_LIMIT_MILLISECONDS, loop.quit)
    window.session.state_changed.connect(lambda state: loop.quit() if state is State.FINISHED else None)
    window.session.start()
    loop.exec()
    if window.session.state is not State.FINISHED:
        sys.exit(f"{lesson}: still {window.session.state} after {_LIMIT_MILLISECONDS} ms")


def wait(milliseconds: int) -> None:
    """Let the window draw."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["VGDESK_HOME"] = home
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources" / "help")
