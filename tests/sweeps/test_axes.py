import pytest

from tests.session.examples import small_spec
from vgdesk.errors import VgdeskError
from vgdesk.sweeps.axes import apply_coordinates, parse_axis


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("network.activation=tanh,relu", ("tanh", "relu")),
        ("depth=2:16:8", (2, 4, 6, 8, 10, 12, 14, 16)),
        ("network.initializer.scale=0.5:3:6", (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)),
        ("training.optimizer.learning_rate=1e-4:1:5:log", (1e-4, 1e-3, 1e-2, 0.1, 1.0)),
        ("x=0:1:11", tuple(number / 10 for number in range(11))),
        ("seeded=true,1.5,a b", ("true", 1.5, "a b")),
    ],
)
def test_an_axis_is_read_as_it_is_typed(text, values):
    if text.startswith("seeded"):
        values = (True, *values[1:])
    axis = parse_axis(text)
    assert axis.values == values
    assert axis.is_numeric == all(type(value) in (int, float) for value in values)


@pytest.mark.parametrize(
    "text",
    ["depth", "=1", "depth=", "depth=1:2", "depth=1:2:0", "depth=1:x:3", "a=1:2:3:lin", "a=0:1:3:log", "a=1:1e999:3"],
)
def test_what_is_no_axis_says_how_to_write_one(text):
    with pytest.raises(VgdeskError, match=r"write .*START:STOP:COUNT"):
        parse_axis(text)


@pytest.mark.parametrize(("text", "word"), [("a=1,2,1", "stands there twice"), ("a=1,,2", "is no value")])
def test_values_that_cannot_make_a_grid_are_named(text, word):
    with pytest.raises(VgdeskError, match=word):
        parse_axis(text)


def test_depth_and_width_repeat_the_first_hidden_layer():
    spec = apply_coordinates(small_spec(), {"depth": 5, "width": 3, "network.activation": "tanh"})
    assert [layer.units for layer in spec.network.hidden] == [3] * 5
    assert spec.network.activation.kind == "tanh"
    assert apply_coordinates(small_spec(), {"depth": 2}).network.hidden == small_spec().network.hidden[:1] * 2


@pytest.mark.parametrize("coordinates", [{"depth": 0}, {"depth": 1.5}, {"width": "wide"}, {"no.such": 1}])
def test_a_place_that_is_no_spec_is_refused(coordinates):
    with pytest.raises(VgdeskError, match=next(iter(coordinates))):
        apply_coordinates(small_spec(), coordinates)
