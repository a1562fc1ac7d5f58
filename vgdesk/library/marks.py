"""Names, colours, places and stars of runs: in the run file where that may be written, else in the folder of runs."""

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from vgdesk.errors import RunFileError
from vgdesk.runs.marking import can_hold_marks, write_shown
from vgdesk.runs.reader import read_metadata
from vgdesk.runs.saving import explain_failure, replacing
from vgdesk.runs.schema import Shown

FILE_NAME = "library-marks.json"
_MOST_BYTES = 8_000_000


class Marks:
    """The marks of runs whose files must not be written: those under way or cut off, and those of older formats.

    Args:
        folder: of the runs that vgdesk records; theirs and those of runs from elsewhere are kept there.
    """

    def __init__(self, folder: Path):
        self._path = folder / FILE_NAME

    def read(self) -> dict[str, Shown]:
        """By id of the run; nothing where the file is damaged."""
        try:
            if self._path.stat().st_size > _MOST_BYTES:
                return {}
            return TypeAdapter(dict[str, Shown]).validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return {}

    def mark(self, path: Path, run: str, shown: Shown) -> None:
        """Keep how a run is shown.

        Args:
            path: of its file.
            run: its id.
            shown: its marks from now on.

        Raises:
            RunFileError: neither the run nor the folder can be written.
        """
        if _write_into(path, shown):
            self._put(run, None)
        else:
            self._put(run, shown)

    def find(self, path: Path, run: str) -> Shown:
        """How a run is shown; as never before where that is not kept or cannot be read."""
        beside = self.read().get(run)
        if beside is not None:
            return beside
        with suppress(RunFileError):
            return read_metadata(path).shown or Shown()
        return Shown()

    def _put(self, run: str, shown: Shown | None) -> None:
        before = self.read()
        after = {key: marks for key, marks in before.items() if key != run} | ({run: shown} if shown else {})
        if after == before:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self._path) as draft:
                draft.write_text(json.dumps({key: asdict(marks) for key, marks in after.items()}), encoding="utf-8")
        except (OSError, ValueError) as error:
            raise RunFileError(f"cannot keep the marks of runs in {self._path}: {explain_failure(error)}") from error


def _write_into(path: Path, shown: Shown) -> bool:
    with suppress(RunFileError):
        if can_hold_marks(path):
            write_shown(path, shown)
            return True
    return False
