import pytest

from vgdesk.drawing.network import labelled_columns


@pytest.mark.parametrize(
    ("count", "step", "at"), [(6, 1, [0, 1, 2, 3, 4, 5]), (52, 4, [0, *range(6, 46, 4), 51]), (2, 9, [1])]
)
def test_both_ends_are_labelled_and_no_label_meets_another(count, step, at):
    assert labelled_columns(count, step) == at
