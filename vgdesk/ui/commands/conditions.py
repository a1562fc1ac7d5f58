"""When commands may be given."""

from vgdesk.session.states import State
from vgdesk.ui.desk import Desk


def is_idle(desk: Desk) -> bool:
    """Whether no race is under way."""
    return not desk.session.state.is_busy


def can_train(desk: Desk) -> bool:
    """Whether a race can be started, paused or resumed."""
    return desk.session.state not in (State.PREPARING, State.STOPPING)


def can_stop(desk: Desk) -> bool:
    """Whether there is a race that is not being stopped yet."""
    return desk.session.state.is_busy and desk.session.state is not State.STOPPING


def has_run(desk: Desk) -> bool:
    """Whether the selected lane has a run."""
    return bool(desk.session.lanes) and desk.session.selected.history is not None


def has_any_run(desk: Desk) -> bool:
    """Whether any lane has a run."""
    return desk.session.longest_lane is not None


def can_play(desk: Desk) -> bool:
    """Whether there is something to replay."""
    return desk.session.time.can_play
