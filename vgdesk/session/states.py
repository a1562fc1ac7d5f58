"""The states of a session, and which may follow which."""

from enum import StrEnum


class State(StrEnum):
    """What the session is doing."""

    IDLE = "idle"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FINISHED = "finished"
    FAILED = "failed"

    @property
    def is_busy(self) -> bool:
        """Whether a race is under way."""
        return self in _BUSY


_BUSY = frozenset({State.PREPARING, State.RUNNING, State.PAUSED, State.STOPPING})

_ENDS = (State.FINISHED, State.STOPPED, State.FAILED)

_MOVES: dict[State, frozenset[State]] = {
    State.IDLE: frozenset({State.PREPARING}),
    State.PREPARING: frozenset({State.RUNNING, State.PAUSED, State.STOPPING, *_ENDS}),
    State.RUNNING: frozenset({State.PAUSED, State.STOPPING, *_ENDS}),
    State.PAUSED: frozenset({State.RUNNING, State.STOPPING, *_ENDS}),
    State.STOPPING: frozenset(_ENDS),
    State.STOPPED: frozenset({State.PREPARING, State.IDLE}),
    State.FINISHED: frozenset({State.PREPARING, State.IDLE}),
    State.FAILED: frozenset({State.PREPARING, State.IDLE}),
}


def check_move(before: State, after: State) -> None:
    """Refuse a move that the table does not hold.

    Raises:
        RuntimeError: ``after`` may not follow ``before``.
    """
    if after not in _MOVES[before]:
        raise RuntimeError(f"a session that is {before} cannot become {after}")
