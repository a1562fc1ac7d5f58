"""Looks for the picture ``toy`` wherever the window offers pictures; ``test_toy_picture`` runs it on a copy."""

import sys
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QMenu

from tests.ui.desk import make_played_desk
from vgdesk.ui.command_palette import list_commands


def main(run: str) -> None:
    """Open a recorded run and look around."""
    app = QApplication([])
    desk = make_played_desk()
    desk.open()
    desk.session.open_runs([Path(run)])
    limit = QDeadlineTimer(60_000)
    while desk.session.lanes[0].history is None:
        assert not limit.hasExpired(), "the run is not read"
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
    (menu,) = [each for each in desk.window.findChildren(QMenu) if each.title() == "Pa&nes"]
    menu.aboutToShow.emit()
    assert "toy" in [plain(action.text()) for action in menu.actions()], "menu"
    assert "toy" in [plain(entry.text) for entry in list_commands(desk.window.menuBar())], "palette"
    desk.window.dashboard.docks.show_pane("toy")
    desk.settle()
    assert desk.window.dashboard.pane("toy").frame is not None, "pane"
    desk.choose("action-explain")
    assert "A toy" in items(desk.window.findChild(QListWidget, "explained-panes")), "help"
    desk.window.findChild(QListWidget, "explained-panes").window().close()
    QTimer.singleShot(0, lambda: leave(app))
    desk.choose("action-export_picture")
    desk.close()


def plain(text: str) -> str:
    """Words of a menu without the mark of their letter, small."""
    return text.replace("&", "").lower()


def items(widget: QListWidget | QComboBox) -> list[str]:
    """What may be chosen."""
    item = widget.itemText if isinstance(widget, QComboBox) else lambda row: widget.item(row).text()
    return [item(row) for row in range(widget.count())]


def leave(app: QApplication) -> None:
    """Look into the export dialog and close it."""
    dialog = app.activeModalWidget()
    offered = items(dialog.pane)
    dialog.reject()
    print("offered", *map(plain, offered))


if __name__ == "__main__":
    main(sys.argv[1])
