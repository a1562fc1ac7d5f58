"""What is trained in a lane beside others: a change of one of them, a branch of its training, or a remedy for it."""

from vgdesk.analysis.numbers import format_epoch
from vgdesk.checking.treatment import Treatment
from vgdesk.experiment.spec import check_spec, name_change
from vgdesk.experiment.start import Start, check_start
from vgdesk.session.session import Session


def race_change(session: Session) -> None:
    """Keep the selected run, put its changed spec into a lane beside it, and train that lane and all others due.

    Without a change the lanes that are due are trained.

    Raises:
        VgdeskError: as ``Session.add_lane`` and ``Session.start``.
    """
    lane = session.selected
    session.refuse_while_busy()
    if not lane.is_edited or lane.trained_spec is None:
        session.start()
        return
    with session.way_back.step(f"race {name_change(lane.trained_spec, lane.spec)}"):
        session.lane_list.add_change()
        session.follow_lanes()
        session.start()


def branch(session: Session) -> None:
    """Continue training from the weights of the selected lane at the time looked at, in a lane beside it.

    The new lane has the changes of the spec; the lane itself keeps its run. The optimizer starts without a
    state; the order of the data continues as in the spec.

    Raises:
        VgdeskError: there are no such weights, they do not fit the changed network, nothing is left to train,
            there is no room for the lane, or a race is under way.
    """
    session.refuse_while_busy()
    start = session.selected.weights_at(session.time.epoch)
    _branch_from(session, start, "with a new optimizer state")


def branch_with_optimizer(session: Session) -> None:
    """Continue training from where the run of the selected lane stands, with all that its optimizer has gathered.

    Raises:
        VgdeskError: as ``branch``, the run keeps no state, or the optimizer is of another kind by now.
    """
    session.refuse_while_busy()
    _branch_from(session, session.selected.state_kept(), "with its optimizer state")


def _branch_from(session: Session, start: Start, how: str) -> None:
    lane = session.selected
    check_spec(lane.spec)
    check_start(lane.spec, start)
    with session.way_back.step(f"branch from {lane.name}"):
        session.lane_list.add_change()
        session.selected.start = start
        session.follow_lanes()
        session.train([session.selected])
    name, epoch = session.selected.name, format_epoch(start.origin.epoch)
    session.message.emit(f"{name} continues from {lane.name} at epoch {epoch} {how}", False)


def try_remedy(session: Session, treatment: Treatment) -> None:
    """Train a network with a remedy, alone in a lane beside the one that it is held against.

    The session's ``message`` says at the end what it did; so does the lane's ``trial``.

    Raises:
        VgdeskError: the network cannot be trained, there is no room for the lane, or a race is under way.
    """
    check_spec(treatment.spec)
    session.refuse_while_busy()
    with session.way_back.step(f"try {treatment.spec.name}"):
        session.add_lane(treatment.spec)
        session.selected.treatment = treatment
        session.train([session.selected])
