import pytest

from tests.analysis.made_runs import made_history
from vgdesk.analysis.columns import OFFERED, Column, Columns, parse_columns, usual_column
from vgdesk.measures import measures_of


def test_the_three_ledgers_stand_side_by_side_until_the_user_says_else():
    assert Columns().shown == (Column("activation", "rms"), Column("signal", "rms"), Column("gradient", "rms"))


@pytest.mark.parametrize("tensor", OFFERED)
def test_every_tensor_offered_has_a_usual_measure(tensor):
    column = usual_column(tensor)
    assert column.measure in [measure.key for measure in measures_of(tensor)]
    assert column.label


def test_columns_come_and_go_in_their_order_and_the_last_one_stays():
    columns = Columns().with_tensor("weight", True).with_tensor("signal", False)
    assert [column.tensor for column in columns.shown] == ["activation", "gradient", "weight"]
    for tensor in ("activation", "gradient", "weight"):
        columns = columns.with_tensor(tensor, False)
    assert [column.tensor for column in columns.shown] == ["weight"]
    assert columns.with_tensor("weight", True) == columns


def test_another_measure_changes_its_own_column_alone():
    columns = Columns().with_measure("gradient", "max_abs")
    assert columns.shown == (*Columns().shown[:2], Column("gradient", "max_abs"))
    assert columns.with_tensor("update", True).shown[-1] == Column("update", "ratio")


def test_columns_survive_their_text():
    columns = Columns().with_tensor("weight", True).changed(relative=True, colormap="cividis")
    assert parse_columns(columns.to_text()) == columns


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"shown": []}',
        '{"shown": [], "relative": false, "colormap": "magma"}',
        '{"shown": [["gradient", "loudness"]], "relative": false, "colormap": "magma"}',
        '{"shown": [["hair", "rms"]], "relative": false, "colormap": "magma"}',
        '{"shown": [["gradient", "rms"]], "relative": 1, "colormap": "magma"}',
        '{"shown": [["gradient", "rms"]], "relative": false, "colormap": "jet"}',
    ],
)
def test_a_broken_text_means_the_usual_columns(text):
    assert parse_columns(text) == Columns()


def test_a_run_that_recorded_less_has_fewer_columns():
    layout = made_history([[1.0, 2.0, 3.0]]).layout
    assert Column("gradient", "mean_abs").stands_in(layout)
    assert not Column("signal", "rms").stands_in(layout)
