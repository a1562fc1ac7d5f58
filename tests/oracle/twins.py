"""Our networks and the same ones of torch's modules, taught side by side."""

import torch
from torch import nn

from tests.oracle.tolerance import NUDGE, assert_close, bound, nudged, steps_of_nudged
from tests.training.examples import small_spec, with_units
from vgdesk.training.batches import Batches
from vgdesk.training.datasets import load_dataset
from vgdesk.training.losses import make_loss
from vgdesk.training.network import build_network
from vgdesk.training.optimizers import make_optimizer
from vgdesk.training.penalties import make_penalty

EPOCHS, STEPS = 10, 30
ROUNDINGS = steps_of_nudged(32)  # a sum over a batch


def optimizer_spec(optimizer, changes=None):
    """A network 2-5-5-1 that trains 30 steps."""
    found = {"training.optimizer": optimizer, "training.epochs": EPOCHS, **(changes or {})}
    return small_spec({**found, **with_units(5, 5)})


def assert_ends_alike(spec, make_peer, make_scheduler=None):
    """Our parts end where torch's end, but for rounding of which the nudges show what becomes of it.

    Args:
        spec: what is trained, in float64.
        make_peer: torch's optimizer of torch's network.
        make_scheduler: torch's schedule of that optimizer, one step of it an update; None for a constant rate.
    """
    network = build_network(spec, torch.float64)
    peers = [make_twin(network) for _ in range(3)]
    for peer, number in zip(peers, (None, 0, 1), strict=True):
        noise = None if number is None else torch.Generator().manual_seed(number)
        optimizer = make_peer(peer)
        teach(peer, optimizer, spec, noise, make_scheduler and make_scheduler(optimizer))
    untrained = network.parameters.values.clone()
    train(network, spec)
    trained, *off = (weights_of(peer, network) for peer in peers)
    scale = max((other - trained).abs().max().item() for other in off) / NUDGE
    assert_close(network.parameters.values, trained, steps=ROUNDINGS, scale=scale)
    assert bound(scale, ROUNDINGS) < 1e-8 * (trained - untrained).abs().max().item(), "it could show nothing"


def batches_of(spec, dtype):
    """Every batch of a training, in order."""
    batches = Batches(spec, load_dataset(spec.data), make_loss(2))
    for _ in range(EPOCHS):
        yield from ((inputs.to(dtype), targets.to(dtype)) for inputs, targets in batches.epoch())


def train(network, spec):
    """Train by our parts; returns the gradients of each step."""
    dtype = network.parameters.values.dtype
    loss, optimizer, seen = make_loss(2, dtype), make_optimizer(spec.training.optimizer, network.parameters), []
    penalty = make_penalty(spec.training.penalty, network.parameters, optimizer)
    for step, (inputs, targets) in enumerate(batches_of(spec, dtype)):
        outputs = network.forward(inputs, training=True)
        network.backward(loss.gradient(outputs, targets))
        seen.append(network.parameters.gradients.clone())
        optimizer.rate = spec.rate_at(step)
        if penalty is not None:
            penalty()
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


def teach(twin, optimizer, spec, noise=None, scheduler=None):
    """The same batches, taught the textbook's way; with noise, every gradient and weight is a little off."""
    for inputs, targets in batches_of(spec, torch.float64):
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(twin(inputs), targets).backward()
        nudge(noise, *(parameter.grad for parameter in twin.parameters()))
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        nudge(noise, *(parameter.data for parameter in twin.parameters()))


def nudge(noise, *tensors):
    """In place; without noise nothing."""
    for tensor in tensors:
        if noise is not None:
            tensor.copy_(nudged(tensor, noise))
