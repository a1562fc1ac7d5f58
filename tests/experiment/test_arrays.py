import io
import zipfile

import numpy as np
import pytest

from vgdesk.budget import Budget, Limits
from vgdesk.experiment.arrays import read_arrays

LIMITS = Limits(2**20, 10**6, "numbers")


def read(content: bytes, limits: Limits = LIMITS):
    return read_arrays(io.BytesIO(content), Budget(limits, ValueError))


def as_npz(save=np.savez_compressed, **arrays) -> bytes:
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def as_npy(shape, descr: str = "<f8", content: bytes = b"") -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": shape})
    return file.getvalue() + content


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_arrays_come_back_as_numpy_wrote_them(save):
    random = np.random.default_rng(1)
    arrays = {
        "f": random.normal(size=(3, 4)),
        "columns": np.asfortranarray(random.normal(size=(5, 2))),
        "pixels": random.integers(0, 255, (2, 28, 28), np.uint8),
        "names": np.array(["a", "bcd"]),
        "swapped": np.arange(5, dtype=">i4"),
        "none": np.empty((0, 7)),
        "one": np.array(3.5),
    }
    found = read(as_npz(save, **arrays))
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert np.array_equal(found[name], array)
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)


def test_a_single_array_has_no_name():
    assert np.array_equal(read(as_npy((2,), "<f8", np.ones(2).tobytes()))[""], np.ones(2))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cut short|magic"),
        (b"no array", "magic"),
        (as_npy((5,), "<f8", bytes(39)), "cut short; 1 more bytes"),
        (as_npz(x=np.array([object()])), "Python objects"),
        (as_npz(x=np.ones(50))[:-40], "zip|truncated|directory"),
        (as_npy((5,)).replace(b"'shape'", b"'''hape"), "header is broken"),
        (as_npy((5,)).replace(b"(5,)", b"((5)"), "header is broken|header"),
        (as_npy((-5,)), "the shape"),
        (as_npy((2**62,), "|V0"), "more than 1,000,000 numbers"),
        (as_npy((10**9, 10**9), "<f8"), "more than 1,000,000 numbers"),
    ],
)
def test_what_is_no_array_is_refused(content, words):
    with pytest.raises(ValueError, match=words):
        read(content)


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = as_npz(x=np.zeros(2**22, np.uint8))
    budget = Budget(LIMITS, ValueError)
    with pytest.raises(ValueError, match="more than 1 MiB"):
        read_arrays(io.BytesIO(bomb), budget)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        assert budget.bytes < archive.infolist()[0].file_size + len(bomb)
        assert budget.entries == 1


def test_members_that_share_their_bytes_are_each_paid_for():
    names = "abcdefghij"
    content = as_npz(np.savez, **{name: np.zeros(2**17, np.uint8) for name in names})
    with pytest.raises(ValueError, match="more than 1 MiB"):
        read(content)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_cannot_be_unpacked_piece_by_piece_is_refused(packing):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        archive.writestr("x.npy", as_npy((4,), "<f8", bytes(32)))
    with pytest.raises(ValueError, match="packed in a way that numpy does not write"):
        read(file.getvalue())


def test_twice_the_array_costs_twice_as_much():
    costs = []
    for count in (10_000, 20_000):
        budget = Budget(LIMITS, ValueError)
        read_arrays(io.BytesIO(as_npz(np.savez, x=np.zeros(count, np.uint8))), budget)
        costs.append((budget.bytes, budget.entries))
    assert costs[1][0] < 2.1 * costs[0][0]
    assert costs[1][1] == 2 * costs[0][1] - 1
