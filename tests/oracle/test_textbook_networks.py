"""Networks of textbooks, trained by our loop in float32, against plain torch in float64 that begins alike."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.training.examples import small_spec
from vgdesk.training.batches import Batches
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training

CLOSE = 1e-6  # of weights of size 1: 160 updates in float32 were seen to err by 3e-7

NETWORKS = {
    "sigmoid units, squared error, one row at a time": (
        {
            "network.activation": "sigmoid",
            "network.output_function": "sigmoid",
            "training.loss": "mse",
            "training.batch_size": 1,
            "training.epochs": 2,
            "training.order": "kept",
            "training.optimizer": {"kind": "sgd", "learning_rate": 0.5},
        },
        [nn.Sigmoid, nn.Sigmoid, nn.Sigmoid],
        lambda p: torch.optim.SGD(p, lr=0.5),
    ),
    "tanh, no biases, L2": (
        {
            "network.bias": False,
            "training.epochs": 20,
            "training.penalty": {"kind": "weight_decay", "strength": 0.1},
            "training.optimizer": {"kind": "sgd", "learning_rate": 0.1, "momentum": 0.9},
        },
        [nn.Tanh, nn.Tanh, nn.Identity],
        lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.1),
    ),
    "softmax outputs, squared error": (
        {
            "data": {"kind": "gaussians", "n": 60},
            "network.output_function": "softmax",
            "training.loss": "mse",
            "training.epochs": 30,
            "training.optimizer": {"kind": "sgd", "learning_rate": 0.5},
        },
        [nn.Tanh, nn.Tanh, lambda: nn.Softmax(1)],
        lambda p: torch.optim.SGD(p, lr=0.5),
    ),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_textbook_network_ends_where_torch_ends(name, tmp_path):
    changes, functions, make_optimizer = NETWORKS[name]
    given = {"kind": "given", "file": str(tmp_path / "weights.npz"), "rows": "units"}
    spec = small_spec({**changes, "network.initializer": given})
    twin = make_twin(spec, functions)
    np.savez(given["file"], **{key: value.numpy() for key, value in twin.state_dict().items()})
    training = Training(spec, load_dataset(spec.data), measure=False)
    teach(twin, make_optimizer(twin.parameters()), training)
    assert sum(1 for _ in training.rounds()) > 0
    wanted = twin.state_dict().values()
    found = [
        training.network.parameters.view(slot.layer, slot.tensor)[0] for slot in training.network.parameters.slots
    ]
    for ours, theirs in zip(found, wanted, strict=True):
        np.testing.assert_allclose(ours.t() if ours.ndim == 2 else ours, theirs, rtol=0, atol=CLOSE)


def make_twin(spec, functions):
    """Torch's network of those layers, drawn by torch in float64."""
    torch.manual_seed(0)
    widths = spec.network.widths(spec.data.inputs, spec.outputs)
    parts = []
    for i, make in enumerate(functions):
        bias = spec.network.bias.kind != "none"
        parts += [nn.Linear(widths[i], widths[i + 1], bias=bias, dtype=torch.float64), make()]
    return nn.Sequential(*parts)


def teach(twin, optimizer, training):
    """The batches that the training will see, the textbook's way."""
    batches = Batches(training.spec, load_dataset(training.spec.data), training.loss)
    squared = training.spec.training.loss == "mean_squared_error"
    loss = nn.functional.mse_loss if squared else nn.functional.binary_cross_entropy_with_logits
    for _ in range(training.spec.training.epochs):
        for inputs, targets in batches.epoch():
            optimizer.zero_grad()
            loss(twin(inputs.double()), targets.double()).backward()
            optimizer.step()
