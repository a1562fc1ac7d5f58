"""Writes a moving picture in a process of its own, from frames that the window makes."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vgdesk.errors import ExportError
from vgdesk.export.animation import Film, write_film


@dataclass(frozen=True)
class NextWanted:
    """The next picture is wanted.

    Attributes:
        place: its number, 0 the first; as many are done.
    """

    place: int


@dataclass(frozen=True)
class FilmEnded:
    """No more is wanted.

    Attributes:
        problem: why there is no file; empty when there is.
    """

    problem: str = ""


def serve_film(connection: Connection, path: Path, film: Film, count: int) -> None:
    """Ask for the frames of one picture after the other by ``NextWanted``, and say how it went by ``FilmEnded``.

    When the other end closes, it ends and leaves no file.

    Args:
        connection: answers with lists of frames.
        path: the file to write.
        film: what it shall be.
        count: how many pictures there are.
    """
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            write_film(_ask(connection, count), count, path, film)
            connection.send(FilmEnded())
        except ExportError as error:
            connection.send(FilmEnded(str(error)))
        except MemoryError:
            connection.send(FilmEnded(f"{path.name}: there is too little memory; take fewer or smaller pictures"))


def _ask(connection: Connection, count: int) -> Iterator[Sequence[Any]]:
    for place in range(count):
        connection.send(NextWanted(place))
        try:
            yield connection.recv()
        except OSError as error:  # not one of the file's
            raise EOFError from error
