from typing import Annotated, Literal

import pytest
from pydantic import BeforeValidator, Field

from tests.form.examples import build_circles
from vgdesk.experiment.activations import Activation, Relu
from vgdesk.experiment.choices import Choice, Spec, expand_shorthand, kind_of
from vgdesk.experiment.data import Circles, Moons, Spirals
from vgdesk.experiment.initializers import HeNormal, Normal, Uniform
from vgdesk.experiment.network import LayerSpec, NetworkSpec
from vgdesk.experiment.training import Rmsprop, RmspropKeras3, Sgd, TrainingSpec
from vgdesk.experiment.words import Words
from vgdesk.form.fields import convert_choice, field_items, form_field, form_fields, most_items, value_at


class Leaky(Choice):
    """phi(z) = max(z, slope z)."""

    kind: Literal["leaky"] = "leaky"
    slope: Annotated[float, Words("Slope", "Below zero.")] = Field(0.3, gt=0, lt=1)


Leakages = Annotated[Annotated[Leaky | Relu, Field(discriminator="kind")], BeforeValidator(expand_shorthand)]


class Later(Spec):
    """What a later version may ask for."""

    depth: Annotated[int, Words("Depth of the network", "Counted from the input.", "Depth", "layers")] = Field(
        3, ge=1
    )
    word: str = "a"
    mode: Annotated[Literal["one", "two_words"], Words(options={"one": "1"})] = "one"
    single: Annotated[Annotated[Leaky | Relu, Field(discriminator="kind")], BeforeValidator(expand_shorthand)] = (
        Relu()
    )
    open: Activation | None = None
    fixed: Literal[1] = 1
    many: tuple[int, ...] = ()


def test_every_type_of_field_has_its_kind():
    kinds = {field.name: field.kind for field in form_fields(Later)}
    assert kinds == {"depth": "int", "word": "text", "mode": "option", "single": "choice", "open": "choice"}


def test_a_union_of_choices_names_its_alternatives():
    field = form_field(Later, "single")
    assert [kind_of(choice) for choice in field.choices] == ["leaky", "relu"]
    assert not field.optional
    assert form_field(Later, "open").optional
    assert field.choice("leaky") is Leaky


def test_a_hint_is_the_help_with_the_bounds_and_the_unit():
    assert form_field(Leaky, "slope").hint == "Below zero.\nabove 0, below 1"
    assert form_field(Later, "depth").hint == "Counted from the input.\nat least 1 layers"
    assert form_field(Later, "word").hint == ""


def test_a_row_has_the_short_label_and_an_option_its_name():
    assert [item.label for item in field_items(Later(), "depth")] == ["Depth"]
    mode = form_field(Later, "mode")
    assert mode.options == ("one", "two_words")
    assert [mode.words.name_option(option) for option in mode.options] == ["1", "two words"]


def test_a_field_without_a_title_goes_by_its_name():
    assert form_field(Later, "word").title == "Word"
    assert form_field(Circles, "n").title == "Points"


@pytest.mark.parametrize("model", [Circles, LayerSpec, NetworkSpec, TrainingSpec])
def test_every_field_of_the_specs_has_an_editor_but_kinds_and_layers(model):
    left_out = set(model.model_fields) - {field.name for field in form_fields(model)}
    assert left_out <= {"kind", "hidden"}


@pytest.mark.parametrize(
    ("before", "after", "end"), [(0.5, 0.6, 0.6), (0.95, 1.05, 0.95), (0.05, -0.05, 0.05), (0.5, 7.0, 0.5)]
)
def test_a_step_past_a_bound_that_is_out_of_reach_is_not_begun(before, after, end):
    assert form_field(Leaky, "slope").limit(before, after) == end


def test_a_step_past_a_bound_ends_at_it():
    assert form_field(Circles, "n").limit(15, 5) == 10


def test_most_items_is_the_bound_of_a_list():
    assert most_items(NetworkSpec, "hidden") == 200


def test_a_value_is_found_through_layers_and_choices():
    spec = build_circles(3)
    assert value_at(spec, "network.hidden.2.units") == 5
    assert value_at(spec, "training.optimizer.rho") == 0.9


@pytest.mark.parametrize(
    ("old", "kind", "new"),
    [
        (Circles(n=500, factor=0.8), Moons, Moons(n=500)),
        (Circles(seed=1), Spirals, Spirals(seed=1)),
        (Rmsprop(), Sgd, Sgd()),
        (Rmsprop(learning_rate=0.5, rho=0.8), RmspropKeras3, RmspropKeras3(learning_rate=0.5, rho=0.8)),
        (Sgd(momentum=0.9), Sgd, Sgd(momentum=0.9)),
        (Normal(std=3.0), Uniform, Uniform()),
        (None, HeNormal, HeNormal()),
    ],
)
def test_another_building_block_keeps_what_was_set_and_both_have(old, kind, new):
    assert kind.model_validate(convert_choice(old, kind)) == new
