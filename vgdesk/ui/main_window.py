"""The window: builder at the left, pictures at the right, transport bar below."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QActionGroup, QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from vgdesk.errors import SpecError, VgdeskError
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.lessons.catalog import Lesson, first_lesson, lanes_of
from vgdesk.session.columns import Columns
from vgdesk.session.lesson_check import LessonCheck
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.session.states import State
from vgdesk.ui.actions import Actions, make_actions
from vgdesk.ui.builder.panel import BuilderPanel
from vgdesk.ui.claims_badge import ClaimsBadge
from vgdesk.ui.dashboard import Dashboard
from vgdesk.ui.dialogs.about import show_about, show_keys
from vgdesk.ui.dialogs.ask_name import ask_name
from vgdesk.ui.file_commands import FileCommands
from vgdesk.ui.lane_tabs import LaneTabs
from vgdesk.ui.menus import fill_menu_bar
from vgdesk.ui.status_line import StatusLine
from vgdesk.ui.story_bar import StoryBar
from vgdesk.ui.theme import GAP, MARGIN, apply_theme, themed
from vgdesk.ui.transport_bar import TransportBar

_SMALL_SCREEN = 1400
_LOCKED = "Training: stop it to change the lanes"
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
        self.session, self.settings = session, settings
        self.actions_table: Actions = make_actions(self)
        a = self.actions_table
        self.files = FileCommands(session, settings, self)
        self.files.recall_data_folder()
        self.builder = BuilderPanel()
        self.tabs = LaneTabs(a.add_lane, (a.rename_lane, a.remove_lane))
        self.check = LessonCheck(self)
        self.story = StoryBar(ClaimsBadge(self.check))
        self.dashboard = Dashboard(session, settings.columns)
        self.transport = TransportBar(session, self.actions_table)
        self.status = StatusLine(session)
        self._lay_out()
        fill_menu_bar(self.menuBar(), a, self.dashboard, self.show_lesson)
        self._connect_actions()
        self._connect_session()
        self.setWindowTitle("vgdesk")
        self._take_place()
        if settings.layout is not None:
            self.dashboard.docks.restore(settings.layout)
        self.dashboard.setFocus()

    @Slot()
    def show_lesson(self, lesson: Lesson | None = None) -> None:
        """Load a lesson with the lanes of its race; None loads the first."""
        lesson = lesson or first_lesson()
        self.attempt(partial(self.session.load, lanes_of(lesson)))
        if not self.session.state.is_busy:
            self.story.tell(lesson)
            self.setWindowTitle(f"{lesson.title} — vgdesk")

    def open_files(self, paths: list[Path]) -> None:
        """Open the first of these run files."""
        for path in paths[:1]:
            self.attempt(partial(self._open_path, path))

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
        self.settings.geometry = self.saveGeometry()
        self.check.close()
        self.settings.layout = self.dashboard.docks.save()
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
        self.builder.header_layout.addWidget(self.tabs)
        side = QFrame(objectName="builder-frame")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.builder)
        pictures = QVBoxLayout()
        pictures.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        pictures.setSpacing(GAP)
        pictures.addWidget(self.story)
        pictures.addWidget(self.dashboard, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(side)
        middle.addLayout(pictures, 1)
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(middle, 1)
        rows.addWidget(self.transport)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)
        for before, after in pairwise([*self.transport.tab_chain(), *self.tabs.tab_chain()]):
            self.setTabOrder(before, after)  # the builder follows its tabs

    def _connect_actions(self) -> None:
        a, session, files = self.actions_table, self.session, self.files
        refusable = {
            a.new: self._start_new,
            a.open_run: self._open_run,
            a.save_run: files.save_run,
            a.export_picture: files.export_picture,
            a.export_numbers: files.export_numbers,
            a.train: partial(self._train, session.toggle),
            a.step: partial(self._train, session.step),
            a.race: partial(self._train, session.race_change),
            a.add_lane: self._add_lane,
            a.remove_lane: self._remove_lane,
            a.rename_lane: self._rename_lane,
        }
        for action, act in refusable.items():
            action.triggered.connect(partial(self._attempt_action, act))
        plain = {
            a.quit: self.close,
            a.stop: session.stop,
            a.go_back: partial(self._step_cursor, -1),
            a.go_on: partial(self._step_cursor, 1),
            a.go_start: partial(session.cursor.seek, 0.0),
            a.go_live: self._go_live,
            a.story_back: self.story.go_back,
            a.story_on: self.story.go_on,
            a.reset_layout: self.dashboard.arrange,
            a.full_screen: self._toggle_full_screen,
            a.show_keys: partial(show_keys, self),
            a.about: partial(show_about, self),
        }
        for action, act in plain.items():
            action.triggered.connect(partial(_call, act))
        a.go_live.setCheckable(True)
        self._connect_appearance()

    def _connect_appearance(self) -> None:
        a, group = self.actions_table, QActionGroup(self)
        modes = {"system": a.system_theme, "light": a.light_theme, "dark": a.dark_theme}
        for mode, action in modes.items():
            action.setCheckable(True)
            action.setChecked(mode == self.settings.theme)
            action.triggered.connect(partial(self._choose_theme, mode))
            group.addAction(action)

    def _connect_session(self) -> None:
        session, builder = self.session, self.builder
        builder.spec_changed.connect(session.set_spec)
        builder.data_preview_wanted.connect(session.request_preview)
        builder.data_folder_wanted.connect(self._choose_data_folder)
        self.tabs.chosen.connect(self._select_lane)
        session.preview_arrived.connect(builder.set_preview)
        session.lanes_changed.connect(self._show_lanes)
        session.selection_changed.connect(self._show_selection)
        session.spec_changed.connect(self._show_edit)
        session.state_changed.connect(self._show_state)
        session.history_changed.connect(self._show_progress)
        session.cursor.moved.connect(self._show_progress)
        session.message.connect(self.status.show_message)
        self.dashboard.readout_changed.connect(self.status.show_readout)
        self.dashboard.columns_changed.connect(self._remember_columns)
        themed.changed.connect(self._show_lanes)

    @Slot(object)
    def _attempt_action(self, act: Callable[[], object], checked: bool = False) -> None:  # noqa: ARG002
        self.attempt(act)

    def _train(self, act: Callable[[], object]) -> None:
        """Start or drive a training, what is still being typed taken in."""
        self.builder.commit()
        if self.builder.problems and not self.session.state.is_busy:
            raise SpecError(self.builder.problems)
        act()

    def _add_lane(self) -> None:
        self.builder.commit()
        self.session.add_lane()

    @Slot(int)
    def _select_lane(self, index: int) -> None:
        self.builder.commit()
        self.session.select(index)

    @Slot()
    def _choose_data_folder(self) -> None:
        self.files.choose_data_folder()
        self.builder.refresh()

    def _go_live(self) -> None:
        self.session.cursor.go_live()
        self._show_progress()

    def _open_run(self) -> None:
        path = self.files.ask_run()
        if path is not None:
            self._open_path(path)

    def _open_path(self, path: Path) -> None:
        self.files.open_path(path)
        self.story.tell(None)
        self.setWindowTitle(f"{path.name} — vgdesk")

    def _start_new(self) -> None:
        self.session.load([ExperimentSpec()])
        self.story.tell(None)
        self.setWindowTitle("vgdesk")

    def _remove_lane(self) -> None:
        self.session.remove_lane(self.session.lanes.index(self.session.selected))

    def _rename_lane(self) -> None:
        self.builder.commit()
        name = ask_name(self, self.session.selected.name)
        if name is not None:
            self.session.rename_lane(name)

    def _step_cursor(self, samples: int) -> None:
        self.session.cursor.step(self.session.lanes, samples)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _choose_theme(self, mode: str, checked: bool = True) -> None:  # noqa: ARG002
        self.settings.theme = mode
        apply_theme(QApplication.instance(), mode)

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

    @Slot()
    def _show_edit(self) -> None:
        if self.builder.spec != self.session.selected.spec:
            self.builder.set_spec(self.session.selected.spec)
        self._show_state(self.session.state)

    @Slot(object)
    def _show_state(self, state: State) -> None:
        a, session = self.actions_table, self.session
        busy = state.is_busy
        a.train.setText({State.RUNNING: "&Pause", State.PAUSED: "&Go on"}.get(state, "&Train"))
        a.train.setEnabled(state not in (State.PREPARING, State.STOPPING))
        a.step.setEnabled(state not in (State.PREPARING, State.STOPPING))
        a.stop.setEnabled(busy and state is not State.STOPPING)
        for action in (a.new, a.open_run, a.race, a.add_lane, a.remove_lane, a.rename_lane):
            action.setEnabled(not busy)
        a.remove_lane.setEnabled(not busy and len(session.lanes) > 1)
        self.builder.set_editable(not busy, _LOCKED)
        if session.lanes:
            self.tabs.show_lanes(session.lanes, session.selected, not busy)
        self._show_progress()

    @Slot()
    def _show_progress(self) -> None:
        a, session = self.actions_table, self.session
        a.go_live.setChecked(session.cursor.is_live)
        a.save_run.setEnabled(bool(session.lanes) and session.selected.history is not None)
        for action in (a.export_numbers, a.export_picture):
            action.setEnabled(session.longest_lane is not None)
        self.transport.refresh()
        self.status.refresh()


def _call(act: Callable[[], object], checked: bool = False) -> None:  # noqa: ARG001
    act()
