"""The state that a training goes on from, as it lies in its run file.

The table ``state_parts`` holds one state, the last one, as a blob cut into parts: the length of a header, the header
as JSON, then the arrays one after the other, little endian. The header also says how many entries each table of
chunks had when the state was taken: what comes after them is told again when the training goes on.
"""

import math
import sqlite3
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vgdesk.errors import RunFileError
from vgdesk.events import freeze
from vgdesk.experiment.recording import TrainingState
from vgdesk.runs.opening import OpenRun, one_line, open_run
from vgdesk.runs.reader import read_metadata_of
from vgdesk.runs.schema import TABLES, Metadata, checksum

_TABLE = "state_parts"
_PART_BYTES = 1 << 23
_MOST_PARTS = 256
_LENGTH = struct.Struct("<I")
_LONGEST_HEADER = 1 << 16

Count = Annotated[int, Field(ge=0, lt=2**63)]


class _Array(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: str
    type: Literal["<f4", "<f8", "|u1"]
    shape: Annotated[tuple[Annotated[int, Field(ge=1, lt=2**31)], ...], Field(strict=False, max_length=8)]

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * np.dtype(self.type).itemsize


class _Header(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    step: Count
    threads: Annotated[int, Field(ge=1, le=1024)]
    points: Count
    numbers: dict[str, int | float]
    arrays: Annotated[tuple[_Array, ...], Field(strict=False)]
    entries: dict[str, Count]


@dataclass(frozen=True)
class KeptState:
    """What a run file keeps to go on from.

    Attributes:
        metadata: of its run.
        state: of the training.
        entries: number of entries that each table of chunks had then, by its name.
    """

    metadata: Metadata
    state: TrainingState
    entries: Mapping[str, int]


def write_state(connection: sqlite3.Connection, state: TrainingState, entries: Mapping[str, int]) -> None:
    """Put a state in place of the one before, within the transaction that is open."""
    arrays = {name: np.ascontiguousarray(array) for name, array in state.arrays.items()}
    table = tuple(_Array(name=name, type=_type_of(each), shape=each.shape) for name, each in arrays.items())
    header = _Header(
        step=state.step,
        threads=state.threads,
        points=state.points,
        numbers=dict(state.numbers),
        arrays=table,
        entries=dict(entries),
    )
    text = header.model_dump_json().encode()
    data = b"".join((_LENGTH.pack(len(text)), text, *(each.tobytes() for each in arrays.values())))
    parts = [data[start : start + _PART_BYTES] for start in range(0, len(data), _PART_BYTES)]
    connection.execute(f"DELETE FROM {_TABLE}")  # noqa: S608
    rows = ((number, checksum(part), part) for number, part in enumerate(parts))
    connection.executemany(f"INSERT INTO {_TABLE} (part, crc, data) VALUES (?, ?, ?)", rows)  # noqa: S608


def read_state(path: Path) -> KeptState | None:
    """What a run file keeps to go on from; None for a file of an older version, or one that keeps nothing.

    Raises:
        RunFileError: the file cannot be read, is no run or is damaged there.
    """
    with open_run(path) as run:
        metadata = read_metadata_of(run)
        if _TABLE not in run.tables:
            return None
        try:
            data = _join_parts(run)
            return _decode(metadata, data) if data else None
        except (ValueError, ValidationError) as error:
            reason = f"the state that it keeps is damaged ({one_line(error)})"
            raise RunFileError(f"{path} cannot go on: {reason}; train it from the start") from error


def need_state(path: Path) -> KeptState:
    """What a run file keeps to go on from.

    Raises:
        RunFileError: as ``read_state``, or it keeps nothing.
    """
    kept = read_state(path)
    if kept is None:
        raise RunFileError(f"{path} cannot go on: it keeps the samples alone; train its network from the start")
    return kept


def _join_parts(run: OpenRun) -> bytes:
    statement = f"SELECT part, crc, data FROM {_TABLE} ORDER BY part LIMIT {_MOST_PARTS}"  # noqa: S608
    parts = []
    for number, (part, crc, data) in enumerate(run.connection.execute(statement)):
        if part != number or not isinstance(data, bytes) or checksum(data) != crc:
            raise ValueError(f"the checksum of part {number} is wrong")
        run.patience.restart()
        parts.append(data)
    return b"".join(parts)


def _decode(metadata: Metadata, data: bytes) -> KeptState:
    """Raises ValueError where the header is none, or does not fit what follows it."""
    (length,) = _LENGTH.unpack(data[: _LENGTH.size].ljust(_LENGTH.size, b"\0"))
    if length > _LONGEST_HEADER:
        raise ValueError(f"its header has {length} bytes")
    start = _LENGTH.size + length
    header = _Header.model_validate_json(data[_LENGTH.size : start])
    if len(data) - start != sum(each.nbytes for each in header.arrays):
        raise ValueError(f"{len(data) - start} bytes do not hold its arrays")
    arrays: dict[str, NDArray[Any]] = {}
    for each in header.arrays:
        flat = np.frombuffer(data, each.type, math.prod(each.shape), start)
        arrays[each.name] = freeze(flat.reshape(each.shape))
        start += each.nbytes
    if not set(header.entries) <= set(TABLES):
        raise ValueError("it counts the entries of a table that there is not")
    state = TrainingState(metadata.started.run, header.step, header.threads, header.points, header.numbers, arrays)
    return KeptState(metadata, state, header.entries)


def _type_of(array: NDArray[Any]) -> Any:
    return array.dtype.newbyteorder("<").str
