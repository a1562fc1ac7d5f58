"""Whether a run file that is being written is still where it was made."""

import os
from pathlib import Path

from vgdesk import paths

_KEPT = "kept"


class FilePlace:
    """Knows the file of a run by its identity, not by its name.

    Args:
        path: of the file, which is there.
    """

    def __init__(self, path: Path):
        self._path = path.absolute()
        found = self._path.stat()
        self._identity, self._size = (found.st_dev, found.st_ino), found.st_size
        self._beside = {
            each: _identify(each) for each in (self._path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))
        }

    def find_loss(self) -> str:
        """What has become of the file, as the end of a sentence; empty while it is there."""
        try:
            found = self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return "was deleted or moved"
        except OSError:  # the disk does not answer: the next write says more
            return ""
        if (found.st_dev, found.st_ino) != self._identity:
            return "was replaced by another file"
        before, self._size = self._size, found.st_size
        return "was overwritten" if found.st_size < before else ""

    def free_path(self) -> Path:
        """A new name beside it, or in the folder of all runs where its own folder is gone."""
        folder = self._path.parent if self._path.parent.is_dir() else paths.runs_folder()
        folder.mkdir(parents=True, exist_ok=True)
        names = (f"{self._path.stem}-{_KEPT}{end}{self._path.suffix}" for end in ("", *map(str, range(2, 1000))))
        return next(folder / name for name in names if not os.path.lexists(folder / name))

    def tidy(self) -> None:
        """Take away what was written beside the file and would be taken for that of another one."""
        for path, identity in self._beside.items():
            if identity is not None and _identify(path) == identity:
                path.unlink(missing_ok=True)


def _identify(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
