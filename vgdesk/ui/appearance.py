"""Light or dark, and how large."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication

from vgdesk.session.settings import Settings
from vgdesk.ui.actions import Actions
from vgdesk.ui.theme import apply_theme, current_theme


class Appearance(QObject):
    """Dresses the application as the user wants it, and remembers that.

    Args:
        actions: those that choose a theme are connected here.
        settings: what is remembered.
        parent: as Qt has it.
    """

    def __init__(self, actions: Actions, settings: Settings, parent: QObject | None = None):
        super().__init__(parent)
        self._settings = settings
        group = QActionGroup(self)
        modes = {"system": actions.system_theme, "light": actions.light_theme, "dark": actions.dark_theme}
        for mode, action in modes.items():
            action.setCheckable(True)
            action.setChecked(mode == settings.theme)
            action.triggered.connect(partial(self._choose, mode))
            group.addAction(action)

    def _choose(self, mode: str, checked: bool = True) -> None:  # noqa: ARG002
        self._settings.theme = mode
        apply_theme(QApplication.instance(), mode, current_theme().scale)
