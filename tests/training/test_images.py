import gzip
import struct

import numpy as np
import pytest

from tests.experiment.data_files import IDX_NAMES, idx_bytes, made_images, write_idx_set
from tests.oracle.tolerance import assert_close
from vgdesk import paths
from vgdesk.errors import DataError
from vgdesk.experiment.image_files import find_image_files
from vgdesk.experiment.images import FashionMnist, Mnist
from vgdesk.training.images import load_images, read_idx, read_images

ALL = {"train": 60, "test": 30, "scaling": "none"}


@pytest.fixture
def folder(tmp_path):
    """The data folder."""
    paths.use_data_folder(tmp_path)
    return tmp_path


def write_npz(path, **arrays):
    np.savez(path, **(made_images() | arrays))
    return (path,)


def assert_holds(files, images):
    for found, part in zip(read_images(files), ("train", "test"), strict=True):
        assert np.array_equal(found.pixels.reshape(-1, 28, 28), images[f"x_{part}"])
        assert np.array_equal(found.labels, images[f"y_{part}"])
        assert (found.pixels.dtype, found.labels.dtype) == (np.uint8, np.int64)


@pytest.mark.parametrize("zipped", [False, True])
def test_idx_files_hold_what_was_written(folder, zipped):
    images = write_idx_set(folder, zipped=zipped)
    assert_holds(find_image_files("mnist"), images)


@pytest.mark.parametrize("flat", [False, True])
def test_an_npz_of_keras_holds_what_was_written(folder, flat):
    images = made_images()
    changed = {key: images[key].reshape(-1, 784) for key in ("x_train", "x_test")} if flat else {}
    assert_holds(write_npz(folder / "mnist.npz", **changed, y_test=images["y_test"].astype(np.int64)), images)


HEADER = idx_bytes(np.zeros((3, 28, 28), np.uint8))


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no IDX file of images"),
        (HEADER[:10], "is no IDX file of images"),
        (b"<html>" + HEADER, "it begins with b'<htm'"),
        (idx_bytes(np.zeros(5, np.uint8)), "is no IDX file of images"),
        (b"\0\0\x0d\x03" + HEADER[4:], "is no IDX file"),
        (HEADER[:-1], "should hold 2352 bytes after its header and holds 2351"),
        (HEADER + b"x", "holds more"),
        (idx_bytes(np.zeros((3, 32, 28), np.uint8)), "holds images of 32 by 28 pixels; they should be 28 by 28"),
        (struct.pack(">HBB3I", 0, 8, 3, 2**32 - 1, 28, 28), "holds more than 200 MiB, the most that is read"),
    ],
)
def test_a_broken_idx_file_is_named(folder, zipped, content, words):
    path = folder / ("images.gz" if zipped else "images")
    path.write_bytes(gzip.compress(content, mtime=0) if zipped else content)
    with pytest.raises(DataError, match="images") as caught:
        read_idx(path, (28, 28))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"no gzip at all", gzip.compress(HEADER, mtime=0)[:-12], gzip.compress(HEADER, mtime=0)[:-8] + bytes(8)],
)
def test_a_torn_gzip_is_named(folder, content):
    path = folder / "images.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"images.gz is torn or cannot be read .*; download it again"):
        read_idx(path, (28, 28))


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"x_train": np.zeros((60, 28, 28))}, "images should be uint8"),
        ({"x_train": np.zeros((60, 32, 32), np.uint8)}, "images should be uint8"),
        ({"x_test": np.zeros((31, 28, 28), np.uint8)}, "with a label each, and are uint8 (31, 28, 28)"),
        ({"y_train": np.zeros((60, 10), np.uint8)}, "for labels (60, 10)"),
        ({"y_train": np.arange(60)}, "labels should be whole numbers from 0 to 9"),
        ({"y_test": np.full(30, -1)}, "labels should be whole numbers from 0 to 9"),
        ({"y_test": np.full(30, 0.5)}, "labels should be whole numbers from 0 to 9"),
        ({"y_test": np.array([None] * 30)}, "is torn or no npz"),
    ],
)
def test_an_npz_with_something_else_is_refused(folder, arrays, words):
    with pytest.raises(DataError, match=r"mnist.npz") as caught:
        read_images(write_npz(folder / "mnist.npz", **arrays))
    assert words in str(caught.value)


def test_a_set_without_images_to_test_on_is_read(folder):
    none = {"x_test": np.zeros((0, 28, 28), np.uint8), "y_test": np.zeros(0, np.uint8)}
    _, test = read_images(write_npz(folder / "mnist.npz", **none))
    assert test.pixels.shape == (0, 784)


def test_an_npz_without_an_array_is_refused(folder):
    np.savez(folder / "mnist.npz", x_train=np.zeros(3))
    with pytest.raises(DataError, match="has no array"):
        read_images((folder / "mnist.npz",))


@pytest.mark.parametrize("cut", [0, 10, 30_000])
def test_a_torn_npz_is_refused(folder, cut):
    (path,) = write_npz(folder / "mnist.npz")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DataError, match=r"mnist.npz is torn or no npz .*; download it again"):
        read_images((path,))


def test_labels_and_images_of_different_numbers_are_refused(folder):
    write_idx_set(folder)
    (folder / IDX_NAMES[1]).write_bytes(idx_bytes(np.zeros(59, np.uint8)))
    with pytest.raises(DataError, match=r"train-labels.* with a label each"):
        read_images(find_image_files("mnist"))


def rows(inputs, labels):
    return sorted(zip(map(bytes, inputs.astype(np.uint8)), labels.tolist(), strict=True))


def test_the_seed_draws_the_images_and_their_order(folder):
    images = write_idx_set(folder)
    one, again, other = (load_images(Mnist(**ALL, seed=seed)) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one, again, strict=True))
    assert not np.array_equal(one[0], other[0])
    assert not np.array_equal(one[2], other[2])
    for parts in (one, other):
        assert rows(*parts[:2]) == rows(images["x_train"].reshape(-1, 784), images["y_train"])
        assert rows(*parts[2:]) == rows(images["x_test"].reshape(-1, 784), images["y_test"])
    few = load_images(Mnist(train=20, test=5, scaling="none", seed=1))
    assert [len(part) for part in few] == [20, 20, 5, 5]
    assert set(rows(*few[:2])) < set(rows(*one[:2]))
    assert len(set(few[1].tolist())) > 2


@pytest.mark.parametrize(("field", "value"), [("train", 61), ("test", 31)])
def test_more_images_than_the_files_hold_are_refused(folder, field, value):
    write_idx_set(folder)
    held = ALL[field]
    with pytest.raises(DataError, match=f"holds {held} images .*data.{field} = {value} asks for more; take {held}"):
        load_images(Mnist(**(ALL | {field: value})))


@pytest.mark.parametrize("slice_", [7, 1000])
def test_brightness_is_scaled_over_all_pixels_at_once(folder, monkeypatch, slice_):
    monkeypatch.setattr("vgdesk.training.images._SLICE", slice_)
    write_idx_set(folder)
    scaled = {
        scaling: np.concatenate(load_images(Mnist(**(ALL | {"scaling": scaling})))[::2])
        for scaling in ("none", "unit", "symmetric", "standardize")
    }
    raw = scaled["none"].astype(np.float64)
    assert {array.dtype for array in scaled.values()} == {np.dtype(np.float32)}
    assert_close(scaled["unit"], raw / 255, steps=2)
    assert_close(scaled["symmetric"], raw / 127.5 - 1, steps=4)
    assert_close(scaled["standardize"], (raw - raw.mean()) / raw.std(), steps=4, scale=raw.max() / raw.std())


def test_images_of_one_brightness_are_standardised_without_a_nan(folder):
    blank = {key: np.full_like(array, 7) for key, array in made_images().items()}
    write_npz(folder / "mnist.npz", **blank)
    assert np.isfinite(load_images(Mnist(**(ALL | {"scaling": "standardize"})))[0]).all()


def test_the_shipped_images_are_the_first_thousand_and_two_hundred_of_each_class():
    train, test = read_images(FashionMnist().files())
    assert (train.pixels.shape, test.pixels.shape) == ((10_000, 784), (2_000, 784))
    assert np.bincount(train.labels).tolist() == [1000] * 10
    assert np.bincount(test.labels).tolist() == [200] * 10
    assert train.labels[:10].tolist() == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]
    assert test.labels[:10].tolist() == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7]
    assert (train.pixels.min(), train.pixels.max()) == (0, 255)
    assert round(float(train.pixels.mean())) == 73
