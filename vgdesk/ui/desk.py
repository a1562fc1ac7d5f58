"""The parts of the window that commands act on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QMainWindow

from vgdesk.errors import BusyError, NoRoomError, VgdeskError
from vgdesk.session.going_on import CutOffSearch, GoingOn
from vgdesk.session.remedy_trials import RemedyTrials
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.ui.asking import Asking
from vgdesk.ui.builder.panel import BuilderPanel
from vgdesk.ui.command_palette import CommandPalette
from vgdesk.ui.copy_commands import CopyCommands
from vgdesk.ui.cover import Mask
from vgdesk.ui.current_lesson import CurrentLesson
from vgdesk.ui.dashboard import Dashboard
from vgdesk.ui.file_dialogs import FileDialogs
from vgdesk.ui.lecture import Lecture
from vgdesk.ui.library.drawer import LibraryDrawer
from vgdesk.ui.library.recent import RecentRuns
from vgdesk.ui.number_commands import NumberCommands
from vgdesk.ui.picture_commands import PictureCommands
from vgdesk.ui.story_bar import StoryBar


@dataclass(frozen=True, eq=False)
class Desk:
    """Everything that a command may ask, change or show.

    Attributes:
        window: the parent of dialogs and overlays.
        session: lanes, training and time.
        settings: what is remembered.
        builder: edits the selected lane's spec.
        dashboard: the pictures.
        lesson: the one on the screen.
        story: the bar with its steps.
        mask: covers the pictures.
        lecture: the mode for the lecture hall.
        files: asks for files.
        pictures: exports, copies and prints.
        numbers: exports tables, specs and reports.
        copying: copies numbers and specs, and pastes specs.
        palette: searches the menus.
        trials: tries remedies without lanes.
        asking: asks in place what must be known before something is done.
        going_on: goes on with runs.
        cut_off: looks for runs that were cut off.
        library: the drawer of recorded runs.
        recent: the newest of them, for a menu.
    """

    window: QMainWindow
    session: Session
    settings: Settings
    builder: BuilderPanel
    dashboard: Dashboard
    lesson: CurrentLesson
    story: StoryBar
    mask: Mask
    lecture: Lecture
    files: FileDialogs
    pictures: PictureCommands
    numbers: NumberCommands
    copying: CopyCommands
    palette: CommandPalette
    trials: RemedyTrials
    asking: Asking
    going_on: GoingOn
    cut_off: CutOffSearch
    library: LibraryDrawer
    recent: RecentRuns

    @property
    def signals(self) -> tuple[SignalInstance, ...]:
        """After each of them other commands may be given."""
        session = self.session
        lanes = (session.lanes_changed, session.selection_changed, session.spec_changed, session.history_changed)
        pictures = (self.dashboard.columns_changed, self.dashboard.limits_changed)
        modes = (session.way_back.changed, self.lecture.toggled, self.mask.toggled, *pictures)
        return (*lanes, session.state_changed, session.time.moved, session.time.play_changed, *modes)

    def attempt(
        self,
        act: Callable[[], object],
        *,
        keeps_message: bool = False,
        decline: Callable[[], object] = lambda: None,
    ) -> None:
        """Do something that may be refused, and say why if it is.

        Where only a training or the number of lanes is in the way, the user is asked in place.

        Args:
            act: may raise VgdeskError; done anew after an answer.
            keeps_message: whether what the status line says stays there if nothing is refused.
            decline: done where a training under way goes on instead.
        """
        if not keeps_message:
            self.session.message.emit("", False)
        try:
            act()
        except BusyError:
            self.asking.stop_first(partial(self.attempt, act), decline)
        except NoRoomError:
            self.asking.give_place(partial(self.attempt, act))
        except VgdeskError as error:
            self.session.message.emit(str(error), True)
