import gzip

import numpy as np
import pytest

from tests.experiment.data_files import IDX_NAMES, idx_bytes, write_idx_set
from vgdesk import paths
from vgdesk.errors import DataError
from vgdesk.experiment.image_files import find_image_files, full_set_there

MNIST_LABELS = np.array([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], np.uint8)
FASHION_LABELS = np.array([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], np.uint8)


@pytest.fixture
def folder(tmp_path):
    """The data folder, named as a user names it."""
    paths.use_data_folder(tmp_path)
    return tmp_path


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("place", ["", "mnist", "MNIST", "MNIST/raw"])
def test_idx_files_are_found_in_their_order(folder, zipped, place):
    assert not full_set_there("mnist")
    write_idx_set(folder / place, zipped=zipped)
    assert full_set_there("mnist")
    names = tuple(f"{name}.gz" if zipped else name for name in IDX_NAMES)
    assert find_image_files("mnist") == tuple(folder / place / name for name in names)


@pytest.mark.parametrize("place", ["", "fashion_mnist", "fashion-mnist", "FashionMNIST/raw"])
def test_one_set_is_not_taken_for_the_other(folder, place):
    write_idx_set(folder / place)
    assert full_set_there("fashion_mnist")
    assert full_set_there("mnist") == (place == "")


def test_names_with_a_dot_are_found_too(folder):
    write_idx_set(folder)
    for name in IDX_NAMES:
        (folder / name).rename(folder / name.replace("-idx", ".idx"))
    assert full_set_there("mnist")


@pytest.mark.parametrize("name", ["fashion_mnist.npz", "fashion-mnist.npz", "fashion_mnist/fashion_mnist.npz"])
def test_an_npz_goes_before_idx_files(folder, name):
    write_idx_set(folder / "fashion_mnist")
    (folder / name).write_bytes(b"")
    assert find_image_files("fashion_mnist") == (folder / name,)
    assert not full_set_there("mnist")


def test_without_files_it_is_said_what_was_looked_for_and_where(folder):
    with pytest.raises(DataError) as caught:
        find_image_files("mnist")
    words = (str(folder), "mnist.npz", "train-images-idx3-ubyte", "--data-dir", "vgdesk fetch mnist")
    assert all(word in str(caught.value) for word in words)


def test_a_folder_that_is_not_there_is_named(folder):
    paths.use_data_folder(folder / "none")
    with pytest.raises(DataError, match="none does not exist"):
        find_image_files("mnist")


@pytest.mark.parametrize("missing", IDX_NAMES)
def test_a_missing_part_is_named(folder, missing):
    write_idx_set(folder / "mnist")
    (folder / "mnist" / missing).unlink()
    with pytest.raises(DataError, match=f"mnist has no {missing}, plain or .gz, beside"):
        find_image_files("mnist")


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(
    ("labels", "held", "wanted"),
    [(MNIST_LABELS, "mnist", "fashion_mnist"), (FASHION_LABELS, "fashion_mnist", "mnist")],
)
def test_files_of_the_other_set_are_known_by_their_labels(folder, zipped, labels, held, wanted):
    write_idx_set(folder, zipped=zipped, train=10)
    content = idx_bytes(labels)
    path = folder / (f"{IDX_NAMES[1]}.gz" if zipped else IDX_NAMES[1])
    path.write_bytes(gzip.compress(content) if zipped else content)
    assert full_set_there(held)
    with pytest.raises(DataError, match=r"holds .*MNIST, not .*MNIST; name another folder"):
        find_image_files(wanted)


@pytest.mark.parametrize("content", [b"", b"torn", gzip.compress(b"x" * 1000, mtime=0)[:30]])
def test_torn_labels_are_left_to_whoever_reads_them(folder, content):
    write_idx_set(folder, zipped=True)
    (folder / f"{IDX_NAMES[1]}.gz").write_bytes(content)
    assert full_set_there("mnist")


def test_a_name_that_cannot_be_looked_up_is_refused(folder):
    paths.use_data_folder(folder / ("x" * 300))
    with pytest.raises(DataError, match=r"cannot look for MNIST|does not exist"):
        find_image_files("mnist")
