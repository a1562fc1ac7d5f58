import pytest

from tests.training.examples import small_spec
from vgdesk.errors import SpecError


@pytest.mark.parametrize("function", ["sigmoid", "tanh", "relu", "softplus"])
def test_a_cross_entropy_takes_no_function_in_front_of_its_own(function):
    with pytest.raises(SpecError, match="take none here, or the loss mean_squared_error"):
        small_spec({"network.output_function": function})


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({}, "sigmoid"),
        ({"data": "digits"}, "softmax"),
        ({"training.loss": "mse"}, "linear"),
        ({"training.loss": "mse", "network.output_function": "sigmoid"}, "sigmoid"),
        ({"training.loss": "mse", "network.output_function": "linear"}, "linear"),
        ({"network.output_function": "linear"}, "sigmoid"),
        ({"network.output_function": "softmax"}, "softmax"),
    ],
)
def test_the_output_is_called_after_its_function(changes, label):
    assert small_spec(changes).output_label == label
