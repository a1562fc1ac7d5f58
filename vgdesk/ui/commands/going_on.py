"""What goes on with runs: those that were cut off or stopped, and those that are to be longer."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QObject, Slot

from vgdesk.analysis.numbers import format_epoch
from vgdesk.runs.cut_off import CutOff
from vgdesk.session.states import State
from vgdesk.ui.commands.conditions import has_run
from vgdesk.ui.commands.file import open_runs
from vgdesk.ui.desk import Desk
from vgdesk.ui.dialogs.ask_epochs import ask_epochs
from vgdesk.ui.question import Answer
from vgdesk.ui.welcome import Welcome

_NONE = "no run was cut off; stopped ones go on with Go on with the run"


def can_go_on(desk: Desk) -> bool:
    """Whether the selected lane has a run that did not come to its end."""
    if not has_run(desk) or desk.session.selected.is_watched:
        return False
    ended = desk.session.selected.need_run().ended
    return ended is None or ended.reason != "finished"


def train_longer(desk: Desk) -> None:
    """Ask for a number of epochs, and train the selected run on for so many."""
    desk.builder.commit()
    run = desk.session.selected.need_run()
    more = ask_epochs(desk.window, desk.session.selected.name, round(run.planned_epochs))
    if more is not None:
        desk.attempt(partial(desk.going_on.start_selected, more))


class CutOffOffer(QObject):
    """Offers the newest run that was cut off: in the welcome where that is open, else in place.

    Args:
        desk: the window.
        put_off: ids of runs that are not offered; none where the user asks for what there is.
    """

    def __init__(self, desk: Desk, put_off: Collection[str] | None = None):
        super().__init__(desk.window)
        self._desk, self._put_off = desk, put_off

    def search(self) -> None:
        """Look for one in the background, and offer it."""
        if not self._desk.cut_off.is_running:
            self._desk.cut_off.done.connect(self._offer)
            self._desk.cut_off.start()

    @Slot(object)
    def _offer(self, found: CutOff | None) -> None:
        desk = self._desk
        desk.cut_off.done.disconnect(self._offer)
        self.deleteLater()
        if found is None or found.run in (self._put_off or ()):
            if self._put_off is None:
                desk.session.message.emit(_NONE, False)
            return
        if self._put_off is not None and desk.session.state is not State.IDLE:
            return  # the user has begun meanwhile
        text = f"{found.name} was cut off at epoch {format_epoch(found.epoch)} of {format_epoch(found.epochs)}."
        go_on = Answer("Go on training", partial(desk.attempt, partial(desk.going_on.start, found.path)), 1)
        look = Answer("Open", partial(desk.attempt, partial(open_runs, desk, [found.path])), 2)
        welcome = next((each for each in desk.window.findChildren(Welcome) if each.isVisible()), None)
        if welcome is not None:
            welcome.offer(text, [go_on, look])
        else:
            desk.asking.offer(text, [go_on, look], partial(desk.settings.put_off_run, found.run))
