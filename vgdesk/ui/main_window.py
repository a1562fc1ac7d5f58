"""The window: builder at the left, pictures at the right, transport bar below."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QWidget

from vgdesk.analysis.columns import Columns
from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.lessons.catalog import Hidden, Lesson, first_lesson, lanes_of
from vgdesk.session.lesson_check import LessonCheck
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.session.states import State
from vgdesk.ui.actions import Actions, connect, list_actions, make_actions
from vgdesk.ui.appearance import Appearance
from vgdesk.ui.body import Body
from vgdesk.ui.builder.panel import BuilderPanel
from vgdesk.ui.builder.undo import SpecUndo
from vgdesk.ui.claims_badge import ClaimsBadge
from vgdesk.ui.cover import Mask
from vgdesk.ui.dashboard import Dashboard
from vgdesk.ui.dialogs.download import Download
from vgdesk.ui.file_commands import FileCommands
from vgdesk.ui.help_commands import HelpCommands
from vgdesk.ui.lane_commands import LaneCommands
from vgdesk.ui.lane_tabs import LaneTabs
from vgdesk.ui.lecture import Lecture
from vgdesk.ui.menus import fill_menu_bar
from vgdesk.ui.panes.catalog import USUAL
from vgdesk.ui.status_line import StatusLine
from vgdesk.ui.story_bar import StoryBar
from vgdesk.ui.theme import themed
from vgdesk.ui.time_commands import TimeCommands
from vgdesk.ui.transport_bar import TransportBar
from vgdesk.ui.welcome import AfterPaint

_SMALL_SCREEN = 1400
_LOCKED = "Training: stop it to change the lanes"
_REVEAL = "M shows it"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MainWindow(QMainWindow):
    """Shows a session and hands the user's wishes to it.

    Args:
        session: already open, or opened soon.
        settings: what was remembered.
    """

    def __init__(self, session: Session, settings: Settings):
        super().__init__()
        self.setObjectName("main-window")
        themed.dress(self)
        self.session, self.settings = session, settings
        self.actions_table: Actions = make_actions(self)
        a = self.actions_table
        self.files = FileCommands(session, settings, self)
        self.files.recall_data_folder()
        self.download = Download(self)
        self.builder = BuilderPanel()
        self.lane_commands = LaneCommands(session, self.builder, a, self.attempt)
        self.time_commands = TimeCommands(session, a, self.attempt, self)
        offered = (a.rename_lane, a.recolor_lane, a.lane_up, a.lane_down, None, a.branch, None, a.remove_lane)
        self.tabs = LaneTabs(a.add_lane, offered)
        self.check = LessonCheck(self)
        self.story = StoryBar(ClaimsBadge(self.check))
        self.dashboard = Dashboard(session, settings.columns)
        self.transport = TransportBar(session, self.actions_table)
        self.status = StatusLine(session)
        self.spec_undo = SpecUndo(self)
        self.help = HelpCommands(self, a, settings, self.dashboard, self.show_lesson)
        self.pane_mask = Mask(self._pictures, _REVEAL, self)
        self._has_lesson_panes = False
        self._hides: tuple[Hidden, ...] = ()
        self._lay_out()
        fill_menu_bar(self.menuBar(), a, self.dashboard, self.show_lesson)
        self.addActions(list_actions(a))  # their keys hold while the menus are hidden
        self._connect_actions()
        self._connect_session()
        self.setWindowTitle("vgdesk")
        self._take_place()
        if settings.layout is not None:
            self.dashboard.docks.restore(settings.layout)
        self.dashboard.setFocus()

    @Slot()
    def show_lesson(self, lesson: Lesson | None = None) -> None:
        """Load a lesson with the lanes of its race and its panes; None loads the first in the layout remembered."""
        keeps_layout = lesson is None and self.settings.layout is not None
        lesson = lesson or first_lesson()
        self.attempt(partial(self.session.load, lanes_of(lesson)))
        if not self.session.state.is_busy:
            self._tell(lesson.title, lesson)
            self._arrange(() if keeps_layout else lesson.panes)

    def open_files(self, paths: list[Path]) -> None:
        """Show these run files, a lane each."""
        if paths:
            self.attempt(partial(self.files.open_paths, paths))

    def greet_soon(self) -> None:
        """Welcome a new user as soon as the window has painted itself."""
        if not self.settings.is_welcomed:
            AfterPaint(self, self.greet)

    @Slot()
    def greet(self) -> None:
        """Welcome a user who has not begun yet."""
        if self.session.state is State.IDLE:
            self.help.welcome()

    def attempt(self, act: Callable[[], object]) -> None:
        """Do something that may be refused, and say why if it is."""
        self.status.show_message("")
        try:
            act()
        except VgdeskError as error:
            self.status.show_message(str(error), is_error=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus: Space belongs to Train."""
        button = self.focusWidget()
        if event.key() in _ENTER and isinstance(button, QAbstractButton) and not event.isAutoRepeat():
            button.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and end the training; the runs so far stay in their files."""
        self.lecture.set_on(False)
        self.settings.geometry = self.saveGeometry()
        self.settings.layout = self.dashboard.docks.save()
        for busy in (self.check, self.download, self.files):
            busy.close()
        self.session.close()
        event.accept()

    def _take_place(self) -> None:
        """Where the window was last time; at first on a small screen all of it, on a large one a good part."""
        if self.settings.geometry is not None and self.restoreGeometry(self.settings.geometry):
            return
        screen = self.screen().availableGeometry()
        if screen.width() <= _SMALL_SCREEN:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        else:
            self.resize(min(1600, screen.width() * 9 // 10), min(960, screen.height() * 9 // 10))

    def _lay_out(self) -> None:
        a, body = self.actions_table, Body(self.builder, self.tabs, self.story, self.dashboard, self.transport)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)
        Appearance(a, self.settings, self)
        self.lecture = Lecture(self, a.lecture, (self.menuBar(), self.status, body.builder_side))

    def _connect_actions(self) -> None:
        a, files = self.actions_table, self.files
        refusable = {
            a.new: self._start_new,
            a.open_run: self._open_run,
            a.save_run: files.save_run,
            a.export_picture: files.export_picture,
            a.export_numbers: files.export_numbers,
            a.print: files.print_dashboard,
        }
        connect({action: partial(self.attempt, act) for action, act in refusable.items()})
        plain = {
            a.quit: self.close,
            a.undo: self._undo,
            a.redo: self.spec_undo.redo,
            a.copy_picture: files.copy_picture,
            a.story_back: self.story.go_back,
            a.story_on: self.story.go_on,
            a.reset_layout: self.dashboard.arrange,
        }
        connect(plain)
        a.mask.setCheckable(True)
        a.mask.triggered.connect(self._set_mask)

    def _connect_session(self) -> None:
        session, builder = self.session, self.builder
        builder.spec_changed.connect(session.set_spec)
        builder.data_preview_wanted.connect(session.request_preview)
        builder.data_folder_wanted.connect(self._choose_data_folder)
        builder.download_wanted.connect(self.download.start)
        self.download.ended.connect(self._end_download)
        self.tabs.chosen.connect(self.lane_commands.select)
        session.preview_arrived.connect(builder.set_preview)
        session.lanes_changed.connect(self._show_lanes)
        session.selection_changed.connect(self._show_selection)
        session.spec_changed.connect(self._show_edit)
        session.state_changed.connect(self._show_state)
        session.history_changed.connect(self._show_progress)
        session.time.moved.connect(self._show_progress)
        session.time.play_changed.connect(self.time_commands.refresh)
        session.runs_opened.connect(self._show_opened)
        session.message.connect(self.status.show_message)
        self.dashboard.readout_changed.connect(self.status.show_readout)
        self.dashboard.columns_changed.connect(self._remember_columns)
        self.dashboard.lane_chosen.connect(self.lane_commands.select)
        self.dashboard.docks.pane_shown.connect(self.pane_mask.cover_new)
        self.spec_undo.wanted.connect(session.set_spec)
        self.spec_undo.changed.connect(self._show_edits)
        self.lecture.toggled.connect(self._follow_lecture)
        themed.changed.connect(self._show_lanes)

    @Slot()
    def _choose_data_folder(self) -> None:
        self.files.choose_data_folder()
        self.builder.refresh()

    @Slot(str, bool)
    def _end_download(self, message: str, failed: bool) -> None:
        self.status.show_message(message, is_error=failed)
        self.builder.refresh()

    def _open_run(self) -> None:
        paths = self.files.ask_runs()
        if paths:
            self.files.open_paths(paths)

    @Slot(object)
    def _show_opened(self, paths: Sequence[Path]) -> None:
        self._tell(", ".join(path.name for path in paths))

    def _start_new(self) -> None:
        self.session.load([ExperimentSpec()])
        self._tell()

    def _tell(self, title: str = "", lesson: Lesson | None = None) -> None:
        """Have a title, and the story of a lesson or none."""
        self.setWindowTitle(f"{title} — vgdesk" if title else "vgdesk")
        self.story.tell(lesson)
        self._hides = lesson.hides if lesson is not None else ()
        self._hide_controls()

    def _hide_controls(self) -> None:
        hidden = self._hides if self.lecture.is_on else ()
        self.dashboard.hide_controls(hidden)
        self.transport.setVisible("transport" not in hidden)

    def _arrange(self, panes: Sequence[str]) -> None:
        """Show a lesson's own panes; after them, for a lesson without, the usual ones."""
        if panes or self._has_lesson_panes:
            self.dashboard.arrange(panes or USUAL)
        self._has_lesson_panes = bool(panes)

    def _pictures(self) -> tuple[QWidget, ...]:
        return (self.dashboard, *self.dashboard.docks.floating)

    @Slot(bool)
    def _set_mask(self, is_on: bool) -> None:
        self.pane_mask.set_on(is_on)
        self.status.hide_scores(is_on)

    @Slot(bool)
    def _follow_lecture(self, is_on: bool) -> None:
        self.story.hide_badge(is_on)
        self._hide_controls()
        self.dashboard.setFocus()

    @Slot(object)
    def _remember_columns(self, columns: Columns) -> None:
        self.settings.columns = columns

    @Slot()
    def _show_lanes(self) -> None:
        self._show_state(self.session.state)

    @Slot()
    def _show_selection(self) -> None:
        self._show_lanes()
        self.builder.set_spec(self.session.selected.spec)
        self._follow_edits()

    @Slot()
    def _show_edit(self) -> None:
        if self.builder.spec != self.session.selected.spec:
            self.builder.set_spec(self.session.selected.spec)
        self._follow_edits()
        self._show_state(self.session.state)

    def _undo(self) -> None:
        self.builder.commit()
        self.spec_undo.undo()

    def _follow_edits(self) -> None:
        lane = self.session.selected
        self.spec_undo.keep(each.key for each in self.session.lanes)
        self.spec_undo.follow(lane.key, lane.spec)

    @Slot()
    def _show_edits(self) -> None:
        a, busy = self.actions_table, self.session.state.is_busy
        a.undo.setEnabled(not busy and self.spec_undo.can_undo)
        a.redo.setEnabled(not busy and self.spec_undo.can_redo)

    @Slot(object)
    def _show_state(self, state: State) -> None:
        a, session = self.actions_table, self.session
        busy = state.is_busy
        self.lane_commands.refresh()
        for action in (a.new, a.open_run):
            action.setEnabled(not busy)
        self._show_edits()
        if busy:
            self.help.end_welcome()
        self.builder.set_editable(not busy, _LOCKED)
        if session.lanes:
            self.tabs.show_lanes(session.lanes, session.selected, not busy)
        self._show_progress()

    @Slot()
    def _show_progress(self) -> None:
        a, session = self.actions_table, self.session
        self.time_commands.refresh()
        a.save_run.setEnabled(bool(session.lanes) and session.selected.history is not None)
        for action in (a.export_numbers, a.export_picture, a.print):
            action.setEnabled(session.longest_lane is not None)
        self.transport.refresh()
        self.status.refresh()
