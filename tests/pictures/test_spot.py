import math

import numpy as np
import pytest

from tests.export.views import frame, recorded_view
from vgdesk.pictures.heatmap import HeatmapSource
from vgdesk.pictures.spot import curve_spot, depth_spot, heatmap_spot, matrix_spot, read_number


def test_a_cell_has_its_layer_over_the_epochs_and_the_layers_of_its_epoch():
    view = recorded_view()
    shown = frame(view, "heatmap").lanes[1].heatmaps[2]
    grid = view.lanes[1].run.grid("gradient", "rms")
    spot = heatmap_spot(shown, 1, 2)
    assert spot.value == grid[2, 1]
    assert [value for _, value in spot.row.pairs] == grid[:, 1].tolist()
    assert spot.column.pairs == tuple(zip(shown.layers, grid[2].tolist(), strict=True))
    lines = spot.row.to_text().splitlines()
    assert lines[0] == "epoch\tweight gradient, root mean square, layer 2"
    assert [np.float32(line.split("\t")[1]) for line in lines[1:]] == grid[:, 1].tolist()


def test_a_measure_that_is_kept_as_an_exponent_is_copied_as_the_number():
    history = recorded_view().lanes[0].run
    source = HeatmapSource(history, "update", "ratio")
    shown = source.frame(source.limits(), None, 100, None)
    assert heatmap_spot(shown, 0, 0).value == pytest.approx(10.0 ** history.grid("update", "ratio")[0, 0])
    assert math.isnan(heatmap_spot(shown, 0, history.sample_count - 1).value)  # no update followed


def test_a_point_of_a_curve_has_the_curve_and_the_others_at_its_x():
    shown = frame(recorded_view(), "accuracy")
    curve = shown.curves[1]
    spot = curve_spot(shown, curve, 2)
    assert spot.value == curve.y[2]
    assert [value for _, value in spot.row.pairs] == curve.y.tolist()
    assert [(name, value) for name, value in spot.column.pairs] == [(each.label, each.y[2]) for each in shown.curves]


def test_a_dot_has_its_lane_over_depth_and_the_lanes_at_its_layer():
    shown = frame(recorded_view(), "depth")
    spot = depth_spot(shown, shown.profiles[0], 1)
    assert spot.value == pytest.approx(10 ** shown.profiles[0].exponents[1])
    assert [name for name, _ in spot.row.pairs] == ["1", "2", "3"]
    assert [name for name, _ in spot.column.pairs] == ["sigmoid", "relu"]


def test_an_entry_has_its_unit_over_the_inputs_and_the_units_of_its_input():
    shown = frame(recorded_view(), "weights", layer=2)
    spot = matrix_spot(shown, 1, 2)
    assert spot.value == shown.values[1, 2]
    assert [value for _, value in spot.row.pairs] == shown.values[1].tolist()
    assert [value for _, value in spot.column.pairs] == shown.values[:, 2].tolist()


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("layer 3, epoch 7: gradient 1.0·10⁻⁴", 1e-4),
        ("layer 3: −0.55", -0.55),
        ("accuracy 46.9 %", 0.469),
        ("nothing", None),
    ],
)
def test_numbers_are_read_out_of_words(words, number):
    assert read_number(words) == (None if number is None else pytest.approx(number))
