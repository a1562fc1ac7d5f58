"""Where the full sets of MNIST and Fashion-MNIST lie: in the data folder, as IDX files or as one npz."""

import gzip
import zlib
from pathlib import Path
from typing import Literal, TypeAlias

from vgdesk import paths
from vgdesk.errors import DataError

ImageKind: TypeAlias = Literal["mnist", "fashion_mnist"]

IMAGE_SETS: dict[ImageKind, str] = {"mnist": "MNIST", "fashion_mnist": "Fashion-MNIST"}
"""The kinds of images with their names for people."""

_SUBFOLDERS: dict[ImageKind, tuple[str, ...]] = {
    "mnist": ("mnist", "MNIST", "MNIST/raw"),
    "fashion_mnist": ("fashion_mnist", "fashion-mnist", "FashionMNIST", "FashionMNIST/raw"),
}
_PARTS = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
_FIRST_LABELS: dict[ImageKind, bytes] = {
    "mnist": bytes((5, 0, 4, 1, 9, 2, 1, 3, 1, 4)),
    "fashion_mnist": bytes((9, 0, 0, 3, 0, 2, 7, 2, 5, 5)),
}
_LABELS_HEADER = 8


def find_image_files(kind: ImageKind) -> tuple[Path, ...]:
    """The files of a full set: one npz, or four IDX files: images and labels to train on, then those to test on.

    Looked for in ``paths.data_folder()`` and in its subfolders named after the set.

    Raises:
        DataError: they are not there; says what was looked for, and where.
    """
    folder = paths.data_folder()
    try:
        return _find_in(folder, kind)
    except OSError as error:
        raise DataError(f"cannot look for {IMAGE_SETS[kind]} in {folder}: {error.strerror}") from None


def full_set_there(kind: ImageKind) -> bool:
    """Whether all files of a full set are in the data folder; they are not opened."""
    try:
        find_image_files(kind)
    except DataError:
        return False
    return True


def _find_in(folder: Path, kind: ImageKind) -> tuple[Path, ...]:
    places = [folder / name for name in _SUBFOLDERS[kind] if (folder / name).is_dir()]
    for archive in (place / f"{name}.npz" for place in (folder, *places) for name in (kind, kind.replace("_", "-"))):
        if archive.is_file():
            return (archive,)
    for place in (*places, folder):
        found = {part: path for part in _PARTS if (path := _find_part(place, part))}
        if len(found) == len(_PARTS):
            files = tuple(found.values())
            _refuse_other_set(place, files[1], kind)
            return files
        if found:
            missing = " nor ".join(part for part in _PARTS if part not in found)
            raise DataError(f"{place} has no {missing}, plain or .gz, beside {next(iter(found.values())).name}")
    lacks = f"has neither {kind}.npz nor {_PARTS[0]} and its siblings, plain or .gz"
    where = f"the data folder {folder} {lacks if folder.is_dir() else 'does not exist'}"
    raise DataError(f"{where}; name another folder (--data-dir) or download the set: vgdesk fetch {kind}")


def _find_part(place: Path, part: str) -> Path | None:
    names = (part, f"{part}.gz", part.replace("-idx", ".idx"), f"{part.replace('-idx', '.idx')}.gz")
    return next((place / name for name in names if (place / name).is_file()), None)


def _refuse_other_set(place: Path, labels: Path, kind: ImageKind) -> None:
    """The files of both sets have the same names: only the first labels distinguish them."""
    try:
        with gzip.open(labels) if labels.suffix == ".gz" else labels.open("rb") as file:
            first = file.read(_LABELS_HEADER + 10)[_LABELS_HEADER:]
    except (OSError, EOFError, zlib.error):
        return  # whoever reads the set will say what is wrong with it
    for other, beginning in _FIRST_LABELS.items():
        if other != kind and first == beginning:
            raise DataError(f"{place} holds {IMAGE_SETS[other]}, not {IMAGE_SETS[kind]}; name another folder")
