"""Downloads the full sets of images: four files each, of known size and SHA-256, from where their makers put them."""

import hashlib
import http.client
import shutil
import ssl
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np

from vgdesk.errors import DataError
from vgdesk.experiment.image_files import IMAGE_SETS, ImageKind
from vgdesk.experiment.images import TEST_IMAGES, TRAIN_IMAGES
from vgdesk.training.images import read_images

FetchState: TypeAlias = Literal["connecting", "downloading", "unpacking", "writing"]
Report: TypeAlias = Callable[[FetchState, int], None]
"""Told how far it is: the state, and the bytes downloaded so far."""

_TIMEOUT_SECONDS = 30.0
_PIECE = 2**18
_NETWORK_ERRORS = (URLError, http.client.HTTPException, TimeoutError, ConnectionError, ssl.SSLError)


@dataclass(frozen=True)
class _Pinned:
    """A file that is what it was.

    Attributes:
        name: of the file, behind the address of each mirror.
        bytes: its size; no more is downloaded.
        sha256: of its bytes, as several unconnected projects publish it.
    """

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class _Source:
    """Where a set comes from.

    Attributes:
        mirrors: addresses that the names of the files follow, tried one after the other.
        files: in the order of ``read_images``.
    """

    mirrors: tuple[str, ...]
    files: tuple[_Pinned, ...]


_NAMES = tuple(
    f"{part}-ubyte.gz" for part in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
)


def _pin(*known: tuple[int, str]) -> tuple[_Pinned, ...]:
    return tuple(_Pinned(name, *each) for name, each in zip(_NAMES, known, strict=True))


_SOURCES: dict[ImageKind, _Source] = {
    "mnist": _Source(
        ("https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"),
        _pin(
            (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        ),
    ),
    "fashion_mnist": _Source(
        (
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        ),
        _pin(
            (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ),
    ),
}


def fetch_images(kind: ImageKind, folder: Path, report: Report) -> Path:
    """Download a full set and keep it in a folder, which is made if it is not there.

    Whatever ends it, no half set and nothing else is left in the folder.

    Args:
        kind: of the images.
        folder: to keep them in.
        report: called for every piece, from this thread.

    Returns:
        The file, which ``find_image_files`` finds.

    Raises:
        DataError: there is no connection, what came is not the set, or it cannot be kept; says the way out.
    """
    draft = folder / f".fetching-{kind}"
    shutil.rmtree(draft, ignore_errors=True)  # of one that was killed
    try:
        draft.mkdir(parents=True)
        return _fetch(kind, draft, report).replace(folder / f"{kind}.npz")
    except _UnreachableError as error:
        raise DataError(f"cannot download {IMAGE_SETS[kind]}: {error}; {_by_hand(kind, folder)}") from None
    except OSError as error:
        raise DataError(f"cannot keep {IMAGE_SETS[kind]} in {folder}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


class _UnreachableError(Exception):
    """No mirror gave a file; the message says what each did."""


def _fetch(kind: ImageKind, draft: Path, report: Report) -> Path:
    """Download the files of a set into a folder and write them as one npz."""
    source = _SOURCES[kind]
    report("connecting", 0)
    done = 0
    for file in source.files:
        _fetch_file(file, source.mirrors, draft / file.name, partial(_report_size, report, done))
        done += file.bytes
    report("unpacking", done)
    train, test = read_images(tuple(draft / file.name for file in source.files))
    if (len(train.labels), len(test.labels)) != (TRAIN_IMAGES, TEST_IMAGES):
        raise DataError(f"{IMAGE_SETS[kind]} came with {len(train.labels)} images; install a newer vgdesk")
    report("writing", done)
    made = draft / f"{kind}.npz"
    shape = (-1, 28, 28)
    x_train, x_test = train.pixels.reshape(shape), test.pixels.reshape(shape)
    y_train, y_test = train.labels.astype(np.uint8), test.labels.astype(np.uint8)
    np.savez_compressed(made, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    return made


def _report_size(report: Report, before: int, size: int) -> None:
    report("downloading", before + size)


def _fetch_file(file: _Pinned, mirrors: Iterable[str], path: Path, report: Callable[[int], None]) -> None:
    """Download one file from the first mirror that has it as it was."""
    failures = []
    for mirror in mirrors:
        try:
            _copy(mirror + file.name, file, path, report)
            return
        except (*_NETWORK_ERRORS, ValueError) as error:
            failures.append(f"{mirror.split('/')[2]} ({_reason(error)})")
    raise _UnreachableError(", ".join(failures))


def _copy(address: str, file: _Pinned, path: Path, report: Callable[[int], None]) -> None:
    """Write what an address sends; raises ValueError when that is not the file."""
    found, size = hashlib.sha256(), 0
    with ExitStack() as stack:
        sent = stack.enter_context(urlopen(address, timeout=_TIMEOUT_SECONDS))  # noqa: S310 - of our own table
        kept = stack.enter_context(path.open("wb"))
        while piece := sent.read(_PIECE):
            size += len(piece)
            if size > file.bytes:
                raise ValueError(f"sent more than the {file.bytes:,} bytes of {file.name}")
            found.update(piece)
            kept.write(piece)
            report(size)
    if found.hexdigest() != file.sha256:
        raise ValueError(f"sent another {file.name}: its SHA-256 is {found.hexdigest()[:12]}…")


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return " ".join(str(getattr(reason, "strerror", None) or reason).split()) or type(error).__name__


def _by_hand(kind: ImageKind, folder: Path) -> str:
    return f"try again, or put the four IDX files of {IMAGE_SETS[kind]} into {folder / kind}"
