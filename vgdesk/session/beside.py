"""What is trained in a lane beside others: a change of one of them, or a remedy for it."""

from vgdesk.checking.treatment import Treatment
from vgdesk.experiment.spec import check_spec
from vgdesk.session.session import Session


def race_change(session: Session) -> None:
    """Keep the selected run, put its changed spec into a lane beside it, and train both from the start.

    Without a change all lanes are trained again.

    Raises:
        VgdeskError: as ``Session.add_lane`` and ``Session.start``.
    """
    if session.selected.is_edited and session.selected.trained_spec is not None:
        session.add_change()
    session.start()


def try_remedy(session: Session, treatment: Treatment) -> None:
    """Train a network with a remedy, alone in a lane beside the one that it is held against.

    The session's ``message`` says at the end what it did; so does the lane's ``trial``.

    Raises:
        VgdeskError: the network cannot be trained, there is no room for the lane, or a race is under way.
    """
    check_spec(treatment.spec)
    session.add_lane(treatment.spec)
    session.selected.treatment = treatment
    session.train([session.selected])
