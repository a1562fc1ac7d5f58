"""Four networks trained for 320 steps in Keras 3, and by us from the same weights on the same batches.

``keras3.npz`` holds what Keras was given and what it made of it, float32: ``idx``, the points of each step's batch of
``make_circles(1000, factor=.5, noise=.1, random_state=42)``, and for every case and layer its ``initial`` weights
[fan_in, fan_out], biases 0, and its ``trained`` ones.
"""

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.examples import small_spec, with_units
from vgdesk.training.datasets import load_dataset
from vgdesk.training.losses import make_loss
from vgdesk.training.network import build_network
from vgdesk.training.optimizers import make_optimizer

CASES = {
    "tanh_rmsprop_k3": ("tanh", (5, 5, 5, 5), {"kind": "rmsprop_keras3"}, 1e-5),
    "sigmoid_rmsprop_k3": ("sigmoid", (5, 5, 5, 5), {"kind": "rmsprop_keras3"}, 1e-5),
    "tanh_sgdm": ("tanh", (5, 5, 5, 5, 5), {"kind": "sgd", "momentum": 0.9}, 1e-5),
    # Keras adds Adam's epsilon before the bias correction, torch and we after it
    "sigmoid_adam_k3": ("sigmoid", (5, 5, 5), {"kind": "adam"}, 1e-3),
}


@pytest.fixture(scope="module")
def keras():
    with np.load(Path(__file__).with_name("keras3.npz"), allow_pickle=False) as file:
        return dict(file)


@pytest.mark.parametrize("case", CASES)
def test_320_steps_end_where_keras_3_ends(keras, case):
    activation, hidden, optimizer, tolerance = CASES[case]
    choices = {"data.n": 1000, "network.activation": activation, "training.optimizer": optimizer}
    spec = small_spec({**choices, **with_units(*hidden)})
    network = build_network(spec)
    for number, layer in enumerate(network.layers, start=1):
        layer.weight.copy_(torch.tensor(keras[f"{case}/initial/{number}"]))
        assert not layer.bias.any()
    train_on(spec, network, keras["idx"])
    for number, layer in enumerate(network.layers, start=1):
        trained = keras[f"{case}/trained/{number}"]
        assert np.abs(layer.weight.numpy() - trained).max() <= tolerance, f"layer {number}"
        assert np.abs(trained - keras[f"{case}/initial/{number}"]).max() > 20 * tolerance


def train_on(spec, network, batches):
    """Train on the batches given by the numbers of their points."""
    points, loss = load_dataset(spec.data), make_loss(2)
    inputs, targets = torch.tensor(points.train_inputs), loss.targets(torch.tensor(points.train_labels))
    optimizer = make_optimizer(spec.training.optimizer, network.parameters)
    for batch in torch.tensor(batches.astype(np.int64)):
        outputs = network.forward(inputs[batch], training=True)
        network.backward(loss.gradient(outputs, targets[batch]))
        optimizer.step()
