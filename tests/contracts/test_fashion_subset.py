"""The script that makes the shipped images: the first of each class, in their order, byte for byte the same."""

import subprocess
import sys

import numpy as np

from tests.contracts.checkout import ROOT
from tests.experiment.data_files import write_idx_set


def make_subset(source, file) -> None:
    script = str(ROOT / "packaging" / "make_fashion_subset.py")
    done = subprocess.run(
        [sys.executable, script, str(source), str(file)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{file}: {file.stat().st_size:,} bytes\n"


def test_the_first_of_each_class_are_kept_in_their_order(tmp_path):
    images = write_idx_set(tmp_path / "idx", zipped=True, train=10_050, test=2_500)
    made = tmp_path / "new" / "subset.npz"
    make_subset(tmp_path / "idx", made)
    with np.load(made, allow_pickle=False) as arrays:
        assert sorted(arrays) == ["x_test", "x_train", "y_test", "y_train"]
        for part, count in (("train", 10_000), ("test", 2_000)):  # the labels of the made images take turns
            assert np.array_equal(arrays[f"x_{part}"].reshape(-1, 28, 28), images[f"x_{part}"][:count])
            assert np.array_equal(arrays[f"y_{part}"], images[f"y_{part}"][:count])
            assert arrays[f"x_{part}"].dtype == arrays[f"y_{part}"].dtype == np.uint8


def test_the_same_files_give_the_same_bytes(tmp_path):
    write_idx_set(tmp_path, train=100, test=50)
    for name in ("a.npz", "b.npz"):
        make_subset(tmp_path, tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
