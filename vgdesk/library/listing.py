"""Lists the folder of runs: what the index knows at once, the rest as it is read."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from vgdesk import paths
from vgdesk.analysis.numbers import format_epoch
from vgdesk.errors import RunFileError, SpecError
from vgdesk.experiment.spec import parse_spec
from vgdesk.library.differences import describe_difference
from vgdesk.library.entries import RunEntry, RunState
from vgdesk.library.facts import RunFacts, gather_facts
from vgdesk.library.index import FileKey, Index, Kept
from vgdesk.library.marks import Marks
from vgdesk.runs.activity import is_written_now
from vgdesk.runs.library import SUFFIX
from vgdesk.runs.saving import explain_failure
from vgdesk.runs.schema import Shown

Tell = Callable[[Sequence[RunEntry], int, int], None]
"""Told of entries that are new or have changed, how many were read, and how many there are; may raise to end."""

_TELL_SECONDS = 0.25


def list_entries(
    folder: Path, tell: Tell = lambda entries, done, total: None, *, keeps_index: bool = True
) -> list[RunEntry]:
    """Every run file in a folder, the newest first; empty without a folder.

    Args:
        folder: of the runs.
        tell: told of entries on the way.
        keeps_index: whether what was read is kept beside the runs for the next time.

    Raises:
        RunFileError: the folder is there but cannot be read.
    """
    files = scan_runs(folder)
    index, marks = Index(folder), Marks(paths.runs_folder()).read()
    entries = {path: _from_kept(path, key, index.find(path.name, key), marks) for path, key in files.items()}
    tell(_arrange(entries.values()), 0, len(entries))
    waiting = [path for path, entry in entries.items() if entry.state is RunState.UNREAD]
    fresh: list[RunEntry] = []
    told = time.monotonic()
    try:
        for done, path in enumerate(waiting, start=len(entries) - len(waiting) + 1):
            kept = _read(path)
            index.put(path.name, files[path], kept)
            entries[path] = _from_kept(path, files[path], kept, marks)
            fresh.append(entries[path])
            if time.monotonic() - told > _TELL_SECONDS:
                tell(fresh, done, len(entries))
                fresh, told = [], time.monotonic()
    finally:
        if keeps_index:
            index.save({path.name for path in files})
    return _arrange(entries.values())


def scan_runs(folder: Path) -> dict[Path, FileKey]:
    """The run files in a folder and what changes when they do, the newest first; nothing of them is read.

    Raises:
        RunFileError: the folder is there but cannot be read.
    """
    try:
        with os.scandir(folder) as found:
            stats = {each.name: each.stat() for each in found if each.is_file()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise RunFileError(f"cannot read the folder of runs {folder}: {explain_failure(error)}") from error
    keys = {}
    for name in (name for name in stats if name.endswith(SUFFIX)):
        parts = [stats[part] for part in (name, f"{name}-wal") if part in stats]
        keys[name] = FileKey(max(part.st_mtime_ns for part in parts), sum(part.st_size for part in parts))
    newest = sorted(keys, key=lambda name: (keys[name].changed, name), reverse=True)
    return {folder / name: keys[name] for name in newest}


def _read(path: Path) -> Kept:
    try:
        return Kept(gather_facts(path))
    except (RunFileError, OSError) as error:
        said = str(error).replace(str(path.resolve()), path.name).replace(str(path), path.name)
        return Kept(None, said)


def _from_kept(path: Path, key: FileKey, kept: Kept | None, marks: dict[str, Shown]) -> RunEntry:
    entry = RunEntry(path, key.bytes, key.changed / 1e9)
    if kept is None:
        return entry
    if kept.facts is None:
        return replace(entry, state=RunState.UNREADABLE, problem=kept.problem)
    shown = marks.get(kept.facts.run, kept.facts.shown)
    return replace(entry, state=_state_of(path, kept.facts), facts=kept.facts, shown=shown)


def _state_of(path: Path, facts: RunFacts) -> RunState:
    if facts.ended:
        return RunState(facts.ended)
    return RunState.RUNNING if is_written_now(path) else RunState.CUT_OFF


def _arrange(entries: Iterable[RunEntry]) -> list[RunEntry]:
    """The newest first, each with what sets it apart from the one before it in time."""
    found = sorted(entries, key=lambda entry: (entry.date, entry.facts.run if entry.facts else entry.path.name))
    read = [entry for entry in found if entry.facts is not None]
    told = {after.path: _tell_apart(before.facts, after.facts) for before, after in pairwise(read)}
    return [replace(entry, difference=told.get(entry.path, "")) for entry in reversed(found)]


def _tell_apart(before: RunFacts | None, after: RunFacts | None) -> str:
    if before is None or after is None:
        return ""
    said = _describe(before.spec, after.spec) if before.spec and after.spec else ""
    if after.origin_epoch is None:
        return said
    return f"from epoch {format_epoch(after.origin_epoch)} on" + (f", {said}" if said else "")


@lru_cache(maxsize=8192)
def _describe(before: str, after: str) -> str:
    try:
        return describe_difference(parse_spec(before), parse_spec(after))
    except SpecError:  # from an index of another version
        return ""
