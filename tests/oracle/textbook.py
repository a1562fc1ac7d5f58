"""The same networks as a tutorial would write them: plain torch, autograd, no tricks."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from tests.oracle.tolerance import NUDGE, nudged
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.normalizations import BatchNormalization
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.training.network import Network, build_network

PHI = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + (-z).exp()),
    "hard_sigmoid": lambda z: (z / 6 + 1 / 2).clamp(0, 1),
    "tanh": lambda z: (z.exp() - (-z).exp()) / (z.exp() + (-z).exp()),
    "softsign": lambda z: z / (1 + z.abs()),
    "relu": lambda z: z * (z > 0),
    "leaky_relu": lambda z, slope: torch.where(z > 0, z, slope * z),
    "elu": lambda z, alpha: torch.where(z > 0, z, alpha * z.clamp(max=0).expm1()),
    "selu": lambda z: 1.0507009873554805 * torch.where(z > 0, z, 1.6732632423543772 * z.clamp(max=0).expm1()),
    "gelu": lambda z: z * (1 + torch.erf(z / 2**0.5)) / 2,
    "silu": lambda z: z / (1 + (-z).exp()),
    "softplus": lambda z: (1 + z.exp()).log(),
}


Step = Callable[[Tensor], Tensor]


def leave(x: Tensor) -> Tensor:
    """What is done to every intermediate value of a pass: nothing."""
    return x


@dataclass(frozen=True)
class Pass:
    """One forward and backward pass.

    Attributes:
        loss: mean over the batch.
        gradients: by layer, 1 at the input, and name of the tensor.
        activations: output of each layer.
        signals: dL/dz of each layer, z being the weighted sum.
        pre_activations: what the activation function of each layer was given.
    """

    loss: Tensor
    gradients: dict[tuple[int, str], Tensor]
    activations: list[Tensor]
    signals: list[Tensor]
    pre_activations: list[Tensor]

    def parts(self) -> dict[str, Tensor]:
        """All of it, each by a name that says what it is."""
        found = {f"gradient of {tensor} {number}": value for (number, tensor), value in self.gradients.items()}
        for kind, tensors in (
            ("activation", self.activations),
            ("signal", self.signals),
            ("pre-activation", self.pre_activations),
        ):
            found |= {f"{kind} {number}": tensor for number, tensor in enumerate(tensors, start=1)}
        return {"loss": self.loss, **found}


def textbook_pass(spec: ExperimentSpec, network: Network, inputs: Tensor, labels: Tensor, step: Step = leave) -> Pass:
    """What autograd says about the network's present weights; ``step`` stands behind every operation."""
    leaves = {
        (slot.layer, slot.tensor): network.parameters.view(slot.layer, slot.tensor)[0].clone().requires_grad_()
        for slot in network.parameters.slots
    }
    sums, activations, given = [], [], []
    x = normalize_inputs(inputs, leaves, step) if spec.network.input_normalization == "batch" else inputs
    layers = (*spec.network.resolved(spec.data.inputs), spec.network.resolved_output(spec.outputs))
    for number, layer in enumerate(layers, start=1):
        own = {tensor: step(leaf) for (place, tensor), leaf in leaves.items() if place == number}
        z = step(x @ own["weight"])
        if layer.has_bias:
            z = step(z + step(own["bias"].expand(len(x), -1)))
        z.retain_grad()
        sums.append(z)
        y = standardize(z, layer.normalization, own, "before", step)
        given.append(y)
        y = standardize(step(activate(y, layer.activation, own)), layer.normalization, own, "after", step)
        if layer.squash is not None:
            y = step(torch.softmax(y, 1) if layer.squash.kind == "softmax" else activate(y, layer.squash, own))
        passed = drop(y, network, number, layer.dropout, step)
        activations.append(step(x + layer.alpha * y) if layer.alpha else y)
        x = step(x + layer.alpha * passed) if layer.alpha else passed
    loss = textbook_loss(x, labels, spec.training.loss)
    loss.backward()
    gradients = {key: leaf.grad for key, leaf in leaves.items()}
    return Pass(loss, gradients, activations, [z.grad for z in sums], given)


def normalize_inputs(x: Tensor, leaves: dict[tuple[int, str], Tensor], step: Step) -> Tensor:
    """Every column standardised over the batch, with scale and shift; epsilon as in Keras."""
    own = {tensor: leaves[1, f"input_{tensor}"] for tensor in ("scale", "shift")}
    return standardize(x, BatchNormalization(position="before"), own, "before", step)


def drop(y: Tensor, network: Network, number: int, share: float, step: Step) -> Tensor:
    """What is left of a hidden layer's outputs behind the network's own mask."""
    dropout = network.layers[number - 1].dropout
    if dropout is None:
        return y
    kept = dropout.draw_mask(*y.shape) > 0
    return step(torch.where(kept, y / (1 - share), torch.zeros_like(y)))


def activate(z: Tensor, choice: Choice, own: dict[str, Tensor]) -> Tensor:
    """The activation function by its definition; ``own`` holds the slope if it is learned."""
    if choice.kind == "prelu":
        return PHI["leaky_relu"](z, own["slope"])
    return PHI[choice.kind](z, **choice.model_dump(exclude={"kind"}))


def textbook_loss(outputs: Tensor, labels: Tensor, kind: str = "cross_entropy") -> Tensor:
    """Cross-entropy or mean squared error by its definition."""
    if kind == "mean_squared_error":
        one_hot = torch.eye(outputs.shape[1], dtype=outputs.dtype)
        return (outputs - (labels[:, None] if outputs.shape[1] == 1 else one_hot[labels])).square().mean()
    if outputs.shape[1] == 1:
        p, y = torch.sigmoid(outputs[:, 0]), labels.to(outputs.dtype)
        return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
    p = outputs.exp() / outputs.exp().sum(1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].log().mean()


def standardize(x: Tensor, choice: Choice, own: dict[str, Tensor], position: str, step: Step = leave) -> Tensor:
    """Batch or layer normalisation by its definition, where it stands in that position."""
    if getattr(choice, "position", "") != position:
        return x
    axis = {"batch": 0, "layer": 1}[choice.kind]
    centred = step(x - step(step(x).mean(axis, keepdim=True).expand_as(x)))
    variance = step(step(centred.square()).mean(axis, keepdim=True).expand_as(x))
    root = (variance + choice.epsilon).sqrt()
    return step(step(centred / root) * own["scale"] + own["shift"])


def rounding_sizes(
    spec: ExperimentSpec, network: Network, inputs: Tensor, labels: Tensor, passes: int = 3
) -> dict[str, float]:
    """The scale of every part of a pass, for ``tests.oracle.tolerance``: its largest change in some nudged passes.

    Nudged is every intermediate value, and every gradient that comes back to one. What is the same for many points
    is there once a point, so that the terms of a sum over them are nudged and not the sum alone, which may cancel. A
    part of many entries is as sure of its largest change in one pass as a lone number is in several.
    """
    noise = torch.Generator().manual_seed(0)

    def nudge(x: Tensor) -> Tensor:
        y = nudged(x, noise)
        if y.requires_grad:
            y.register_hook(lambda gradient: nudged(gradient, noise))
        return y

    exact, found = textbook_pass(spec, network, inputs, labels).parts(), {}
    for _ in range(passes):
        for name, part in textbook_pass(spec, network, inputs, labels, nudge).parts().items():
            found[name] = max(found.get(name, 0.0), (part - exact[name]).abs().max().item() / NUDGE)
    return found


def in_float64(spec: ExperimentSpec, network: Network) -> Network:
    """A network of the same weights in float64."""
    double = build_network(spec, torch.float64)
    double.parameters.values.copy_(network.parameters.values)
    return double
