"""A folder of files that is written whole or not at all."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vgdesk.errors import ExportError

OURS = ".vgdesk"
"""Ending of the files that a folder may hold to be replaced."""


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder beside the target; it takes the target's place when the block ends well.

    Raises:
        ExportError: the target is a file, or a folder with files of others.
        OSError: it cannot be written.
    """
    target = target.resolve()
    _refuse_foreign(target)
    draft = target.with_name(f".vgdesk-{uuid.uuid4().hex[:12]}.tmp")
    try:
        draft.mkdir()
        yield draft
        for file in _files(draft):
            with file.open("rb+") as written:
                os.fsync(written.fileno())
        _swap(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def folder_size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(file.stat().st_size for file in _files(folder))


def _swap(draft: Path, target: Path) -> None:
    """Put the draft in the place of a folder, which goes when the draft is there."""
    old = draft.with_suffix(".old")
    if target.exists():
        target.replace(old)
    draft.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def _refuse_foreign(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise ExportError(f"{target} is a file; name a folder")
    others = [file.name for file in _files(target) if not file.name.endswith(OURS)]
    if others:
        raise ExportError(f"the folder {target} holds {others[0]}, which vgdesk has not written; name a new folder")


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if not file.is_dir()) if folder.is_dir() else []
