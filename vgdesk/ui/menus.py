"""The menu bar: every action stands in it once."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from vgdesk.analysis.colors import COLORMAPS
from vgdesk.analysis.columns import OFFERED, Columns
from vgdesk.lessons.catalog import Lesson, list_lessons
from vgdesk.measures import find_tensor
from vgdesk.ui.actions import Actions
from vgdesk.ui.dashboard import Dashboard


def fill_menu_bar(bar: QMenuBar, a: Actions, dashboard: Dashboard, show_lesson: Callable[[Lesson], object]) -> None:
    """Put all actions into their menus."""
    layout: dict[str, tuple[QAction | None, ...]] = {
        "&File": (a.new, a.open_run, a.save_run, None, a.export_picture, a.export_numbers, a.print, None, a.quit),
        "&Edit": (a.undo, a.redo, None, a.copy_picture),
        "&Train": (a.train, a.step, a.stop, None, a.race, a.branch),
        "&Lane": (a.add_lane, a.rename_lane, a.recolor_lane, a.lane_up, a.lane_down, None, a.remove_lane),
    }
    for title, entries in layout.items():
        _fill(bar.addMenu(title), entries)
    _fill_lessons(bar.addMenu("Le&sson"), a, show_lesson)
    view = bar.addMenu("&View")
    _fill(view, (a.go_start, a.go_back, a.go_on, a.go_first_bad, a.go_live, None))
    _fill(view, (a.replay, a.replay_slower, a.replay_faster, None))
    view.addAction(a.count_steps)
    ColumnsMenu(view, dashboard)
    panes = view.addMenu("Pa&nes")
    _fill(panes, (*dashboard.docks.toggles, None, a.reset_layout))
    view.addSeparator()
    _fill(view.addMenu("A&ppearance"), (a.system_theme, a.light_theme, a.dark_theme))
    _fill(view, (a.mask, a.lecture))
    help_entries = (a.find_command, None, a.explain, a.measures, a.show_keys, None, a.welcome, a.about)
    _fill(bar.addMenu("&Help"), help_entries)


class ColumnsMenu:
    """Which heatmaps stand side by side, and in which colours."""

    def __init__(self, view: QMenu, dashboard: Dashboard):
        self._dashboard = dashboard
        columns, colours = view.addMenu("&Heatmaps"), view.addMenu("&Colours")
        self._tensors = {tensor: self._tensor_action(columns, tensor) for tensor in OFFERED}
        columns.addSeparator()
        self._relative = _toggle(columns, "relative-columns", "&Relative to the last layer", self._set_relative)
        group = QActionGroup(colours)
        self._colours = {name: self._colour_action(colours, name) for name in COLORMAPS}
        for action in self._colours.values():
            group.addAction(action)
        dashboard.columns_changed.connect(self.show_columns)
        self.show_columns(dashboard.heatmaps.columns)

    def show_columns(self, columns: Columns) -> None:
        """Check what is shown."""
        for tensor, action in self._tensors.items():
            action.setChecked(columns.has(tensor))
        self._relative.setChecked(columns.relative)
        self._colours[columns.colormap].setChecked(True)

    def _tensor_action(self, menu: QMenu, tensor: str) -> QAction:
        label = find_tensor(tensor).label
        text = label[:1].upper() + label[1:]
        return _toggle(menu, f"show-column-{tensor}", text, partial(self._set_tensor, tensor))

    def _colour_action(self, menu: QMenu, name: str) -> QAction:
        return _toggle(menu, f"colours-{name}", name, partial(self._set_colours, name))

    def _set_tensor(self, tensor: str, shown: bool) -> None:
        self._choose(self._dashboard.heatmaps.columns.with_tensor(tensor, shown))

    def _set_relative(self, relative: bool) -> None:
        self._choose(self._dashboard.heatmaps.columns.changed(relative=relative))

    def _set_colours(self, name: str, _: bool) -> None:
        self._choose(self._dashboard.heatmaps.columns.changed(colormap=name))

    def _choose(self, columns: Columns) -> None:
        self._dashboard.set_columns(columns)


def _fill_lessons(menu: QMenu, a: Actions, show_lesson: Callable[[Lesson], object]) -> None:
    for lesson in list_lessons():
        entry = menu.addAction(lesson.title, partial(show_lesson, lesson))
        entry.setObjectName(f"lesson-{lesson.id}")
        entry.setToolTip(lesson.summary)
    menu.addSeparator()
    _fill(menu, (a.story_back, a.story_on))


def _fill(menu: QMenu, entries: Iterable[QAction | None]) -> None:
    menu.setToolTipsVisible(True)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            menu.addAction(entry)


def _toggle(menu: QMenu, name: str, text: str, act: Callable[[bool], object]) -> QAction:
    action = QAction(text, menu, checkable=True, objectName=name)
    action.triggered[bool].connect(act)  # a partial would be called without the bool
    menu.addAction(action)
    return action
