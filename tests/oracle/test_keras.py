"""Four networks trained for 320 steps in Keras 3, and by us, in float64, from the same weights on the same batches.

We differ from the file by the rounding of its float32, whatever the processor; what becomes of it in 320 steps is
seen from our own training, nudged after every step. A rounding is off by eps / sqrt(12) in the mean, and a sum of n
terms by sqrt(n) times that, as such errors do not depend on each other.

``keras3.npz`` holds what Keras was given and what it made of it, float32: ``idx``, the points of each step's batch of
``make_circles(1000, factor=.5, noise=.1, random_state=42)``, and for every case and layer its ``initial`` weights
[fan_in, fan_out], biases 0, and its ``trained`` ones.
"""

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.oracle.tolerance import NUDGE, bound, nudged
from tests.training.examples import small_spec, with_units
from vgdesk.training.datasets import load_dataset
from vgdesk.training.losses import make_loss
from vgdesk.training.network import build_network
from vgdesk.training.optimizers import make_optimizer

CASES = {
    "tanh_rmsprop_k3": ("tanh", (5, 5, 5, 5), {"kind": "rmsprop_keras3"}),
    "sigmoid_rmsprop_k3": ("sigmoid", (5, 5, 5, 5), {"kind": "rmsprop_keras3"}),
    "tanh_sgdm": ("tanh", (5, 5, 5, 5, 5), {"kind": "sgd", "momentum": 0.9}),
    "sigmoid_adam_k3": ("sigmoid", (5, 5, 5), {"kind": "adam_keras"}),
}
MOST = 1e-5  # whatever our own training makes of a rounding
ROUNDINGS = ((32 + 10) / 12) ** 0.5  # in one step: over a batch of 32, and what an optimizer rounds besides


@pytest.fixture(scope="module")
def keras():
    with np.load(Path(__file__).with_name("keras3.npz"), allow_pickle=False) as file:
        return dict(file)


@pytest.mark.parametrize("case", CASES)
def test_320_steps_end_where_keras_3_ends(keras, case):
    network = trained(keras, case)
    twins = [trained(keras, case, torch.Generator().manual_seed(seed)) for seed in range(2)]
    values = network.parameters.values
    scale = max((twin.parameters.values - values).abs().max().item() for twin in twins) / NUDGE
    tolerance = min(bound(scale, ROUNDINGS, np.float32), MOST)
    for number, layer in enumerate(network.layers, start=1):
        wanted = keras[f"{case}/trained/{number}"]
        assert np.abs(layer.weight.numpy() - wanted).max() <= tolerance, f"layer {number}"
        assert np.abs(wanted - keras[f"{case}/initial/{number}"]).max() > 20 * tolerance


def trained(keras, case, noise=None):
    """Our network after the batches given by the numbers of their points; with noise, a little off after each."""
    activation, hidden, optimizer = CASES[case]
    choices = {"data.n": 1000, "network.activation": activation, "training.optimizer": optimizer}
    spec = small_spec({**choices, **with_units(*hidden)})
    network = build_network(spec, torch.float64)
    for number, layer in enumerate(network.layers, start=1):
        layer.weight.copy_(torch.tensor(keras[f"{case}/initial/{number}"]))
        assert not layer.bias.any()
    points, loss = load_dataset(spec.data), make_loss(2, torch.float64)
    inputs, targets = torch.tensor(points.train_inputs).double(), loss.targets(torch.tensor(points.train_labels))
    step = make_optimizer(spec.training.optimizer, network.parameters).step
    for batch in torch.tensor(keras["idx"].astype(np.int64)):
        outputs = network.forward(inputs[batch], training=True)
        network.backward(loss.gradient(outputs, targets[batch]))
        nudge(noise, network.parameters.gradients)
        step()
        nudge(noise, network.parameters.values)
    return network


def nudge(noise, tensor):
    if noise is not None:
        tensor.copy_(nudged(tensor, noise))
