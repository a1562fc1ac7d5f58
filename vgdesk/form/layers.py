"""The hidden layers in the form: their fields, their names, and edits of the list of them.

An edit makes a new list and says which rows to select in it.
"""

from collections.abc import Sequence
from typing import TypeAlias

from vgdesk.experiment.choices import Choice
from vgdesk.experiment.network import LayerSpec, NetworkSpec
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.form.fields import FormItem, field_items, form_fields, most_items

HIDDEN = "network.hidden"
MOST_LAYERS = most_items(NetworkSpec, "hidden")

Layers: TypeAlias = tuple[LayerSpec, ...]
Edit: TypeAlias = tuple[Layers, tuple[int, ...]]


def add_layer(layers: Layers, rows: Sequence[int]) -> Edit:
    """A plain layer behind the selected ones, or at the end, as wide as the one before it."""
    place = rows[-1] + 1 if rows else len(layers)
    new = LayerSpec(units=layers[place - 1].units) if place else LayerSpec()
    return (*layers[:place], new, *layers[place:]), (place,)


def duplicate_layers(layers: Layers, rows: Sequence[int]) -> Edit:
    """The selected layers once more, behind themselves."""
    place = rows[-1] + 1
    copies = tuple(layers[row] for row in rows)
    return (*layers[:place], *copies, *layers[place:]), tuple(range(place, place + len(copies)))


def remove_layers(layers: Layers, rows: Sequence[int]) -> Edit:
    """The list without the selected layers; the one that takes their place is selected."""
    left = tuple(layer for row, layer in enumerate(layers) if row not in set(rows))
    return left, (min(rows[0], len(left) - 1),) if left else ()


def move_layers(layers: Layers, rows: Sequence[int], by: int) -> Edit:
    """The selected layers one place towards the input (-1) or the output (+1); at the end they stay."""
    if not rows or rows[0] + by < 0 or rows[-1] + by >= len(layers):
        return layers, tuple(rows)
    order = list(range(len(layers)))
    for row in rows if by < 0 else reversed(rows):
        order[row], order[row + by] = order[row + by], order[row]
    return tuple(layers[row] for row in order), tuple(row + by for row in rows)


def plain_layers(layers: Layers, rows: Sequence[int]) -> Edit:
    """The selected layers with the network's choices in place of their own."""
    own = {name: None for name in LayerSpec.model_fields if name != "units"}
    return tuple(
        layer.model_copy(update=own) if row in set(rows) else layer for row, layer in enumerate(layers)
    ), tuple(rows)


def resize_layers(layers: Layers, count: int) -> Layers:
    """That many layers: cut off at the output's side, or the last one repeated."""
    last = layers[-1] if layers else LayerSpec()
    return (*layers[:count], *[last] * (count - len(layers)))


def own_choices(layer: LayerSpec) -> list[Choice]:
    """What a layer does not take from the network: activation, initialiser, normalisation, as far as it has them."""
    return [choice for _, choice in layer if isinstance(choice, Choice)]


def layer_items(spec: ExperimentSpec, row: int) -> list[FormItem]:
    """The fields of one hidden layer but for its width, which the table edits."""
    names = [field.name for field in form_fields(LayerSpec) if field.name != "units"]
    return [item for name in names for item in field_items(spec, f"{HIDDEN}.{row}.{name}")]


def name_rows(rows: list[int]) -> str:
    """Layers for people: ``Layer 2``, ``Layers 2–4``, ``3 layers``."""
    if len(rows) == 1:
        return f"Layer {rows[0] + 1}"
    in_a_row = rows == list(range(rows[0], rows[-1] + 1))
    return f"Layers {rows[0] + 1}–{rows[-1] + 1}" if in_a_row else f"{len(rows)} layers"
