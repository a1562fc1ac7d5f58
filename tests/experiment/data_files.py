"""Files with data sets, as users have them."""

import gzip
import struct
from pathlib import Path

import numpy as np

IDX_NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


def made_images(train: int = 60, test: int = 30) -> dict[str, np.ndarray]:
    """Images of noise, no two alike, in the arrays of a Keras npz; the labels count 0 to 9 over and over."""
    random = np.random.default_rng(3)
    made = {}
    for part, count in (("train", train), ("test", test)):
        made[f"x_{part}"] = random.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        made[f"y_{part}"] = (np.arange(count) % 10).astype(np.uint8)
    return made


def idx_bytes(array: np.ndarray) -> bytes:
    """An array of bytes as an IDX file."""
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def write_idx_set(folder: Path, *, zipped: bool = False, **counts: int) -> dict[str, np.ndarray]:
    """Write a set of images as four IDX files; gives what they hold."""
    images = made_images(**counts)
    folder.mkdir(parents=True, exist_ok=True)
    for name, key in zip(IDX_NAMES, ("x_train", "y_train", "x_test", "y_test"), strict=True):
        content = idx_bytes(images[key])
        path = folder / (f"{name}.gz" if zipped else name)
        path.write_bytes(gzip.compress(content) if zipped else content)
    return images


def write_csv(path: Path, rows: int = 40) -> Path:
    """Write a table of three columns of numbers and a last one of labels, no and yes in turn."""
    lines = [f"{i},{i % 7},{-i / 4:.2f},{('no', 'yes')[i % 2]}" for i in range(rows)]
    path.write_text("\n".join(("weight,height,depth,ripe", *lines)) + "\n")
    return path
