import pytest

from vgdesk.analysis.time_ticks import cell_ticks
from vgdesk.analysis.window import Window


def test_marks_stand_under_the_middle_of_their_cells():
    ticks = cell_ticks(Window(0.0, 101.0), 1.0)
    assert [tick.label for tick in ticks] == ["0", "20", "40", "60", "80", "100"]
    assert ticks[1].position == pytest.approx(20.5 / 101)


def test_steps_stand_where_their_epochs_stood():
    epochs, steps = (cell_ticks(Window(0.0, 101.0), 1.0, per) for per in (None, 10))
    assert [tick.label for tick in steps] == ["0", "200", "400", "600", "800", "1000"]
    assert [tick.position for tick in steps] == pytest.approx([tick.position for tick in epochs])


@pytest.mark.parametrize(
    ("per", "labels"), [(None, ["0", "0.2", "0.4", "0.6", "0.8"]), (5, ["0", "1", "2", "3", "4"])]
)
def test_there_is_no_half_step_but_a_part_of_an_epoch_has_a_mark(per, labels):
    assert [tick.label for tick in cell_ticks(Window(0.0, 1.0), 0.1, per)] == labels
