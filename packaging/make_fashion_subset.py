"""Makes the images that vgdesk ships: a part of Fashion-MNIST, the first of each class in the order of the set.

Usage: python packaging/make_fashion_subset.py FOLDER [FILE]

Reads the four IDX files in FOLDER, such as /usr/share/datasets/fashion-mnist of Debian's package
dataset-fashion-mnist, and writes the first 1,000 training and 200 test images of each class, in the order in which
they stand there, as uint8 arrays x_train, y_train, x_test and y_test into FILE (default:
resources/datasets/fashion_mnist.npz). The same files give the same bytes.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vgdesk import paths
from vgdesk.experiment.image_files import find_image_files
from vgdesk.experiment.images import SHIPPED_TEST, SHIPPED_TRAIN
from vgdesk.training.images import Images, read_images

_CLASSES = 10


def main(folder: Path, file: Path) -> None:
    """Write the subset."""
    paths.use_data_folder(folder)
    train, test = read_images(find_image_files("fashion_mnist"))
    x_train, y_train = choose(train, SHIPPED_TRAIN // _CLASSES)
    x_test, y_test = choose(test, SHIPPED_TEST // _CLASSES)
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(file, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    print(f"{file}: {file.stat().st_size:,} bytes")


def choose(images: Images, per_class: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The first images of each class, in the order in which they stand, and their labels."""
    places = [np.flatnonzero(images.labels == label)[:per_class] for label in range(_CLASSES)]
    order = np.sort(np.concatenate(places))
    return images.pixels[order], images.labels[order].astype(np.uint8)


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[1] / "resources" / "datasets" / "fashion_mnist.npz"
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else default)
