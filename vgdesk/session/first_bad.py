"""The way to the first unhealthy sample."""

from vgdesk.analysis.first_bad import first_bad
from vgdesk.session.session import Session


def go_first_bad(session: Session) -> None:
    """Look at the first unhealthy sample of the selected lane, and say what is wrong there.

    Raises:
        VgdeskError: it has no run yet.
    """
    lane = session.selected
    found = first_bad(lane.need_run())
    if found is not None:
        session.time.look_at(found.epoch)
    session.message.emit(f"{lane.name}: {found.text if found else 'healthy so far'}", False)
