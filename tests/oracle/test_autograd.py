import pytest
import torch

from tests.oracle.textbook import rounding_sizes, textbook_pass
from tests.oracle.tolerance import assert_close, bound, steps_of_nudged
from tests.pairwise import cover_pairs
from tests.training.examples import (
    ACTIVATIONS,
    BIASES,
    NORMALIZATIONS,
    SKIPS,
    made_for,
    made_points,
    named,
    small_spec,
    with_units,
)
from vgdesk.experiment.activations import Linear
from vgdesk.training.losses import make_loss
from vgdesk.training.network import build_network

POINTS = 17
STEPS = steps_of_nudged(POINTS)
CASES = cover_pairs(
    activation=ACTIVATIONS,
    normalization=NORMALIZATIONS,
    hidden=[(4, 4, 3, 3), (6, 5, 4, 3), (5, 4), (4,), ()],
    skip=SKIPS,
    classes=[2, 3],
    loss=["cross_entropy", "mean_squared_error"],
    input_normalization=["none", "batch"],
    bias=BIASES,
    dropout=[0.0, 0.4],
    output_function=[None, "sigmoid", "softmax", "tanh"],
)


def made_spec(case):
    choices = {f"network.{name}": case[name] for name in ("activation", "normalization", "skip", "bias", "dropout")}
    choices |= {"network.input_normalization": case["input_normalization"], "training.loss": case["loss"]}
    if case["loss"] == "mean_squared_error":
        choices["network.output_function"] = case["output_function"]
    return made_for(small_spec({**choices, **with_units(*case["hidden"])}), columns=4, classes=case["classes"])


@pytest.mark.parametrize("case", CASES, ids=named)
def test_loss_gradients_activations_and_signals_are_those_of_autograd(case):
    assert_pass_is_that_of_autograd(made_spec(case))


def test_one_layer_of_its_own_activation_and_normalization_is_differentiated_as_such():
    hidden = [{"units": 4, "activation": "relu"}, {"units": 3, "normalization": "batch"}, {"units": 3}]
    wanted = assert_pass_is_that_of_autograd(small_spec({"network.hidden": hidden}))
    assert {key for key in wanted.gradients if key[1] == "scale"} == {(2, "scale")}


def assert_pass_is_that_of_autograd(spec):
    network = moved_network(spec)
    inputs, labels = made_batch(spec)
    loss = make_loss(spec.data.classes, torch.float64, spec.training.loss)
    targets = loss.targets(labels)
    outputs = network.forward(inputs, training=True)
    network.backward(loss.gradient(outputs, targets))
    found = found_in(network, loss.value(outputs, targets))
    wanted, sizes = textbook_pass(spec, network, inputs, labels), rounding_sizes(spec, network, inputs, labels)
    parts = wanted.parts()
    assert all(name.startswith("pre-activation") for name in set(parts) ^ set(found))
    for name, value in found.items():
        assert_close(value, parts[name], steps=STEPS, scale=sizes[name], what=name)
    return wanted


def found_in(network, loss):
    """What our pass left, named as the textbook names it."""
    slots = network.parameters.slots
    found = {
        f"gradient of {slot.tensor} {slot.layer}": network.parameters.view(slot.layer, slot.tensor)[1]
        for slot in slots
    }
    for number, layer in enumerate(network.layers, start=1):
        found |= {f"activation {number}": layer.activation, f"signal {number}": layer.signal}
        if not isinstance(layer.activation_choice, Linear):
            found[f"pre-activation {number}"] = layer.pre_activation
    return {"loss": loss, **found}


def made_batch(spec):
    points = made_points(POINTS, spec.data.inputs, spec.data.classes)
    return torch.tensor(points.train_inputs).double(), torch.tensor(points.train_labels)


@pytest.mark.parametrize("case", CASES[::9], ids=named)
def test_what_rounding_explains_is_less_than_a_billionth_of_all_that_is_not_0(case):
    spec = made_spec(case)
    network = moved_network(spec)
    wanted, sizes = (make(spec, network, *made_batch(spec)) for make in (textbook_pass, rounding_sizes))
    parts = {name: value.abs().max().item() for name, value in wanted.parts().items()}
    shares = {name: bound(sizes[name], STEPS).item() / size for name, size in parts.items() if size > 1e-12}
    assert {name: share for name, share in shares.items() if share > 1e-9} == {}
    assert all(name.startswith(("gradient of bias", "gradient of input_shift")) for name in set(parts) - set(shares))


@pytest.mark.parametrize("slope", [0.2, -0.3, 0.0])
def test_the_gradient_of_a_learned_slope_is_the_sum_over_what_is_negative(slope):
    spec = small_spec({"network.activation": {"kind": "prelu", "slope": slope}, **with_units(5)})
    network = build_network(spec, torch.float64)
    x = torch.linspace(-1, 1, 2 * POINTS, dtype=torch.float64).reshape(POINTS, 2)
    z = x @ network.layers[0].weight
    outputs = network.forward(x, training=True)
    assert torch.equal(outputs, torch.where(z > 0, z, slope * z) @ network.layers[1].weight)
    delta = torch.linspace(-2, 3, POINTS, dtype=torch.float64)[:, None]
    network.backward(delta)
    back = delta @ network.layers[1].weight.T
    terms = [back[i, j].item() * z[i, j].item() for i in range(POINTS) for j in range(5) if z[i, j] < 0]
    gradient = network.parameters.view(1, "slope")[1]
    assert_close(gradient, [sum(terms)], steps=len(terms) + 4, scale=sum(map(abs, terms)))
    assert abs(sum(terms)) > 0.1


def moved_network(spec):
    """A float64 network whose biases, scales and shifts have left their initial values."""
    network = build_network(spec, torch.float64)
    noise = torch.Generator().manual_seed(1)
    values = network.parameters.values
    values.add_(torch.randn(values.shape, dtype=values.dtype, generator=noise), alpha=0.3)
    return network
