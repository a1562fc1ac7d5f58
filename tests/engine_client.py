"""The window's end of the pipe, for tests of the engine."""

import multiprocessing
import threading

from vgdesk.engine import serve

_SECONDS = 30


class Client:
    """The window's end of the pipe to an engine that serves in a thread."""

    def __init__(self):
        self.connection, theirs = multiprocessing.Pipe()
        self.thread = threading.Thread(target=self._serve, args=(theirs,))
        self.thread.start()

    def _serve(self, theirs):
        with theirs:
            serve(theirs)

    def send(self, *commands):
        for command in commands:
            self.connection.send(command)

    def read_until(self, kind) -> list:
        """Every event up to the first of that kind."""
        events = []
        while not any(isinstance(event, kind) for event in events):
            assert self.connection.poll(_SECONDS), f"no {kind.__name__} after {events[-3:]}"
            events += self.connection.recv()
        return events

    def close(self):
        self.connection.close()
        self.thread.join(_SECONDS)
        assert not self.thread.is_alive(), "the engine did not end with its pipe"
