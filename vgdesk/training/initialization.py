"""Fills the parameters of a network with their initial values."""

import math

from vgdesk.experiment.initializers import TorchDefault
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.recurrence import Lstm, RecurrentChoice
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.training.initializers import initial_biases, initial_weights
from vgdesk.training.parameters import Parameters
from vgdesk.training.seeding import draw_noise


def initialize_dense(layer: ResolvedLayer, number: int, parameters: Parameters, seed: int) -> None:
    """Weights of a dense layer, and its biases if it has any."""
    weight, _ = parameters.view(number, "weight")
    noise = draw_noise(seed, "weight", number, tuple(weight.shape))
    weight.copy_(initial_weights(layer.initializer, noise))
    if not layer.has_bias:
        return
    bias, _ = parameters.view(number, "bias")
    noise = draw_noise(seed, "bias", number, tuple(bias.shape))
    bias.copy_(initial_biases(layer, noise, weight.shape[0]))


def initialize_recurrent(spec: ExperimentSpec, choice: RecurrentChoice, parameters: Parameters) -> None:
    """Weights and biases of the recurrent layer, gate by gate.

    As torch draws them, all come from U(+-1 / sqrt(units)), and a bias is the sum of two.
    """
    units = choice.units
    for tensor, initializer in (("weight", spec.network.initializer), ("recurrent_weight", choice.initializer)):
        matrix, _ = parameters.view(1, tensor)
        for gate, part in enumerate(matrix.split(units, dim=1)):
            noise = draw_noise(spec.seed, tensor, gate + 1, tuple(part.shape))
            if isinstance(initializer, TorchDefault):
                part.copy_((2 * noise - 1) / math.sqrt(units))
            else:
                part.copy_(initial_weights(initializer, noise))
    bias, _ = parameters.view(1, "bias")
    if isinstance(choice.initializer, TorchDefault):
        noise = draw_noise(spec.seed, "bias", 1, (2, *bias.shape))
        bias.copy_(((2 * noise - 1) / math.sqrt(units)).sum(0))
    if isinstance(choice, Lstm):
        bias[units : 2 * units] += choice.forget_bias
