import os

import pytest

from tests.experiment.data_files import write_csv
from tests.training.examples import small_spec
from vgdesk.errors import SpecError
from vgdesk.experiment import tables
from vgdesk.experiment.estimate import estimate
from vgdesk.experiment.problems import find_problems
from vgdesk.experiment.spec import change_spec, check_spec, parse_spec
from vgdesk.experiment.tables import Csv


@pytest.fixture
def path(tmp_path):
    return write_csv(tmp_path / "table.csv", rows=50)


def test_the_file_decides_rows_columns_and_classes(path):
    data = Csv(path=str(path))
    assert (data.points, data.inputs, data.classes) == (50, 3, 2)
    assert (data.train_points, data.test_points) == (40, 10)
    assert (data.scaling, data.scales_columns) == ("standardize", True)
    assert data.find_problems() == ()


def test_another_label_column_is_another_table(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text("\n".join(f"{i % 5},{i % 2}" for i in range(20)))
    assert (Csv(path=str(path)).classes, Csv(path=str(path), label_column="1").classes) == (2, 5)


def test_a_file_is_read_once_until_it_changes(path, monkeypatch):
    reads = []
    read = tables.read_table
    monkeypatch.setattr(tables, "read_table", lambda *arguments: reads.append(1) or read(*arguments))
    data = Csv(path=str(path))
    assert [data.points, data.inputs, data.classes, data.find_problems()] == [50, 3, 2, ()]
    assert len(reads) == 1
    write_csv(path, rows=30)
    os.utime(path, ns=(1, 1))
    assert (data.points, len(reads)) == (30, 2)
    path.write_text("nonsense")
    assert [len(data.find_problems()), len(data.find_problems()), len(reads)] == [1, 1, 3]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"path": ""}, "data.path", "names no file"),
        ({"path": "none.csv"}, "data.path", "cannot read none.csv"),
        ({"path": "a\0b"}, "data.path", "null"),
        ({"label_column": "taste"}, "data.label_column", "no column 'taste'"),
        ({"learned": "numbers"}, "data.path", "column 'ripe' holds texts such as 'no', no numbers"),
        ({"columns": {"taste": "one_hot"}}, "data.path", "no column 'taste'"),
    ],
)
def test_a_bad_file_is_told_at_its_field_and_breaks_nothing_else(path, monkeypatch, changes, field, message):
    monkeypatch.chdir(path.parent)
    spec = small_spec({"data": {"kind": "csv", "path": str(path)} | changes, "training.batch_size": 100_000})
    (problem,) = find_problems(spec.data, spec.network, spec.training)
    assert problem.field == field
    assert message in problem.message
    assert estimate(spec).steps > 0
    assert parse_spec(spec.to_json()) == spec
    with pytest.raises(SpecError, match=field):
        check_spec(spec)


def test_the_rules_between_fields_know_a_good_file(path):
    spec = small_spec({"data": {"kind": "csv", "path": str(path)}})
    assert find_problems(spec.data, spec.network, spec.training) == ()
    assert (spec.steps_per_epoch, spec.outputs) == (2, 1)
    with pytest.raises(SpecError, match="40 training points"):
        change_spec(spec, {"training.batch_size": 41})


def test_fewer_than_ten_rows_are_all_trained_on_and_scored(tmp_path):
    path = tmp_path / "xor.csv"
    path.write_text("x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    assert (Csv(path=str(path)).train_points, Csv(path=str(path)).test_points) == (4, 0)


def test_choices_of_columns_are_read_back_as_they_were_written(path):
    spec = small_spec({"data": {"kind": "csv", "path": str(path), "columns": {"depth": "leave_out"}}})
    assert '"columns": {\n      "depth": "leave_out"' in spec.to_json()
    assert parse_spec(spec.to_json()) == spec
    assert (spec.data.inputs, hash(spec)) == (2, hash(parse_spec(spec.to_json())))


def test_numbers_that_mean_two_things_are_asked_about_at_their_field(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a;b\n" + "1,234;0\n5,678;1\n" * 6)
    (problem,) = Csv(path=str(path)).find_problems()
    assert problem.field == "data.decimal_mark"
    assert Csv(path=str(path), decimal_mark="comma").find_problems() == ()
