"""A sweep on disk: its plan, and a row for each network that was trained.

``plan.json`` is written once. Each part in ``parts`` is written beside its place and renamed, so that a part is whole
or not there. Many small parts are joined from time to time; what a crash leaves twice is counted once.
"""

import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import VgdeskError
from vgdesk.sweeps.parts import read_part, write_part
from vgdesk.sweeps.plan import Plan, PlannedNetwork, parse_plan
from vgdesk.sweeps.rows import Row

Columns: TypeAlias = dict[str, NDArray[Any]]

SUFFIX = ".vgsweep"

_PLAN, _PARTS = "plan.json", "parts"
_MOST_PARTS = 64
_LARGEST_PLAN = 4_000_000


class SweepFolder:
    """One sweep on disk.

    Attributes:
        path: of the folder.
        plan: what it trains.
    """

    def __init__(self, path: Path, plan: Plan):
        self.path = path
        self.plan = plan

    def done(self) -> frozenset[str]:
        """Keys of the networks that have their row."""
        return frozenset(self.read().get("key", ()))

    def missing(self) -> list[PlannedNetwork]:
        """The networks that have no row yet, in the plan's order."""
        done = self.done()
        return [network for network in self.plan.networks() if network.key not in done]

    def add(self, rows: Sequence[Row]) -> None:
        """Keep rows, all or none.

        Raises:
            VgdeskError: they cannot be written; no part is left half.
        """
        if rows:
            with _explained(self.path):
                write_part(self._new_part(), _to_columns(rows))

    def join(self) -> None:
        """Make one part of many, when there are many.

        Raises:
            VgdeskError: it cannot be written; the parts are as they were.
        """
        parts = self._parts()
        if len(parts) <= _MOST_PARTS:
            return
        with _explained(self.path):
            write_part(self._new_part(), self._read(parts))
            for part in parts:
                part.unlink()

    def read(self) -> Columns:
        """All rows, a column each; a network stands once, whatever was written twice.

        Raises:
            VgdeskError: a part cannot be read.
        """
        return self._read(self._parts())

    def _read(self, parts: Sequence[Path]) -> Columns:
        tables = [read_part(part) for part in parts]
        if not tables:
            return {}
        columns = {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
        _, firsts = np.unique(columns["key"], return_index=True)
        return {name: values[np.sort(firsts)] for name, values in columns.items()}

    def _parts(self) -> list[Path]:
        return sorted((self.path / _PARTS).glob("*.parquet"))

    def _new_part(self) -> Path:
        return self.path / _PARTS / f"{uuid.uuid4().hex}.parquet"


def create_sweep(path: Path, plan: Plan) -> SweepFolder:
    """A folder for a plan; one that holds this plan already is gone on with.

    Raises:
        VgdeskError: the folder holds something else, another plan or one of another vgdesk, or cannot be made.
    """
    if (path / _PLAN).exists():
        found = open_sweep(path)
        if found.plan.hash != plan.hash:
            raise VgdeskError(f"{path} holds another sweep; name another folder, or delete that one")
        if found.plan.version != plan.version:
            versions = f"vgdesk {found.plan.version}, and this is {plan.version}"
            raise VgdeskError(f"{path} was begun with {versions}; go on with that one, or name another folder")
        return found
    with _explained(path):
        if path.exists() and any(path.iterdir()):
            raise VgdeskError(f"{path} holds other files; name a new folder, such as {path.stem}-2{SUFFIX}")
        (path / _PARTS).mkdir(parents=True, exist_ok=True)
        _write_whole(path / _PLAN, plan.to_json())
    return SweepFolder(path, plan)


def open_sweep(path: Path) -> SweepFolder:
    """The sweep of a folder.

    Raises:
        VgdeskError: there is none, or its plan cannot be read.
    """
    try:
        with (path / _PLAN).open("rb") as file:
            text = file.read(_LARGEST_PLAN + 1)
    except OSError as error:
        raise VgdeskError(f"{path} is no sweep: cannot read its {_PLAN}: {error.strerror}; name a {SUFFIX}") from None
    if len(text) > _LARGEST_PLAN:
        raise VgdeskError(f"{path / _PLAN} is larger than any plan; it is damaged")
    try:
        return SweepFolder(path, parse_plan(text))
    except VgdeskError as error:
        raise VgdeskError(f"{path}: {error}") from None


def make_row(network: PlannedNetwork, figures: Row) -> Row:
    """The row of a network: where it stands in the sweep, then its figures."""
    return {**network.coordinates, "seed": network.seed, "key": network.key, **figures}


def _to_columns(rows: Iterable[Row]) -> dict[str, list[Any]]:
    listed = list(rows)
    return {name: [row[name] for row in listed] for name in listed[0]}


def _write_whole(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        with beside.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the system says of a folder into a sentence."""
    try:
        yield
    except OSError as error:
        words = f"cannot write the sweep {path}: {error.strerror}"
        raise VgdeskError(f"{words}; free space or name another folder") from None
