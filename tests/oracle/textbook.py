"""The same networks as a tutorial would write them: plain torch, autograd, no tricks."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from vgdesk.experiment.normalizations import BatchNormalization
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.training.network import Network

PHI = {"linear": lambda z: z, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu}


@dataclass(frozen=True)
class Pass:
    """One forward and backward pass.

    Attributes:
        loss: mean over the batch.
        gradients: by layer, 1 at the input, and name of the tensor.
        activations: output of each layer.
        signals: dL/dz of each layer, z being the weighted sum.
    """

    loss: Tensor
    gradients: dict[tuple[int, str], Tensor]
    activations: list[Tensor]
    signals: list[Tensor]


def textbook_pass(spec: ExperimentSpec, network: Network, inputs: Tensor, labels: Tensor) -> Pass:
    """What autograd says about the network's present weights."""
    leaves = {
        (slot.layer, slot.tensor): network.parameters.view(slot.layer, slot.tensor)[0].clone().requires_grad_()
        for slot in network.parameters.slots
    }
    sums, activations = [], []
    x = inputs
    for number, layer in enumerate((*spec.network.resolved(), spec.network.resolved_output(spec.outputs)), start=1):
        z = x @ leaves[number, "weight"] + leaves[number, "bias"]
        z.retain_grad()
        sums.append(z)
        x, normalization = z, layer.normalization
        if isinstance(normalization, BatchNormalization) and normalization.position == "before":
            x = standardize(x, leaves[number, "scale"], leaves[number, "shift"], normalization.epsilon)
        x = PHI[layer.activation.kind](x)
        if isinstance(normalization, BatchNormalization) and normalization.position == "after":
            x = standardize(x, leaves[number, "scale"], leaves[number, "shift"], normalization.epsilon)
        activations.append(x)
    loss = textbook_loss(x, labels)
    loss.backward()
    return Pass(loss, {key: leaf.grad for key, leaf in leaves.items()}, activations, [z.grad for z in sums])


def textbook_loss(outputs: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy by its definition."""
    if outputs.shape[1] == 1:
        p, y = torch.sigmoid(outputs[:, 0]), labels.to(outputs.dtype)
        return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
    p = outputs.exp() / outputs.exp().sum(1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].log().mean()


def standardize(x: Tensor, scale: Tensor, shift: Tensor, epsilon: float) -> Tensor:
    """Batch normalisation by its definition."""
    centred = x - x.mean(0)
    return centred / (centred.square().mean(0) + epsilon).sqrt() * scale + shift
