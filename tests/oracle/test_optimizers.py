import numpy as np
import pytest
import torch

from tests.oracle.tolerance import assert_close
from tests.oracle.twins import STEPS, assert_ends_alike, optimizer_spec, train
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training
from vgdesk.training.network import build_network

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
def test_a_training_ends_where_torch_ends(name, double):
    """In float64: what differs is the formula, and rounding of which the nudges show what becomes of it."""
    optimizer, make_peer = PEERS[name]
    assert_ends_alike(optimizer_spec(optimizer), lambda twin: make_peer(twin.parameters()))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"training.penalty": "l2", "training.schedule": {"kind": "cosine", "warmup": 5}},
        {"training.penalty": "decay"},
    ],
    ids=["plain", "l2 and a schedule", "decay"],
)
def test_the_training_loop_ends_where_its_parts_end(changes):
    spec = optimizer_spec({"kind": "adam", "learning_rate": 0.01}, changes)
    training = Training(spec, load_dataset(spec.data), measure=False)
    assert sum(1 for _ in training.rounds()) > 0
    network = build_network(spec)
    train(network, spec)
    assert training.step == STEPS
    assert torch.equal(training.network.parameters.values, network.parameters.values)


def test_rmsprop_of_keras_3_follows_its_formula():
    spec = optimizer_spec({"kind": "rmsprop_keras3", "learning_rate": 0.01, "rho": 0.8, "epsilon": 1e-3})
    network = build_network(spec, torch.float64)
    parameters = network.parameters
    w, v = parameters.values.numpy().copy(), np.zeros(len(parameters.values))
    for g in (gradients.numpy() for gradients in train(network, spec)):
        v = 0.8 * v + 0.2 * g * g
        w = w - 0.01 * g / np.sqrt(v + 1e-3)
    assert_close(parameters.values, w, steps=10 * STEPS, scale=1 + np.abs(w).max())
