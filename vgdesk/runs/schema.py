"""The form of a run file: its tables and its metadata, written and read in one place.

A run file is an SQLite database. ``metadata`` holds JSON texts by key. Each table of chunks holds up to 64 entries a
row, numbered by the first of them and counted from 0 (before format 3 by the row), as one blob: the columns one after
the other, little endian, see ``vgdesk.runs.chunks``. Every value and blob has its CRC32 beside it, for SQLite keeps
none. Files of format 1 have neither histograms nor snapshots; those before format 3 do not say what the training
points were like, and have no numbers told by a program of one's own. A run has a spec, or it was watched. From format
3 on the row ``shown`` may say how a run that has ended was shown last; it alone is written after the end. From format
4 on a file keeps the state that its training can go on from, see ``vgdesk.runs.states``.
"""

import json
import zlib
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vgdesk import __version__
from vgdesk.events import Layout, RunEnded, RunStarted
from vgdesk.experiment.data_facts import DataFacts
from vgdesk.experiment.start import Origin
from vgdesk.experiment.watched import Watched
from vgdesk.runs.chunks import LONGEST_CHUNK, list_formats

APPLICATION_ID = 0x56474431  # 'VGD1'
FORMAT_VERSION = 4
NUMBERED_BY_ENTRY = 3
"""Format from which on the number of a chunk is that of its first entry, so that none can be cut short unnoticed."""
LONGEST_VALUE = LONGEST_CHUNK

_METADATA_COLUMNS = "(key TEXT PRIMARY KEY, value TEXT NOT NULL, crc INTEGER NOT NULL)"
_CHUNK_COLUMNS = "(number INTEGER PRIMARY KEY, entries INTEGER NOT NULL, crc INTEGER NOT NULL, data BLOB NOT NULL)"
TABLES = {
    "metadata": f"CREATE TABLE metadata {_METADATA_COLUMNS} WITHOUT ROWID",
    "sample_chunks": f"CREATE TABLE sample_chunks {_CHUNK_COLUMNS}",
    "score_chunks": f"CREATE TABLE score_chunks {_CHUNK_COLUMNS}",
    "histogram_chunks": f"CREATE TABLE histogram_chunks {_CHUNK_COLUMNS}",
    "snapshot_chunks": f"CREATE TABLE snapshot_chunks {_CHUNK_COLUMNS}",
    "scalar_chunks": f"CREATE TABLE scalar_chunks {_CHUNK_COLUMNS}",
    "state_parts": "CREATE TABLE state_parts (part INTEGER PRIMARY KEY, crc INTEGER NOT NULL, data BLOB NOT NULL)",
}
_SINCE = {"histogram_chunks": 2, "snapshot_chunks": 2, "scalar_chunks": 3, "state_parts": 4}
"""The format that a table came with, by its name."""

_YEAR_10000 = 253402300800  # seconds; beyond it datetime raises


MAX_COLOR = 3
"""The last of the colours that lanes have, counted from 0."""


@dataclass(frozen=True)
class Shown:
    """How a run was shown last, and what its owner thinks of it.

    Attributes:
        name: that its lane was given after it was trained; empty where it kept its own.
        color: index of the colour of its lane, 0..MAX_COLOR; None where it was never shown.
        place: of its lane among the others, 0 at the top; None where it was never shown.
        is_starred: whether it is one to keep.
    """

    name: Annotated[str, Field(max_length=80)] = ""
    color: Annotated[int | None, Field(ge=0, le=MAX_COLOR)] = None
    place: Annotated[int | None, Field(ge=0, le=MAX_COLOR)] = None
    is_starred: bool = False


class _Metadata(BaseModel):
    """Every metadata row but the spec's, whose text is kept as it is."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    run: str = Field(min_length=1)
    lane: str
    layout: Layout
    started: float = Field(ge=0, lt=_YEAR_10000)
    total_steps: int = Field(ge=0, lt=2**63)
    steps_per_epoch: int = Field(ge=1, lt=2**63)
    parameters: int = Field(ge=0, lt=2**63)
    vgdesk: str
    origin: Origin | None = None
    data: DataFacts | None = None
    watched: Watched | None = None
    step: int = Field(0, ge=0, lt=2**63)
    ended: RunEnded | None = None
    shown: Shown | None = None


@dataclass(frozen=True)
class Metadata:
    """What a run file says about its run beside samples and scores.

    Attributes:
        started: the run's first event.
        lane: name of its lane.
        step: latest progress.
        ended: how it ended; None when it was cut off.
        shown: how it was shown last; None where that is not kept in the file.
    """

    started: RunStarted
    lane: str
    step: int = 0
    ended: RunEnded | None = None
    shown: Shown | None = None


def tables_of(version: int) -> dict[str, str]:
    """Statement that made each table of a file of that format, by name."""
    return {name: sql for name, sql in TABLES.items() if version >= _SINCE.get(name, 1)}


def checksum(value: bytes) -> int:
    """CRC32 of a value."""
    return zlib.crc32(value)


def encode_metadata(metadata: Metadata) -> dict[str, str]:
    """The metadata rows: JSON text by key."""
    started = metadata.started
    ended = metadata.ended
    rows = _Metadata(
        run=started.run,
        lane=_writable(metadata.lane),
        layout=started.layout,
        started=started.started,
        total_steps=started.total_steps,
        steps_per_epoch=started.steps_per_epoch,
        parameters=started.parameters,
        vgdesk=__version__,
        origin=started.origin,
        data=started.data,
        watched=started.watched,
        step=metadata.step,
        ended=ended and replace(ended, message=_writable(ended.message)),
        shown=metadata.shown and replace(metadata.shown, name=_writable(metadata.shown.name)),
    ).model_dump(mode="json", exclude_none=True)
    source = {"spec": started.spec_json} if started.watched is None else {}
    return {**source, **{key: json.dumps(value) for key, value in rows.items()}}


def decode_metadata(rows: dict[str, str]) -> Metadata:
    """The metadata of those rows, every field checked.

    Raises:
        ValueError: a row is missing, unknown, no JSON or out of range; the text says which.
    """
    try:
        trees = {key: json.loads(text, parse_constant=_refuse_constant) for key, text in rows.items()}
        if not isinstance(trees.pop("spec", None), dict) and "watched" not in trees:
            raise ValueError("its spec is no JSON object")
        read = _Metadata.model_validate_json(json.dumps(trees, allow_nan=False))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(f"{where}: {first['msg']}") from error
    except RecursionError:
        raise ValueError("its JSON is nested too deep") from None
    _check_layout(read.layout)
    started = RunStarted(
        run=read.run,
        spec_json=rows.get("spec", ""),
        layout=read.layout,
        total_steps=read.total_steps,
        steps_per_epoch=read.steps_per_epoch,
        parameters=read.parameters,
        started=read.started,
        origin=read.origin,
        data=read.data,
        watched=read.watched,
    )
    _check_origin(started)
    if read.watched is not None and len(read.watched.rows) != len(read.layout.layers):
        raise ValueError(f"it watched {len(read.watched.rows)} rows and has {len(read.layout.layers)} layers")
    ended = read.ended and replace(read.ended, run=read.run)
    return Metadata(started, read.lane, read.step, ended, read.shown)


def _check_origin(started: RunStarted) -> None:
    origin = started.origin
    if origin is None:
        return
    if origin.step < 0 or origin.steps_per_epoch < 1 or started.first_step > started.total_steps:
        raise ValueError(f"it continues from step {origin.step}, of {origin.steps_per_epoch} an epoch")


def _check_layout(layout: Layout) -> None:
    if not layout.layers or not layout.channels:
        raise ValueError("its layout has no layers or no channels")
    try:
        strays = [item.layer for item in layout.channels if not 1 <= item.layer <= len(layout.rows(item.tensor))]
    except KeyError as error:
        raise ValueError(f"its layout measures {error.args[0]}") from None
    strays += [slot.layer for slot in layout.slots if not 1 <= slot.layer <= len(layout.layers)]
    if strays:
        raise ValueError(f"its layout measures layer {strays[0]} of {len(layout.layers)}")
    if any(length < 1 for slot in layout.slots for length in slot.shape):
        raise ValueError("its layout has a tensor without numbers")
    if len({(slot.layer, slot.tensor) for slot in layout.slots}) < len(layout.slots):
        raise ValueError("its layout has a tensor twice")
    if any(known.chunk_bytes > LONGEST_VALUE for known in list_formats(layout).values()):
        raise ValueError("its layout has too many channels or numbers")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"its JSON holds {name}")


def _writable(text: str) -> str:
    """The text without lone surrogates, which come from odd file names and which UTF-8 refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
