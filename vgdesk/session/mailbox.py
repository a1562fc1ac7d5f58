"""Between the worker's thread and the window's: events wait here until the window has time."""

import threading
from collections import deque

from vgdesk.events import Event


class Mailbox:
    """A bounded queue of batches of events.

    When it is full the worker stops reading its pipe, and the training waits: nothing is ever dropped.
    """

    def __init__(self, capacity: int = 64):
        self._capacity = capacity
        self._batches: deque[tuple[Event, ...]] = deque()
        self._lock = threading.Lock()

    @property
    def has_room(self) -> bool:
        """Whether another batch may be put in."""
        return len(self._batches) < self._capacity

    def put(self, batch: tuple[Event, ...]) -> bool:
        """Add a batch; true if the mailbox was empty before."""
        with self._lock:
            self._batches.append(batch)
            return len(self._batches) == 1

    def take_all(self) -> list[Event]:
        """All events in the order of their arrival; the mailbox is empty afterwards."""
        with self._lock:
            batches = list(self._batches)
            self._batches.clear()
        return [event for batch in batches for event in batch]
