"""A command as a record, and the one loop that makes menus, keys and enabled states of all records."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from vgdesk.ui.desk import Desk


def always(desk: Desk) -> bool:  # noqa: ARG001
    """For a command that can be given at any time."""
    return True


@dataclass(frozen=True, eq=False)
class Command:
    """Something that the user can do.

    Attributes:
        key: name in the code.
        title: text of the menu entry, ``&`` before its letter.
        keys: shortcut; empty for none.
        tip: what it does, in one sentence; empty where the title says it all.
        act: does it; may raise VgdeskError, whose message is shown.
        enabled: whether it may be given now.
        checked: whether it is checked now; None for what cannot be checked.
        title_now: the title that it has now; None where that never changes.
        group: of those of the same group exactly one is checked.
        object_name: of its action; ``action-`` and the key if empty.
        keeps_message: whether what the status line says stays there.
    """

    key: str
    title: str
    keys: str
    tip: str
    act: Callable[[Desk], object]
    enabled: Callable[[Desk], bool] = always
    checked: Callable[[Desk], bool] | None = None
    title_now: Callable[[Desk], str] | None = None
    group: str = ""
    object_name: str = ""
    keeps_message: bool = False


MakeActions: TypeAlias = Callable[[Desk], Iterable[QAction]]
"""Gives the actions of entries that are no commands: they belong to someone else."""


@dataclass(frozen=True, eq=False)
class Menu:
    """A menu of the menu bar, or in another menu.

    Attributes:
        title: ``&`` before its letter.
        entries: from the top; None is a line.
    """

    title: str
    entries: tuple["Command | Menu | MakeActions | None", ...]

    def commands(self) -> Iterator[Command]:
        """All commands in it and in the menus in it, in their order."""
        for entry in self.entries:
            if isinstance(entry, Command):
                yield entry
            elif isinstance(entry, Menu):
                yield from entry.commands()


class CommandSet(QObject):
    """The actions of all commands: makes them, puts them into menus, and keeps text, enabled and checked up to date.

    Args:
        menus: of the menu bar, in their order; each command is in one of them.
        desk: what the commands act on.
    """

    def __init__(self, menus: Sequence[Menu], desk: Desk):
        super().__init__(desk.window)
        self._menus, self._desk = tuple(menus), desk
        self._commands = {command.key: command for menu in self._menus for command in menu.commands()}
        self._groups = {command.group: QActionGroup(self) for command in self._commands.values() if command.group}
        self._actions = {key: self._make_action(command) for key, command in self._commands.items()}
        for signal in desk.signals:
            signal.connect(self.refresh)

    def __getitem__(self, key: str) -> QAction:
        """The action of a command."""
        return self._actions[key]

    @property
    def actions(self) -> tuple[QAction, ...]:
        """Of all commands, in the order of the menus."""
        return tuple(self._actions.values())

    def fill(self, bar: QMenuBar) -> None:
        """Put the menus into a menu bar."""
        for menu in self._menus:
            self._fill_menu(bar.addMenu(menu.title), menu)

    @Slot()
    def refresh(self) -> None:
        """Show what can be done now: the only place that sets text, enabled and checked of a command."""
        for key, command in self._commands.items():
            action = self._actions[key]
            if command.title_now is not None:
                action.setText(command.title_now(self._desk))
            if command.enabled is not always:
                action.setEnabled(command.enabled(self._desk))
            if command.checked is not None:
                action.setChecked(command.checked(self._desk))

    def _make_action(self, command: Command) -> QAction:
        action = QAction(command.title, self)
        action.setObjectName(command.object_name or f"action-{command.key}")
        action.setData(command)
        if command.tip:
            action.setToolTip(f"{command.tip} ({command.keys})" if command.keys else command.tip)
        if command.keys:
            action.setShortcut(QKeySequence(command.keys))
        action.setCheckable(command.checked is not None)
        if command.group:
            self._groups[command.group].addAction(action)
        action.triggered.connect(partial(self._give, command))
        return action

    def _give(self, command: Command, checked: bool = False) -> None:  # noqa: ARG002
        """Act; then undo what the click itself has done to a check mark."""
        self._desk.attempt(partial(command.act, self._desk), keeps_message=command.keeps_message)
        self.refresh()

    def _fill_menu(self, target: QMenu, menu: Menu) -> None:
        target.setToolTipsVisible(True)
        for entry in menu.entries:
            if entry is None:
                target.addSeparator()
            elif isinstance(entry, Command):
                target.addAction(self._actions[entry.key])
            elif isinstance(entry, Menu):
                self._fill_menu(target.addMenu(entry.title), entry)
            else:
                target.addActions(list(entry(self._desk)))


def list_keys(actions: Iterable[QAction]) -> list[tuple[str, str]]:
    """Shortcut, as the desktop writes it, and tip of every command that has a shortcut.

    Args:
        actions: those of a window; what is no command is left out.
    """
    native = QKeySequence.SequenceFormat.NativeText
    commands = [command for action in actions if isinstance(command := action.data(), Command)]
    return [(QKeySequence(each.keys).toString(native), each.tip) for each in commands if each.keys]
