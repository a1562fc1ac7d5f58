"""Downloads the full sets of images from openml.org, by scikit-learn's loader."""

import http.client
import shutil
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.error import URLError

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import fetch_openml

from vgdesk.errors import DataError
from vgdesk.experiment.image_files import IMAGE_SETS, ImageKind
from vgdesk.experiment.images import TEST_IMAGES, TRAIN_IMAGES

FetchState: TypeAlias = Literal["connecting", "downloading", "unpacking", "writing"]
Report: TypeAlias = Callable[[FetchState, int], None]
"""Told how far it is: the state, and the bytes downloaded so far."""

_NAMES: dict[ImageKind, str] = {"mnist": "mnist_784", "fashion_mnist": "Fashion-MNIST"}  # version 1, at openml.org
_TIMEOUT_SECONDS = 30.0
_LOOK_SECONDS = 0.2
_DESCRIPTION_BYTES = 500_000  # more than what comes before the images themselves


def fetch_images(kind: ImageKind, folder: Path, report: Report) -> Path:
    """Download a full set and keep it in a folder, which is made if it is not there.

    Whatever ends it, no half set and nothing else is left in the folder.

    Args:
        kind: of the images.
        folder: to keep them in.
        report: called a few times a second, also from another thread, never from two at once.

    Returns:
        The file, which ``find_image_files`` finds.

    Raises:
        DataError: there is no connection, or the set cannot be kept; says the way out.
    """
    cache = folder / f".fetching-{kind}"
    shutil.rmtree(cache, ignore_errors=True)  # of one that was killed
    try:
        cache.mkdir(parents=True)
        with _watched(cache, report) as look:
            pixels, labels = _load(kind, cache)
        report("writing", look()[1])
        return _keep(pixels, labels, cache / f"{kind}.npz", folder)
    except (URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise DataError(f"no connection to openml.org ({_reason(error)}); {_by_hand(kind, folder)}") from None
    except OSError as error:
        raise DataError(f"cannot keep {IMAGE_SETS[kind]} in {folder}: {error.strerror or error}") from None
    except (ValueError, KeyError, EOFError) as error:
        raise DataError(f"openml.org sent something else ({_reason(error)}); {_by_hand(kind, folder)}") from None
    finally:
        shutil.rmtree(cache, ignore_errors=True)


def _load(kind: ImageKind, cache: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    """Pixels and labels of all images, as the loader gives them."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_TIMEOUT_SECONDS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tries that are repeated
            pixels, labels = fetch_openml(
                _NAMES[kind],
                version=1,
                data_home=str(cache),
                as_frame=False,
                parser="liac-arff",  # the others need pandas
                return_X_y=True,
                n_retries=1,
            )
        return pixels, labels
    finally:
        socket.setdefaulttimeout(before)


def _keep(pixels: NDArray[Any], labels: NDArray[Any], file: Path, folder: Path) -> Path:
    """Write the images, at openml.org those to train on come first, and put the whole file into its place."""
    if pixels.shape != (TRAIN_IMAGES + TEST_IMAGES, 28 * 28) or not (0 <= pixels.min() <= pixels.max() <= 255):
        raise ValueError(f"{pixels.shape} instead of 70,000 images of 784 pixels, 0 to 255")
    images, classes = pixels.astype(np.uint8).reshape(-1, 28, 28), labels.astype(np.uint8)
    cut = TRAIN_IMAGES
    train, test = (images[:cut], classes[:cut]), (images[cut:], classes[cut:])
    np.savez_compressed(file, x_train=train[0], y_train=train[1], x_test=test[0], y_test=test[1])
    return file.replace(folder / file.name)


@contextmanager
def _watched(cache: Path, report: Report) -> Iterator[Callable[[], tuple[FetchState, int]]]:
    """Report what the loader does, from a thread of its own: the loader itself reports nothing."""
    ended = threading.Event()

    def look() -> tuple[FetchState, int]:
        return find_state(cache)

    def watch() -> None:
        while not ended.wait(_LOOK_SECONDS):
            report(*look())

    report("connecting", 0)
    watcher = threading.Thread(target=watch, name="vgdesk-fetch-watch", daemon=True)
    watcher.start()
    try:
        yield look
    finally:
        ended.set()
        watcher.join()


def find_state(cache: Path) -> tuple[FetchState, int]:
    """State and bytes so far, by what the loader has put into its folder: what is on its way lies in a tmp folder."""
    total, on_its_way = 0, False
    for path in cache.rglob("*.gz"):
        with suppress(OSError):
            total += path.stat().st_size
            on_its_way = on_its_way or path.parent.name.startswith("tmp")
    if total < _DESCRIPTION_BYTES and not on_its_way:
        return "connecting", total
    return ("downloading" if on_its_way else "unpacking"), total


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return " ".join(str(getattr(reason, "strerror", None) or reason).split()) or type(error).__name__


def _by_hand(kind: ImageKind, folder: Path) -> str:
    return f"try again, or put the four IDX files of {IMAGE_SETS[kind]} into {folder / kind}"
