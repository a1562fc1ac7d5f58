import copy

import numpy as np
import pytest
import torch
from torch import nn

from tests.training.examples import small_spec, with_units
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training

EPOCHS, STEPS = 100, 300

PEERS = {
    "sgd": ({"kind": "sgd", "learning_rate": 0.05}, lambda p: torch.optim.SGD(p, lr=0.05)),
    "momentum": ({"kind": "sgd", "momentum": 0.9}, lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9)),
    "adam": ({"kind": "adam"}, lambda p: torch.optim.Adam(p, lr=1e-3, eps=1e-7)),
    "adam, other betas": (
        {"kind": "adam", "learning_rate": 0.01, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4},
        lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-4),
    ),
    "rmsprop": ({"kind": "rmsprop"}, lambda p: torch.optim.RMSprop(p, lr=1e-3, alpha=0.9, eps=1e-7)),
    "adamw": ({"kind": "adamw"}, lambda p: torch.optim.AdamW(p)),
    "adamw, other decay": (
        {"kind": "adamw", "learning_rate": 0.01, "decay": 0.3, "beta1": 0.8, "epsilon": 1e-4},
        lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.3, betas=(0.8, 0.999), eps=1e-4),
    ),
    "nadam": ({"kind": "nadam"}, lambda p: torch.optim.NAdam(p)),
    "nadam, other momentum": (
        {"kind": "nadam", "learning_rate": 0.01, "beta1": 0.8, "beta2": 0.95, "momentum_decay": 0.1},
        lambda p: torch.optim.NAdam(p, lr=0.01, betas=(0.8, 0.95), momentum_decay=0.1),
    ),
    "adagrad": ({"kind": "adagrad"}, lambda p: torch.optim.Adagrad(p)),
    "adagrad, other epsilon": (
        {"kind": "adagrad", "learning_rate": 0.05, "epsilon": 1e-3},
        lambda p: torch.optim.Adagrad(p, lr=0.05, eps=1e-3),
    ),
}


@pytest.mark.parametrize("name", PEERS)
def test_300_steps_end_where_torch_ends(name):
    optimizer, make_peer = PEERS[name]
    spec = optimizer_spec(optimizer)
    training = Training(spec, load_dataset(spec.data), measure=False)
    layers = [torch.nn.Linear(*reversed(layer.weight.t().shape)) for layer in training.network.layers]
    for linear, layer in zip(layers, training.network.layers, strict=True):
        linear.weight.data.copy_(layer.weight.t())
        linear.bias.data.copy_(layer.bias)
    peer = nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2])
    start = copy.deepcopy(peer)
    teach(peer, make_peer(peer.parameters()), spec)
    for _ in training.rounds():
        pass
    assert training.step == STEPS
    for layer, linear, untrained in zip(training.network.layers, peer[::2], start[::2], strict=True):
        assert (layer.weight - linear.weight.t()).abs().max() <= 1e-5
        assert (layer.bias - linear.bias).abs().max() <= 1e-5
        assert (linear.weight - untrained.weight).abs().max() > 0.01, "it has not learned: the test shows nothing"


def test_rmsprop_of_keras_3_follows_its_formula():
    spec = optimizer_spec({"kind": "rmsprop_keras3", "learning_rate": 0.01, "rho": 0.8, "epsilon": 1e-3})
    training = Training(spec, load_dataset(spec.data), measure=True)
    parameters = training.network.parameters
    w, v = parameters.values.numpy().astype(np.float64), np.zeros(len(parameters.values))
    steps = 0
    for event in training.rounds():
        if event is not None:
            continue
        g = parameters.gradients.numpy().astype(np.float64)
        v = 0.8 * v + 0.2 * g * g
        w = w - 0.01 * g / np.sqrt(v + 1e-3)
        steps += 1
    assert steps == STEPS
    assert np.abs(parameters.values.numpy() - w).max() <= 1e-5


def optimizer_spec(optimizer):
    changes = {"training.optimizer": optimizer, "training.epochs": EPOCHS, "sampling": {"kind": "steps", "steps": 1}}
    return small_spec({**changes, **with_units(5, 5)})


def teach(network, optimizer, spec):
    """The same batches, taught the textbook's way."""
    batches = Training(spec, load_dataset(spec.data), measure=False).batches
    for _ in range(EPOCHS):
        for inputs, targets in batches.epoch():
            optimizer.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(network(inputs), targets).backward()
            optimizer.step()
