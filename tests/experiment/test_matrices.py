import json

import numpy as np
import pytest

from vgdesk.errors import DataError
from vgdesk.experiment.matrices import parse_matrix, read_matrices, write_matrix

ROWS = [[0.5, -1.0], [3.0, 0.1 + 0.2]]


@pytest.mark.parametrize("text", ["0.5 -1; 3 0.30000000000000004", "0.5, -1\n3, 0.30000000000000004\n", ROWS])
def test_a_matrix_is_the_same_however_it_is_written(text):
    written = write_matrix(text)
    assert written == "0.5 -1; 3 0.30000000000000004"
    assert parse_matrix(written).tolist() == ROWS
    assert write_matrix(written) == written


@pytest.mark.parametrize(
    ("text", "message"),
    [("1 2; 3", "rows of 1, 2 numbers"), ("1 x", "could not convert"), ("1 nan", "no number"), (";", "no matrix")],
)
def test_what_is_no_matrix_says_how_to_write_one(text, message):
    with pytest.raises(ValueError, match=f"{message}.*rows apart by semicolons"):
        parse_matrix(text)


def write(path, held):
    if path.suffix == ".npz":
        np.savez(path, **{f"layer{i}": np.array(one) for i, one in enumerate(held)})
    else:
        path.write_text(json.dumps(held))
    return str(path)


@pytest.mark.parametrize("name", ["w.npz", "w.json"])
def test_a_file_holds_matrices_each_with_the_vector_behind_it(tmp_path, name):
    first, last = read_matrices(write(tmp_path / name, [ROWS, [1.0, 2.0], [[7.0], [8.0]]]))
    assert (first.weights.tolist(), first.biases.tolist()) == (ROWS, [1, 2])
    assert (last.weights.tolist(), last.biases) == ([[7], [8]], None)


def test_a_state_dict_as_json_is_read_in_its_order(tmp_path):
    held = {"0.weight": ROWS, "0.bias": [1, 2], "2.weight": [[7, 8]], "2.bias": [9]}
    assert [len(one.biases) for one in read_matrices(write(tmp_path / "w.json", held))] == [2, 1]


@pytest.mark.parametrize("held", [[], 5, ["a"], [[1, 2]], [ROWS, [1, 2], [3, 4]], [[[1, 2], [3]]], [[[None, 1]]]])
def test_a_file_of_something_else_says_what_it_has_to_be(tmp_path, held):
    with pytest.raises(DataError, match="JSON or npz file of matrices"):
        read_matrices(write(tmp_path / "w.json", held))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"gone\.npz"):
        read_matrices(str(tmp_path / "gone.npz"))
