"""All menus of the menu bar: every command is in one of them."""

from vgdesk.ui.command import Menu
from vgdesk.ui.commands.edit import EDIT
from vgdesk.ui.commands.file import FILE
from vgdesk.ui.commands.help import HELP
from vgdesk.ui.commands.lane import LANE
from vgdesk.ui.commands.lesson import make_lesson_menu
from vgdesk.ui.commands.train import TRAIN
from vgdesk.ui.commands.view import VIEW


def make_menus() -> tuple[Menu, ...]:
    """The menus in their order, with the lessons that there are now."""
    return (FILE, EDIT, TRAIN, LANE, make_lesson_menu(), VIEW, HELP)
