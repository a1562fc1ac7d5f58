import io
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest

from vgdesk.errors import DataError
from vgdesk.experiment import table_source
from vgdesk.experiment.table_file import read_table
from vgdesk.experiment.table_source import list_columns, read_source


def table_of(tmp_path, lines):
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_table(path)


def test_the_first_row_of_scikit_learn_names_the_classes(tmp_path):
    rows = [f"{i / 2},{-i},{i / 3},{i % 2}" for i in range(10)]
    table = table_of(tmp_path, ["10,3,bad,good", *rows])
    assert (table.classes, table.numbers.shape) == (("bad", "good"), (10, 3))


def test_names_may_be_numbers_above_numbers(tmp_path):
    table = table_of(tmp_path, ["0,1,kind", *[f"{i / 2},{-i},{i % 2}" for i in range(10)]])
    assert (table.columns, len(table.labels)) == (("0", "1"), 10)


def test_a_comment_above_the_rows_names_the_columns(tmp_path):
    lines = ["# made by numpy", "# a,b,y", *[f"{i / 2},{-i},{i % 2}" for i in range(10)]]
    table = table_of(tmp_path, lines)
    assert table.columns == ("a", "b")
    assert "2 comment lines are skipped, the last one names the columns" in table.facts.notes
    assert list_columns(tmp_path / "table.csv") == ("a", "b", "y")


@pytest.mark.parametrize("labels", [np.arange(12) % 3, np.array(list("abc") * 4)], ids=["whole", "text"])
def test_arrays_of_ones_own_are_read(tmp_path, labels):
    inputs = np.arange(48.0).reshape(12, 2, 2) / 7
    np.savez(tmp_path / "own.npz", X=inputs, y=labels)
    table = read_table(tmp_path / "own.npz")
    assert np.array_equal(table.numbers, inputs.reshape(12, 4))
    assert [table.classes[label] for label in table.labels] == [str(label) for label in labels]
    assert list_columns(tmp_path / "own.npz")[-1] == "y"


def test_an_array_alone_is_a_table(tmp_path):
    table = np.column_stack([np.arange(12) / 7, np.arange(12) % 2])
    np.save(tmp_path / "own.npy", table)
    assert np.array_equal(read_table(tmp_path / "own.npy").numbers, table[:, :1])


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"a": np.ones(3)}, "holds the arrays a; name the inputs x and the labels y"),
        ({"x": np.ones((3, 2)), "y": np.ones(4)}, "both need a row for each point"),
        ({"x": np.array([{}]), "y": np.ones(1)}, "holds no plain arrays"),
        ({"x": np.ones((3, 0)), "y": np.ones(3)}, "has one column"),
        ({"x": np.ones((0, 2, 0)), "y": np.ones(0)}, "has one column"),
    ],
)
def test_arrays_that_are_no_table_are_refused(tmp_path, arrays, words):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    (tmp_path / "own.npz").write_bytes(buffer.getvalue())
    with pytest.raises(DataError, match=words):
        read_table(tmp_path / "own.npz")


def test_parquet_is_read_as_its_csv_would_be(tmp_path):
    pa = pytest.importorskip("pyarrow", reason="Parquet is an extra")
    from pyarrow import parquet

    table = pa.table({"a": [1.5, None, 3.0], "b": ["x", "y", "x"], "y": [0, 1, 0]})
    parquet.write_table(table, tmp_path / "t.parquet")
    (tmp_path / "t.csv").write_text("a,b,y\n1.5,x,0\n,y,1\n3.0,x,0\n")
    found, wanted = (read_source(tmp_path / f"t.{suffix}", "guess") for suffix in ("parquet", "csv"))
    assert [column.title for column in found.columns] == ["a", "b", "y"]
    for one, other in zip(found.columns, wanted.columns, strict=True):
        np.testing.assert_array_equal(one.numbers, other.numbers)
        assert one.texts == other.texts
    assert list_columns(tmp_path / "t.parquet") == ("a", "b", "y")


def test_a_broken_parquet_file_is_told(tmp_path):
    pytest.importorskip("pyarrow", reason="Parquet is an extra")
    (tmp_path / "t.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(DataError, match="is no Parquet file"):
        read_source(tmp_path / "t.parquet", "guess")


def test_an_archive_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", bytes(300 * 2**20))
    with pytest.raises(DataError, match="more than 200 MiB, the most that is read"):
        read_source(tmp_path / "bomb.npz", "guess")


def test_more_columns_than_any_network_takes_are_refused_at_the_first_row(tmp_path):
    (tmp_path / "wide.csv").write_text("1," * 50_000 + "0\n")
    with pytest.raises(DataError, match="has 50,001 columns, and 50,000 are the most"):
        read_source(tmp_path / "wide.csv", "guess")


@pytest.mark.parametrize("said", [2, 100_000])
def test_what_a_parquet_file_says_of_its_size_is_not_believed(tmp_path, monkeypatch, said):
    pa = pytest.importorskip("pyarrow", reason="Parquet is an extra")
    from pyarrow import parquet

    parquet.write_table(pa.table({"x": [0] * 100_000, "y": [1] * 100_000}), tmp_path / "small.parquet")

    def lie(content, open_file=parquet.ParquetFile):
        file, told = open_file(content), SimpleNamespace(num_rows=said)
        return SimpleNamespace(schema_arrow=file.schema_arrow, metadata=told, iter_batches=file.iter_batches)

    monkeypatch.setattr(table_source, "_MOST_NUMBERS", 10_000)
    monkeypatch.setattr("pyarrow.parquet.ParquetFile", lie)
    with pytest.raises(DataError, match="has more than 10,000 numbers"):
        read_source(tmp_path / "small.parquet", "guess")
