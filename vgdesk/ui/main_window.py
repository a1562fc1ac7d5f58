"""The window: builder at the left, pictures at the right, transport bar below."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QMenu, QWidget

from vgdesk.analysis.columns import Column, Columns, name_columns
from vgdesk.lessons.catalog import Lesson, first_lesson
from vgdesk.paths import TABLE_SUFFIXES
from vgdesk.pictures.catalog import USUAL
from vgdesk.session.file_reading import FileReading
from vgdesk.session.going_on import CutOffSearch, GoingOn
from vgdesk.session.lane_marks import LaneMarks
from vgdesk.session.lesson_check import LessonCheck
from vgdesk.session.remedy_trials import RemedyTrials
from vgdesk.session.run_files import OpenedRuns
from vgdesk.session.run_library import RunLibrary
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.session.states import State
from vgdesk.ui.asking import Asking
from vgdesk.ui.body import Body
from vgdesk.ui.builder.panel import BuilderPanel
from vgdesk.ui.builder.session_link import SessionLink
from vgdesk.ui.claims_badge import ClaimsBadge
from vgdesk.ui.command import CommandSet
from vgdesk.ui.command_palette import CommandPalette
from vgdesk.ui.commands.edit import PANE_MENU
from vgdesk.ui.commands.file import ask_limit, open_runs, open_table
from vgdesk.ui.commands.going_on import CutOffOffer
from vgdesk.ui.commands.help import welcome
from vgdesk.ui.commands.lane import TAB_MENU, select_lane
from vgdesk.ui.commands.menus import make_menus
from vgdesk.ui.commands.remedy import try_remedy
from vgdesk.ui.copy_commands import CopyCommands
from vgdesk.ui.cover import Mask
from vgdesk.ui.current_lesson import CurrentLesson
from vgdesk.ui.dashboard import Dashboard
from vgdesk.ui.desk import Desk
from vgdesk.ui.dialogs.download import Download
from vgdesk.ui.drops import Drops
from vgdesk.ui.file_dialogs import FileDialogs
from vgdesk.ui.lane_tabs import LaneTabs
from vgdesk.ui.lecture import Lecture
from vgdesk.ui.library.drawer import LibraryDrawer
from vgdesk.ui.library.recent import RecentRuns
from vgdesk.ui.looks import put_look, take_look
from vgdesk.ui.number_commands import NumberCommands
from vgdesk.ui.picture_commands import PictureCommands
from vgdesk.ui.status_line import StatusLine
from vgdesk.ui.story_bar import StoryBar
from vgdesk.ui.theme import themed
from vgdesk.ui.transport_bar import TransportBar
from vgdesk.ui.welcome import AfterPaint

_SMALL_SCREEN = 1400
_REVEAL = "M shows it"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MainWindow(QMainWindow):
    """Makes the parts of the window and wires them together; each subscribes to the session.

    Args:
        session: already open, or opened soon.
        settings: what was remembered.
    """

    def __init__(self, session: Session, settings: Settings):
        super().__init__()
        self.setObjectName("main-window")
        themed.add_window(self)
        self.session, self.settings = session, settings
        self.check, self.download, self.reading = LessonCheck(self), Download(self), FileReading(self)
        self.reading.take_over()
        self.runs, self.lane_marks = RunLibrary(self), LaneMarks(session.lane_list, session.training, self)
        self.desk = desk = self._make_desk()
        self.dashboard, self.builder, self.story = desk.dashboard, desk.builder, desk.story
        self.lecture, self.pane_mask, self.pictures = desk.lecture, desk.mask, desk.pictures
        self.commands = CommandSet(make_menus(), desk)
        self.tabs = LaneTabs(self.commands["add_lane"], [self.commands[key] if key else None for key in TAB_MENU])
        self.transport, self.status = TransportBar(session, self.commands), StatusLine(session)
        self._has_lesson_panes = False
        self._lesson_columns: tuple[Column, ...] = ()
        self._lay_out()
        self._connect()
        self.setWindowTitle("vgdesk")
        self._restore_place()
        self.dashboard.setFocus()

    @Slot()
    def show_lesson(self, lesson: Lesson | None = None) -> None:
        """Load a lesson with the lanes of its race and its panes; None loads the first in the layout remembered."""
        keeps_layout = lesson is None and self.settings.layout is not None
        self.attempt(partial(self.desk.lesson.load, lesson or first_lesson(), keeps_layout=keeps_layout))

    @Slot(list)
    def open_files(self, paths: list[Path]) -> None:
        """Show these run files, a lane each, as soon as they are read; the last table goes to the builder."""
        tables = [path for path in paths if path.suffix.lower() in TABLE_SUFFIXES]
        runs = [path for path in paths if path not in tables]
        if runs:
            self.attempt(partial(open_runs, self.desk, runs))
        for table in tables[-1:]:
            self.attempt(partial(open_table, self.desk, table))

    def greet_soon(self) -> None:
        """Welcome a new user, and look for a run that was cut off, as soon as the window has painted itself."""
        AfterPaint(self, self.greet)

    @Slot()
    def greet(self) -> None:
        """Welcome a new user who has not begun yet, and offer to go on with what was cut off."""
        if self.session.state is State.IDLE:
            if not self.settings.is_welcomed:
                welcome(self.desk)
            CutOffOffer(self.desk, self.settings.put_off).search()

    def attempt(self, act: Callable[[], object]) -> None:
        """Do something that may be refused, and say why if it is."""
        self.desk.attempt(act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus: Space belongs to Train."""
        button = self.focusWidget()
        if event.key() in _ENTER and isinstance(button, QAbstractButton) and not event.isAutoRepeat():
            button.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide at once, remember the window, and end the training; the runs so far stay in their files."""
        self.settings.layout = self.dashboard.docks.save()  # with the panes that float
        for window in (self, *filter(QWidget.isWindow, self.findChildren(QWidget))):
            window.hide()
        self.lecture.set_on(False)
        self.settings.geometry = self.saveGeometry()
        self.dashboard.end_jobs()
        for library in (self.lane_marks, self.runs, self.desk.recent):
            library.close()
        for busy in (
            self.check,
            self.download,
            self.pictures,
            self.desk.numbers,
            self.desk.trials,
            self.desk.cut_off,
            self.desk.going_on,
            self.session,
        ):
            busy.close()
        event.accept()

    def _make_desk(self) -> Desk:
        session, settings = self.session, self.settings
        dashboard, files = Dashboard(session, settings.columns), FileDialogs(session, settings, self)
        files.recall_data_folder()
        return Desk(
            window=self,
            session=session,
            settings=settings,
            builder=BuilderPanel(),
            dashboard=dashboard,
            lesson=CurrentLesson(session, self),
            story=StoryBar(ClaimsBadge(self.check)),
            mask=Mask(self._list_pictures, _REVEAL, self),
            lecture=Lecture(self),
            files=files,
            pictures=PictureCommands(session, dashboard, files.ask_target, settings),
            numbers=NumberCommands(session, files, self),
            copying=CopyCommands(session, dashboard),
            palette=CommandPalette(self),
            trials=RemedyTrials(self),
            asking=Asking(self, session),
            going_on=GoingOn(session),
            cut_off=CutOffSearch(self),
            library=LibraryDrawer(self, self.runs, lambda: settings.library_limit, self._list_shown),
            recent=RecentRuns(self),
        )

    def _lay_out(self) -> None:
        body = Body(self.builder, self.tabs, self.story, self.dashboard, self.transport)
        self.setCentralWidget(body)
        self.desk.library.lie_over(body, self.transport)
        self.setStatusBar(self.status)
        self.commands.fill(self.menuBar())
        self.addActions(self.commands.actions)  # their keys hold while the menus are hidden
        self.lecture.hidden = (self.menuBar(), self.status, body.builder_side)

    def _connect(self) -> None:
        desk, dashboard, session = self.desk, self.dashboard, self.session
        SessionLink(self.builder, session, desk.attempt)
        session.screens.add_part("look", partial(take_look, desk), partial(put_look, desk))
        session.runs_waiting.connect(self._show_waiting_runs)
        drops = Drops(self, desk.library)
        drops.dropped.connect(self.open_files)
        drops.brought.connect(partial(self._open_listed, beside=True))
        desk.library.wanted.connect(self._open_listed)
        desk.library.said.connect(session.message)
        desk.library.limit_wanted.connect(partial(ask_limit, desk))
        desk.recent.follow(session)
        desk.recent.wanted.connect(self._open_listed)
        self.tabs.follow(session)
        self.builder.follow_reading(self.reading)
        self.reading.ended.connect(session.lanes_changed)
        self.builder.data_folder_wanted.connect(self._choose_data_folder)
        self.builder.download_wanted.connect(self.download.start)
        self.download.ended.connect(session.message)
        self.download.ended.connect(self.builder.refresh)
        self.tabs.chosen.connect(self._select_lane)
        dashboard.lane_chosen.connect(self._select_lane)
        dashboard.remedy_chosen.connect(self._try_remedy)
        dashboard.menu_made.connect(self._fill_menu)
        dashboard.edits_wanted.connect(self._edit_selected)
        dashboard.readout_changed.connect(self.status.show_readout)
        dashboard.columns_changed.connect(self._remember_columns)
        dashboard.docks.pane_shown.connect(self.pane_mask.cover_new)
        self.pane_mask.toggled.connect(self.status.hide_scores)
        desk.lesson.changed.connect(self._follow_lesson)
        self.lecture.toggled.connect(self._follow_lecture)
        self.commands.refresh()

    def _restore_place(self) -> None:
        """Where the window was last time; at first on a small screen all of it, on a large one a good part."""
        geometry, layout = self.settings.geometry, self.settings.layout
        screen = self.screen().availableGeometry()
        if geometry is None or not self.restoreGeometry(geometry):
            if screen.width() <= _SMALL_SCREEN:
                self.setWindowState(Qt.WindowState.WindowMaximized)
            else:
                self.resize(min(1600, screen.width() * 9 // 10), min(960, screen.height() * 9 // 10))
        if layout is not None:
            self.dashboard.docks.restore(layout)

    def _list_shown(self) -> list[Path]:
        return [lane.path for lane in self.session.lanes if lane.path is not None]

    @Slot(object, bool)
    def _open_listed(self, paths: list[Path], beside: bool = False) -> None:
        self.attempt(partial(open_runs, self.desk, paths, beside=beside))

    def _list_pictures(self) -> tuple[QWidget, ...]:
        return (self.dashboard, *self.dashboard.docks.floating)

    @Slot()
    def _choose_data_folder(self) -> None:
        self.desk.files.choose_data_folder()
        self.builder.refresh()

    @Slot(int)
    def _select_lane(self, index: int) -> None:
        select_lane(self.desk, index)

    @Slot(str)
    def _try_remedy(self, key: str) -> None:
        self.attempt(partial(try_remedy, self.desk, key))

    @Slot(object, QPoint)
    def _fill_menu(self, menu: QMenu, place: QPoint) -> None:
        self.desk.copying.fill(menu, [self.commands[key] if key else None for key in PANE_MENU], place)

    @Slot(object)
    def _edit_selected(self, edits: dict[str, object]) -> None:
        self.attempt(partial(self.dashboard.edit_selected, edits))

    @Slot(object)
    def _show_waiting_runs(self, opened: OpenedRuns) -> None:
        self.desk.asking.stop_first(partial(self.session.show_runs, opened), lambda: None)

    @Slot(object)
    def _remember_columns(self, columns: Columns) -> None:
        """Remember what the user has chosen: the columns that a lesson opens with are its own."""
        own = self.settings.columns.shown if columns.shown == self._lesson_columns else columns.shown
        self.settings.columns = columns.changed(shown=own)

    @Slot()
    def _follow_lesson(self) -> None:
        """Have the title, story, columns and panes of what is there now; without panes of its own, the usual ones."""
        current = self.desk.lesson
        self.setWindowTitle(f"{current.title} — vgdesk" if current.title else "vgdesk")
        self.story.show_lesson(current.lesson)
        self._hide_controls()
        own = current.lesson if not current.keeps_layout else None
        self._lesson_columns = name_columns(own.columns) if own is not None else ()
        columns = self.dashboard.heatmaps.columns
        self.dashboard.set_columns(columns.changed(shown=self._lesson_columns or self.settings.columns.shown))
        panes = own.panes if own is not None else ()
        if current.lesson is not None:
            if panes or self._has_lesson_panes:
                self.dashboard.arrange(panes or USUAL)
            self._has_lesson_panes = bool(panes)

    @Slot(bool)
    def _follow_lecture(self, is_on: bool) -> None:
        self.story.hide_badge(is_on)
        self._hide_controls()
        self.dashboard.setFocus()

    def _hide_controls(self) -> None:
        lesson = self.desk.lesson.lesson
        hidden = lesson.hides if lesson is not None and self.lecture.is_on else ()
        self.dashboard.hide_controls(hidden)
        self.transport.setVisible("transport" not in hidden)
