import itertools

import pytest

from vgdesk.experiment.activations import Tanh
from vgdesk.experiment.initializers import HeNormal
from vgdesk.experiment.network import LayerSpec
from vgdesk.form.layers import (
    add_layer,
    duplicate_layers,
    move_layers,
    name_rows,
    plain_layers,
    remove_layers,
    resize_layers,
)

LAYERS = tuple(LayerSpec(units=units) for units in (1, 2, 3, 4))
SELECTIONS = [rows for size in range(1, 5) for rows in itertools.combinations(range(4), size)]


def units(layers) -> list[int]:
    return [layer.units for layer in layers]


def test_a_layer_is_added_behind_the_selected_ones_as_wide_as_the_last_of_them():
    assert units(add_layer(LAYERS, [0, 1])[0]) == [1, 2, 2, 3, 4]
    assert add_layer(LAYERS, [0, 1])[1] == (2,)
    assert units(add_layer(LAYERS, [])[0]) == [1, 2, 3, 4, 4]
    assert add_layer((), []) == ((LayerSpec(),), (0,))


def test_an_added_layer_has_nothing_of_its_own():
    assert add_layer((LayerSpec(units=7, activation=Tanh()),), [0])[0][1] == LayerSpec(units=7)


def test_duplicates_stand_behind_and_are_selected():
    own = (LayerSpec(units=7, activation=Tanh()), *LAYERS)
    layers, rows = duplicate_layers(own, [0, 2])
    assert units(layers) == [7, 1, 2, 7, 2, 3, 4]
    assert layers[3] == own[0]
    assert rows == (3, 4)


@pytest.mark.parametrize("rows", SELECTIONS)
def test_removed_layers_are_gone_and_one_that_is_left_is_selected(rows):
    layers, selected = remove_layers(LAYERS, rows)
    assert units(layers) == [row + 1 for row in range(4) if row not in rows]
    assert all(row < len(layers) for row in selected)
    assert bool(selected) == bool(layers)


@pytest.mark.parametrize("rows", SELECTIONS)
@pytest.mark.parametrize("by", [-1, 1])
def test_moved_layers_go_one_place_or_stay_at_the_end(rows, by):
    layers, selected = move_layers(LAYERS, rows, by)
    at_end = (by < 0 and 0 in rows) or (by > 0 and 3 in rows)
    assert selected == (rows if at_end else tuple(row + by for row in rows))
    assert [layers[row] for row in selected] == [LAYERS[row] for row in rows]
    assert [layer for layer in layers if layer not in [LAYERS[row] for row in rows]] == [
        layer for row, layer in enumerate(LAYERS) if row not in rows
    ]


def test_resizing_cuts_the_output_side_or_repeats_the_last_layer():
    assert resize_layers(LAYERS, 2) == LAYERS[:2]
    assert units(resize_layers(LAYERS, 6)) == [1, 2, 3, 4, 4, 4]
    assert resize_layers(LAYERS, 0) == ()
    assert resize_layers((), 2) == (LayerSpec(), LayerSpec())


def test_plain_layers_lose_all_of_their_own_but_their_width():
    own = LayerSpec(units=7, activation=Tanh(), initializer=HeNormal())
    assert plain_layers((own, own), [1])[0] == (own, LayerSpec(units=7))


@pytest.mark.parametrize(("rows", "said"), [([1], "Layer 2"), ([1, 2, 3], "Layers 2–4"), ([0, 2], "2 layers")])
def test_layers_are_named_for_people(rows, said):
    assert name_rows(rows) == said
