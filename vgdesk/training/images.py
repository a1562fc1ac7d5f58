"""The images of MNIST and Fashion-MNIST: read from their files, drawn and scaled."""

import gzip
import struct
import zlib
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.budget import LARGEST_UNPACKED, Budget, Limits
from vgdesk.errors import DataError
from vgdesk.experiment.arrays import read_arrays
from vgdesk.experiment.images import ImageData
from vgdesk.experiment.labelled_data import Scaling

Pixels: TypeAlias = NDArray[np.uint8]
Parts: TypeAlias = tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]

_SIDE = 28
_CLASSES = 10
_LIMITS = Limits(LARGEST_UNPACKED, LARGEST_UNPACKED, "pixels")
_SLICE = 1000  # images at a time: bounds the memory of what lies between


@dataclass(frozen=True)
class Images:
    """Images with their classes.

    Attributes:
        pixels: [image, pixel], 0..255.
        labels: [image], 0..9.
    """

    pixels: Pixels
    labels: NDArray[np.int64]


def load_images(spec: ImageData) -> Parts:
    """The images of a spec, scaled: inputs and labels to train on, then those to test on.

    Raises:
        DataError: the files are missing or broken, or hold fewer images than are asked for.
    """
    files = spec.files()
    train, test = read_images(files)
    random = np.random.default_rng(spec.seed)
    drawn = [
        _draw(images, wanted, random, f"{files[-1].parent} holds {len(images.labels)} {what}")
        for images, wanted, what in (
            (train, spec.train, "images to train on; data.train"),
            (test, spec.test, "images to test on; data.test"),
        )
    ]
    levels = _brightness(spec.scaling, [images.pixels for images in drawn])
    train, test = drawn
    return _apply(levels, train.pixels), train.labels, _apply(levels, test.pixels), test.labels


def read_images(files: tuple[Path, ...]) -> tuple[Images, Images]:
    """All images of a set, those to train on first.

    Args:
        files: one npz with x_train, y_train, x_test and y_test, or four IDX files, plain or .gz, in this order.

    Raises:
        DataError: a file cannot be read, is torn or is no such file.
    """
    if len(files) == 1:
        return _read_npz(files[0])
    train_images, train_labels, test_images, test_labels = files
    return (
        _pair(read_idx(train_images, (_SIDE, _SIDE)), read_idx(train_labels, ()), train_labels),
        _pair(read_idx(test_images, (_SIDE, _SIDE)), read_idx(test_labels, ()), test_labels),
    )


def read_idx(path: Path, shape: tuple[int, ...]) -> Pixels:
    """The bytes of an IDX file, plain or .gz: [item, *shape].

    Args:
        path: of the file.
        shape: what each item must be: none for labels.

    Raises:
        DataError: it cannot be read, is torn, or holds something else.
    """
    budget = Budget(_LIMITS, lambda reason: DataError(f"{path} {reason}; download it again"))
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            count = _read_header(file.read(8 + 4 * len(shape)), path, shape)
            wanted = count * prod(shape)
            budget.spend(wanted)
            content = file.read(wanted + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} is torn or cannot be read ({error}); download it again") from None
    if len(content) != wanted:
        found = "more" if len(content) > wanted else f"{len(content)}"
        raise DataError(f"{path} should hold {wanted} bytes after its header and holds {found}; download it again")
    return np.frombuffer(content, np.uint8).reshape(count, *shape)


def _read_header(header: bytes, path: Path, shape: tuple[int, ...]) -> int:
    """Number of items. The header: two zero bytes, 8 for bytes, the number of axes, then each axis as uint32."""
    axes = 1 + len(shape)
    if header[:4] != bytes((0, 0, 8, axes)) or len(header) < 4 + 4 * axes:
        raise DataError(f"{path} is no IDX file of {'images' if shape else 'labels'}: it begins with {header[:4]!r}")
    count, *found = struct.unpack(f">{axes}I", header[4:])
    if tuple(found) != shape:
        raise DataError(f"{path} holds images of {' by '.join(map(str, found))} pixels; they should be 28 by 28")
    return int(count)


def _read_npz(path: Path) -> tuple[Images, Images]:
    budget = Budget(_LIMITS, lambda reason: DataError(f"{path} {reason}; download it again"))
    try:
        with path.open("rb") as file:
            arrays = read_arrays(file, budget)
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is torn or no npz ({error}); download it again") from None
    try:
        found = {name: arrays[name] for name in ("x_train", "y_train", "x_test", "y_test")}
    except KeyError as error:
        raise DataError(f"{path} has no array {error}; it needs x_train, y_train, x_test and y_test") from None
    return _pair(found["x_train"], found["y_train"], path), _pair(found["x_test"], found["y_test"], path)


def _pair(pixels: NDArray[Any], labels: NDArray[Any], path: Path) -> Images:
    """Images with their labels, once both are what they should be."""
    count = len(labels) if labels.ndim == 1 else -1
    if pixels.dtype != np.uint8 or pixels.shape not in ((count, _SIDE, _SIDE), (count, _SIDE * _SIDE)):
        found = f"{pixels.dtype} {pixels.shape} for labels {labels.shape}"
        raise DataError(f"{path}: images should be uint8 [image, 28, 28] with a label each, and are {found}")
    if labels.dtype.kind not in "iu" or (count and not 0 <= labels.min() <= labels.max() < _CLASSES):
        raise DataError(f"{path}: labels should be whole numbers from 0 to 9, and are not")
    return Images(pixels.reshape(count, _SIDE * _SIDE), labels.astype(np.int64))


def _draw(images: Images, wanted: int, random: np.random.Generator, said: str) -> Images:
    """As many of them as wanted, in an order of the generator's."""
    if wanted > len(images.labels):
        raise DataError(f"{said} = {wanted} asks for more; take {len(images.labels)} or fewer")
    order = random.permutation(len(images.labels))[:wanted]
    return Images(images.pixels[order], images.labels[order])


def _brightness(scaling: Scaling, parts: list[Pixels]) -> NDArray[np.float32]:
    """What each of the 256 levels of brightness becomes."""
    levels = np.arange(256, dtype=np.float64)
    if scaling == "unit":
        levels /= 255
    elif scaling == "symmetric":
        levels = levels / 127.5 - 1
    elif scaling == "standardize":
        slices = (part[start : start + _SLICE] for part in parts for start in range(0, len(part), _SLICE))
        counts = sum(np.bincount(pixels.ravel(), minlength=256) for pixels in slices)
        mean = np.average(levels, weights=counts)
        deviation = np.sqrt(np.average((levels - mean) ** 2, weights=counts))
        levels = (levels - mean) / (deviation or 1)
    return levels.astype(np.float32)


def _apply(levels: NDArray[np.float32], pixels: Pixels) -> NDArray[np.float32]:
    scaled = np.empty(pixels.shape, np.float32)
    for start in range(0, len(pixels), _SLICE):
        scaled[start : start + _SLICE] = levels[pixels[start : start + _SLICE]]
    return scaled
