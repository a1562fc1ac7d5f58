"""What the Help menu does, and the command palette."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow, QWidget

from vgdesk.lessons.catalog import Lesson
from vgdesk.session.settings import Settings
from vgdesk.ui.actions import Actions
from vgdesk.ui.command_palette import CommandPalette
from vgdesk.ui.dashboard import Dashboard
from vgdesk.ui.dialogs.about import show_about
from vgdesk.ui.dialogs.help_measures import show_measures
from vgdesk.ui.dialogs.help_panes import explain_panes
from vgdesk.ui.dialogs.shortcuts import show_keys
from vgdesk.ui.pane_at_hand import HEATMAPS, pane_at_hand
from vgdesk.ui.welcome import Welcome


class HelpCommands(QObject):
    """Shows what helps, over the window or beside it.

    Args:
        window: the window.
        actions: its actions; those of this menu are connected here.
        settings: remembers that the welcome was shown.
        dashboard: whose panes are explained.
        show_lesson: what a lesson chosen in the welcome is given to.
    """

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        settings: Settings,
        dashboard: Dashboard,
        show_lesson: Callable[[Lesson], object],
    ):
        super().__init__(window)
        self._window, self._actions, self._settings = window, actions, settings
        self._dashboard, self._show_lesson = dashboard, show_lesson
        self._palette = CommandPalette(window)
        self._welcome: Welcome | None = None
        acts = {
            actions.find_command: self.find_command,
            actions.explain: self.explain,
            actions.measures: self.measures,
            actions.show_keys: self.keys,
            actions.welcome: self.welcome,
            actions.about: self.about,
        }
        for action, act in acts.items():
            action.triggered.connect(act)

    @Slot()
    def find_command(self) -> None:
        """Open the command palette, or close it."""
        self._palette.open()

    @Slot()
    def welcome(self) -> None:
        """Offer lessons to begin with."""
        self._settings.is_welcomed = True
        self.end_welcome()
        self._welcome = Welcome(self._window, self._show_lesson, self._actions.open_run)
        self._welcome.open()

    @Slot()
    def end_welcome(self) -> None:
        """Take the welcome away: the user has begun."""
        if self._welcome is not None:
            self._welcome.dismiss()
            self._welcome.deleteLater()
            self._welcome = None

    @Slot()
    def explain(self) -> None:
        """Explain the pane under the pointer, or the one with the focus, or the heatmaps."""
        before = self._window.findChild(QWidget, "explanations")
        if before is not None:
            before.close()
        explain_panes(self._window, (HEATMAPS, *self._dashboard.keys), pane_at_hand(self._dashboard) or HEATMAPS)

    @Slot()
    def measures(self) -> None:
        """Define every measure."""
        show_measures(self._window)

    @Slot()
    def keys(self) -> None:
        """List every key."""
        show_keys(self._window)

    @Slot()
    def about(self) -> None:
        """Version, licence and thanks."""
        show_about(self._window)
