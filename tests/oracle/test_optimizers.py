import numpy as np
import pytest
import torch
from torch import nn

from tests.oracle.tolerance import NUDGE, assert_close, bound, nudged
from tests.training.examples import small_spec, with_units
from vgdesk.training.batches import Batches
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training
from vgdesk.training.losses import make_loss
from vgdesk.training.network import build_network
from vgdesk.training.optimizers import make_optimizer

EPOCHS, STEPS = 10, 30
LONGEST_SUM = 32 + 10  # over a batch; and what an optimizer rounds besides

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


@pytest.fixture
def double():
    """Torch's NAdam keeps its product of momenta in the default type."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("name", PEERS)
def test_a_training_ends_where_torch_ends(name, double):
    """In float64: what differs is the formula, and rounding of which the nudges show what becomes of it."""
    optimizer, make_peer = PEERS[name]
    spec = optimizer_spec(optimizer)
    network = build_network(spec, torch.float64)
    peers = [make_twin(network) for _ in range(3)]
    teach(peers[0], make_peer(peers[0].parameters()), spec)
    for number, peer in enumerate(peers[1:]):
        teach(peer, make_peer(peer.parameters()), spec, torch.Generator().manual_seed(number))
    untrained = network.parameters.values.clone()
    train(network, spec)
    trained, *off = (weights_of(peer, network) for peer in peers)
    scale = max((other - trained).abs().max().item() for other in off) / NUDGE
    assert_close(network.parameters.values, trained, steps=LONGEST_SUM, scale=scale)
    assert bound(scale, LONGEST_SUM) < 1e-8 * (trained - untrained).abs().max().item(), "it could show nothing"


def test_the_training_loop_ends_where_its_parts_end():
    spec = optimizer_spec({"kind": "adam", "learning_rate": 0.01})
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


def optimizer_spec(optimizer):
    changes = {"training.optimizer": optimizer, "training.epochs": EPOCHS}
    return small_spec({**changes, **with_units(5, 5)})


def batches_of(spec, dtype):
    """Every batch of a training, in order."""
    batches = Batches(spec, load_dataset(spec.data), make_loss(2))
    for _ in range(EPOCHS):
        yield from ((inputs.to(dtype), targets.to(dtype)) for inputs, targets in batches.epoch())


def train(network, spec):
    """Train by our parts; returns the gradients of each step."""
    dtype = network.parameters.values.dtype
    loss, optimizer, seen = make_loss(2, dtype), make_optimizer(spec.training.optimizer, network.parameters), []
    for inputs, targets in batches_of(spec, dtype):
        outputs = network.forward(inputs, training=True)
        network.backward(loss.gradient(outputs, targets))
        seen.append(network.parameters.gradients.clone())
        optimizer.step()
    return seen


def make_twin(network):
    """The same network of torch's modules."""
    layers = [nn.Linear(*layer.weight.shape, dtype=layer.weight.dtype) for layer in network.layers]
    for linear, layer in zip(layers, network.layers, strict=True):
        linear.weight.data.copy_(layer.weight.t())
        linear.bias.data.copy_(layer.bias)
    return nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2])


def weights_of(twin, network):
    """The parameters of torch's network in the order of ours."""
    tensors = {(slot.layer, slot.tensor): twin[2 * slot.layer - 2] for slot in network.parameters.slots}
    parts = [linear.weight.t() if tensor == "weight" else linear.bias for (_, tensor), linear in tensors.items()]
    return torch.cat([part.detach().flatten() for part in parts])


def teach(twin, optimizer, spec, noise=None):
    """The same batches, taught the textbook's way; with noise, every gradient and weight is a little off."""
    for inputs, targets in batches_of(spec, torch.float64):
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(twin(inputs), targets).backward()
        nudge(noise, *(parameter.grad for parameter in twin.parameters()))
        optimizer.step()
        nudge(noise, *(parameter.data for parameter in twin.parameters()))


def nudge(noise, *tensors):
    for tensor in tensors:
        if noise is not None:
            tensor.copy_(nudged(tensor, noise))
