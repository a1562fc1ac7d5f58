"""Tries remedies on the selected lane."""

from functools import partial

from vgdesk.analysis.standing import list_offered
from vgdesk.errors import VgdeskError
from vgdesk.experiment.remedies import find_remedy
from vgdesk.session import beside
from vgdesk.ui.desk import Desk
from vgdesk.ui.dialogs.remedies import RemediesDialog


def try_remedy(desk: Desk, key: str) -> None:
    """Train the remedy of that key in a lane beside the selected one; for an empty key offer all that fit.

    Raises:
        VgdeskError: nothing can be tried on this lane, or not now.
    """
    if not key:
        desk.builder.commit()
        offer_remedies(desk)
        return
    desk.session.refuse_while_busy()
    desk.builder.commit()
    beside.try_remedy(desk.session, desk.session.selected.treat(find_remedy(key)))


def offer_remedies(desk: Desk) -> None:
    """Show the remedies that the findings on the selected lane offer.

    Raises:
        VgdeskError: there are none, or others are being tried.
    """
    lane = desk.session.selected
    treatments = [lane.treat(remedy) for remedy in list_offered(lane.need_run())]
    if not treatments:
        raise VgdeskError(f"nothing is found on lane {lane.name!r} that a remedy is known for")
    desk.trials.refuse_second()
    dialog = RemediesDialog(lane.name, treatments, desk.trials, desk.window)
    dialog.lane_wanted.connect(lambda treatment: desk.attempt(partial(beside.try_remedy, desk.session, treatment)))
    dialog.show()
