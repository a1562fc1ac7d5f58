"""Untrained networks, measured on the first batch of each."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from vgdesk.analysis.theory import Prediction, predict
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.training.datasets import Dataset, load_dataset
from vgdesk.training.losses import make_loss
from vgdesk.training.network import build_network

LEDGERS = ("activation", "signal", "gradient")


def deep_spec(depth: int = 12, width: int = 300, **changes: Any) -> ExperimentSpec:
    """A network of equal layers for the digits; changes by name of a field of the network."""
    hidden = [{"units": width}] * depth
    spec = change_spec(ExperimentSpec(), {"data": {"kind": "digits"}, "network.hidden": hidden})
    return change_spec(spec, {f"network.{name}": value for name, value in changes.items()})


def predicted(spec: ExperimentSpec) -> Prediction:
    """What the theory says of a spec and some of its points."""
    data = load_dataset(spec.data)
    chosen = _choose(data, 256, seed=99)
    return predict(spec, data.train_inputs[chosen], data.train_labels[chosen])


def measured(spec: ExperimentSpec, networks: int) -> NDArray[np.float64]:
    """log10 of the root mean squares [network, ledger, layer] of untrained networks."""
    data = load_dataset(spec.data)
    loss = make_loss(spec.data.classes, torch.float32, spec.training.loss)
    found = []
    for seed in range(networks):
        network = build_network(change_spec(spec, {"seed": seed}))
        chosen = _choose(data, spec.training.batch_size, seed)
        outputs = network.forward(torch.tensor(data.train_inputs[chosen]), training=True)
        network.backward(loss.gradient(outputs, loss.targets(torch.tensor(data.train_labels[chosen]))))
        tensors = [[getattr(layer, name) for layer in network.layers] for name in _NAMES]
        found.append([[_exponent(tensor) for tensor in row] for row in tensors])
    return np.array(found)


_NAMES = ("activation", "signal", "weight_gradient")


def _choose(data: Dataset, count: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).permutation(len(data.train_inputs))[:count]


def _exponent(tensor: torch.Tensor) -> float:
    return float(np.log10(tensor.double().square().mean().item()) / 2)
