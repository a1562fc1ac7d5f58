import pytest

from vgdesk.analysis.findings import name_rows


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((), "no layer"),
        ((3,), "layer 3"),
        ((2, 3), "layers 2 and 3"),
        ((2, 3, 4, 5), "layers 2 to 5"),
        ((1, 4, 5), "layers 1, 4 and 5"),
    ],
)
def test_rows_are_named_as_people_say_them(numbers, words):
    assert name_rows(numbers) == words


def test_time_steps_are_named_too():
    assert name_rows((1, 2), "time step") == "time steps 1 and 2"
