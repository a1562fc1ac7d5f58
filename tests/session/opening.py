"""Opens run files in a session."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop

from vgdesk.session.session import Session


def open_runs(session: Session, *paths: Path, beside: bool = False) -> None:
    """Have a session open run files, and wait until that has ended."""
    session.open_runs(paths, beside=beside)
    deadline = QDeadlineTimer(30_000)
    while session.reading.is_running and not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
    assert not session.reading.is_running
