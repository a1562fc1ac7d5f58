"""Specs of short trainings that differ in everything that decides the fate of a gradient, drawn from a seed.

Limits are found on networks of one kind of data, depths and widths, and judged on those of another.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from vgdesk.errors import SpecError
from vgdesk.experiment.spec import ExperimentSpec, check_spec

STEPS = 300
_ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softsign", "linear")
_INITIALIZERS = (
    {"kind": "glorot_uniform"},
    {"kind": "he_normal"},
    {"kind": "lecun_normal"},
    {"kind": "torch_default"},
    {"kind": "orthogonal"},
    {"kind": "normal", "std": 1.0},
    {"kind": "normal", "std": 0.05},
    {"kind": "uniform", "low": 0.0, "high": 1.0},
    {"kind": "scaled_normal", "scale": 3.0},
    {"kind": "scaled_normal", "scale": 0.3},
    {"kind": "zeros"},
)
_NORMALIZATIONS = ("none", "none", "none", "batch", "layer")
_SKIPS = ("none", "none", "none", "identity")
_OPTIMIZERS = (
    {"kind": "sgd", "learning_rate": 0.01},
    {"kind": "sgd", "learning_rate": 0.1},
    {"kind": "sgd", "learning_rate": 5.0},
    {"kind": "sgd", "learning_rate": 0.01, "momentum": 0.9},
    {"kind": "adam", "learning_rate": 0.001},
    {"kind": "adam", "learning_rate": 0.01},
    {"kind": "adam", "learning_rate": 0.3},
    {"kind": "rmsprop", "learning_rate": 0.001},
)
_LOSSES = ("cross_entropy", "cross_entropy", "mean_squared_error")
_SCALINGS = ("none", "none", "standardize", "symmetric")


@dataclass(frozen=True)
class Choices:
    """What a grid is drawn from beside all that every grid has.

    Attributes:
        name: that specs begin with.
        depths: numbers of hidden layers.
        widths: of them.
        data: data sets.
    """

    name: str
    depths: tuple[int, ...]
    widths: tuple[int, ...]
    data: tuple[dict[str, Any], ...]


TUNING = Choices(
    name="grid",
    depths=(1, 2, 3, 4, 6, 8, 12, 16, 24),
    widths=(4, 5, 8, 16, 32, 64),
    data=(
        {"kind": "circles", "n": 320},
        {"kind": "moons", "n": 320, "noise": 0.1},
        {"kind": "xor", "n": 320},
        {"kind": "spirals", "n": 320, "turns": 0.75},
        {"kind": "gaussians", "n": 320, "clouds": 3},
        {"kind": "gaussians", "n": 320, "clouds": 6},
        {"kind": "digits"},
    ),
)
JUDGING = Choices(
    name="judge",
    depths=(1, 2, 3, 5, 7, 10, 14, 20),
    widths=(3, 6, 10, 12, 24, 48),
    data=(
        {"kind": "circles", "n": 400, "factor": 0.7, "noise": 0.05},
        {"kind": "moons", "n": 260, "noise": 0.25},
        {"kind": "spirals", "n": 400, "turns": 0.5},
        {"kind": "gaussians", "n": 300, "clouds": 2},
        {"kind": "gaussians", "n": 420, "clouds": 5},
        {"kind": "digits", "test_fraction": 0.7},
    ),
)


def draw_specs(count: int, seed: int, choices: Choices = TUNING) -> list[ExperimentSpec]:
    """So many specs that can be trained, each choice drawn for itself."""
    random = np.random.default_rng(seed)
    specs: list[ExperimentSpec] = []
    while len(specs) < count:
        drawn = _draw(random, f"{choices.name}-{seed}-{len(specs)}", choices)
        try:
            spec = ExperimentSpec.model_validate(drawn)
            check_spec(spec)
        except (SpecError, ValueError):
            continue
        specs.append(spec)
    return specs


def _draw(random: np.random.Generator, name: str, choices: Choices) -> dict[str, object]:
    def take(choices):
        return choices[int(random.integers(len(choices)))]

    depth, width, initializer = take(choices.depths), take(choices.widths), take(_INITIALIZERS)
    return {
        "name": name,
        "data": {**take(choices.data), "scaling": take(_SCALINGS)},
        "network": {
            "hidden": tuple({"units": width} for _ in range(depth)),
            "activation": {"kind": take(_ACTIVATIONS)},
            "initializer": initializer,
            "output_initializer": initializer,
            "normalization": {"kind": take(_NORMALIZATIONS)},
            "skip": {"kind": take(_SKIPS)},
        },
        "training": {
            "optimizer": take(_OPTIMIZERS),
            "loss": take(_LOSSES),
            "batch_size": 32,
            "steps": STEPS,
            "epochs": STEPS,
        },
        "sampling": {"kind": "steps", "steps": 5},
        "histograms": {"kind": "none"},
        "seed": int(random.integers(2**31)),
    }
