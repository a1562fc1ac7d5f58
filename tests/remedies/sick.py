"""Forty sick networks, each with its cause: small ones that train in a second or two."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vgdesk.experiment.spec import ExperimentSpec, change_spec

CIRCLES = {"kind": "circles", "n": 400}
MOONS = {"kind": "moons", "n": 400}
CLOUDS = {"kind": "gaussians", "n": 400, "clouds": 4}
DIGITS = {"kind": "digits"}
RECALL = {"kind": "delayed_recall", "n": 600, "length": 40, "symbols": 4}
ADDING = {"kind": "adding", "n": 600, "length": 40}
SQUARES = "mean_squared_error"


@dataclass(frozen=True)
class Sick:
    """A sick network.

    Attributes:
        name: in words.
        cause: as ``vgdesk.experiment.remedies`` calls it.
        spec: what to train.
    """

    name: str
    cause: str
    spec: ExperimentSpec


def list_sick(folder: Path) -> tuple[Sick, ...]:
    """All of them; a table of unscaled columns is written into a folder."""
    table = folder / "unscaled.csv"
    _write_unscaled(table)
    unscaled = {"kind": "csv", "path": str(table), "scaling": "none"}
    return (
        *_vanishing(),
        *_vanishing_deep(),
        *_large(),
        *_alike(),
        *_flat(),
        *_rates(),
        *_inputs(unscaled),
        *_slow(),
        *_recurrent(),
    )


def _vanishing() -> tuple[Sick, ...]:
    return (
        _sick(
            "sigmoid 4 x 5, N(0, 1)",
            "vanishing",
            CIRCLES,
            (5, 4, "sigmoid"),
            epochs=40,
            weights=_normal(1),
            optimizer=_rmsprop(),
        ),
        _sick("sigmoid 5 x 10", "vanishing", DIGITS, (10, 5, "sigmoid")),
        _sick("sigmoid 8 x 16", "vanishing", DIGITS, (16, 8, "sigmoid")),
        _sick("hard sigmoid 5 x 10", "vanishing", MOONS, (10, 5, "hard_sigmoid"), epochs=30),
        _sick("sigmoid 6 x 12, squared error", "vanishing", DIGITS, (12, 6, "sigmoid"), loss=SQUARES),
    )


def _vanishing_deep() -> tuple[Sick, ...]:
    small = _normal(0.05)
    return (
        _sick("tanh 10 x 16, N(0, .05)", "vanishing", DIGITS, (16, 10, "tanh"), weights=small, optimizer=_sgd(0.1)),
        _sick(
            "tanh 20 x 16, torch's weights",
            "vanishing",
            DIGITS,
            (16, 20, "tanh"),
            weights="torch_default",
            optimizer=_sgd(0.05),
        ),
        _sick(
            "relu 12 x 16, torch's weights",
            "vanishing",
            DIGITS,
            (16, 12, "relu"),
            weights="torch_default",
            optimizer=_sgd(0.05),
        ),
        _sick(
            "linear 15 x 16, N(0, .05)", "vanishing", DIGITS, (16, 15, "linear"), weights=small, optimizer=_sgd(0.05)
        ),
        _sick(
            "gelu 20 x 16, Glorot",
            "vanishing",
            DIGITS,
            (16, 20, "gelu"),
            weights="glorot_normal",
            optimizer=_sgd(0.1),
        ),
    )


def _large() -> tuple[Sick, ...]:
    overflow, growing = "overflow at step 0", "growing"
    return (
        _sick(
            "linear 60 x 32, N(0, 1)", overflow, DIGITS, (32, 60, "linear"), weights=_normal(1), optimizer=_sgd(0.01)
        ),
        _sick(
            "relu 10 x 50, gain 9", "exploding", DIGITS, (50, 10, "relu"), weights=_scaled(3), optimizer=_sgd(0.01)
        ),
        _sick("relu 6 x 32, gain 6", "exploding", DIGITS, (32, 6, "relu"), weights=_scaled(2.5), optimizer=_sgd(0.1)),
        _sick("elu 8 x 32, gain 6", "exploding", DIGITS, (32, 8, "elu"), weights=_scaled(2.5), optimizer=_sgd(0.1)),
        _sick("tanh 8 x 64, N(0, 1)", growing, DIGITS, (64, 8, "tanh"), weights=_normal(1), optimizer=_sgd(0.01)),
        _sick(
            "linear 20 x 16, gain 4", growing, DIGITS, (16, 20, "linear"), weights=_scaled(2), optimizer=_sgd(0.01)
        ),
        _sick(
            "relu 30 x 16, batch norm",
            growing,
            DIGITS,
            (16, 30, "relu"),
            weights="he_normal",
            optimizer=_sgd(0.1),
            norm="batch",
        ),
    )


def _alike() -> tuple[Sick, ...]:
    alike = "constant weights"
    return (
        _sick("relu 3 x 16, zeros", alike, DIGITS, (16, 3, "relu"), weights="zeros"),
        _sick("tanh 3 x 16, all .1", alike, DIGITS, (16, 3, "tanh"), weights="constant"),
        _sick("sigmoid 2 x 16, zeros", alike, DIGITS, (16, 2, "sigmoid"), weights="zeros"),
    )


def _flat() -> tuple[Sick, ...]:
    positive = _uniform(0, 1)
    return (
        _sick(
            "relu 2 x 16, N(-10, .1)",
            "dead",
            DIGITS,
            (16, 2, "relu"),
            weights=_normal(0.1, -10),
            optimizer=_sgd(0.01),
        ),
        _sick(
            "relu 5 x 5, U(0, 1)",
            "dead",
            CIRCLES,
            (5, 5, "relu"),
            epochs=40,
            weights=positive,
            optimizer=_sgd(0.01, 0.9),
        ),
        _sick(
            "tanh 5 x 5, U(0, 1)",
            "collapsed",
            CIRCLES,
            (5, 5, "tanh"),
            epochs=60,
            weights=positive,
            optimizer=_sgd(0.01, 0.9),
        ),
        _sick("tanh 4 x 32, N(0, 3)", "saturated", DIGITS, (32, 4, "tanh"), weights=_normal(3), optimizer=_sgd(0.01)),
        _sick(
            "sigmoid 3 x 32, N(0, 8)",
            "saturated",
            DIGITS,
            (32, 3, "sigmoid"),
            weights=_normal(8),
            optimizer=_sgd(0.01),
        ),
    )


def _rates() -> tuple[Sick, ...]:
    return (
        _sick(
            "relu 3 x 32, rate 1, momentum",
            "dead",
            DIGITS,
            (32, 3, "relu"),
            weights="he_normal",
            optimizer=_sgd(1.0, 0.9),
        ),
        _sick("relu 3 x 32, rate 5", "rate", DIGITS, (32, 3, "relu"), weights="he_normal", optimizer=_sgd(5.0)),
        _sick("tanh 3 x 32, rate 10", "rate", DIGITS, (32, 3, "tanh"), weights="lecun_normal", optimizer=_sgd(10.0)),
        _sick("relu 3 x 32, Adam at 1", "rate", DIGITS, (32, 3, "relu"), weights="he_normal", optimizer=_adam(1.0)),
    )


def _inputs(unscaled: dict[str, Any]) -> tuple[Sick, ...]:
    return (
        _sick(
            "unscaled columns, relu",
            "inputs",
            unscaled,
            (16, 2, "relu"),
            epochs=20,
            weights="he_normal",
            optimizer=_sgd(0.01),
        ),
        _sick("unscaled columns, sigmoid", "inputs", unscaled, (16, 2, "sigmoid"), optimizer=_sgd(0.1), epochs=20),
        _sick(
            "unscaled columns, squares",
            "inputs",
            unscaled,
            (16, 2, "relu"),
            weights="he_normal",
            optimizer=_sgd(0.01),
            epochs=20,
            loss=SQUARES,
        ),
    )


def _slow() -> tuple[Sick, ...]:
    return (
        _sick("sigmoid 1 x 8, rate 1e-4", "slow", CLOUDS, (8, 1, "sigmoid"), optimizer=_sgd(0.0001), epochs=30),
        _sick("tanh 2 x 16, rate 1e-5", "plateau", DIGITS, (16, 2, "tanh"), optimizer=_sgd(1e-05)),
        _sick("linear on circles", "stuck", CIRCLES, (8, 2, "linear"), epochs=60),
        _sick("2 sigmoids for a chess board", "stuck", {"kind": "xor", "n": 400}, (2, 1, "sigmoid"), epochs=60),
    )


def _recurrent() -> tuple[Sick, ...]:
    return (
        _sequence("simple layer, recall after 40", "forgetting", RECALL, {"kind": "rnn"}),
        _sequence("LSTM, forget bias -2, recall", "forgetting", RECALL, {"kind": "lstm", "forget_bias": -2.0}),
        _sequence("simple layer, adding over 40", "forgetting", ADDING, {"kind": "rnn"}, SQUARES),
        _sequence(
            "relu state, large weights", "exploding", ADDING, {"kind": "rnn", "activation": "relu"} | _wild(), SQUARES
        ),
    )


def _sick(name: str, cause: str, data: dict[str, Any], layers: tuple[int, int, Any], **fields: Any) -> Sick:
    """A network of ``layers``: units, number and activation; other fields of its spec by the names below."""
    units, number, activation = layers
    changes = {
        "name": name,
        "data": data,
        "network.hidden": [{"units": units}] * number,
        "network.activation": activation,
        "training.epochs": 8,
    }
    named = {
        "weights": "network.initializer",
        "norm": "network.normalization",
        "optimizer": "training.optimizer",
        "epochs": "training.epochs",
        "loss": "training.loss",
    }
    changes |= {named[field]: value for field, value in fields.items()}
    return Sick(name, cause, change_spec(ExperimentSpec(), changes))


def _sequence(
    name: str, cause: str, data: dict[str, Any], layer: dict[str, Any], loss: str = "cross_entropy"
) -> Sick:
    recurrence = {"units": 24} | layer
    changes = {"name": name, "data": data, "network.hidden": [], "network.recurrence": recurrence}
    return Sick(name, cause, change_spec(ExperimentSpec(), changes | {"training.epochs": 25, "training.loss": loss}))


def _normal(std: float, mean: float = 0.0) -> dict[str, Any]:
    return {"kind": "normal", "mean": float(mean), "std": float(std)}


def _scaled(scale: float) -> dict[str, Any]:
    return {"kind": "scaled_normal", "scale": float(scale)}


def _uniform(low: float, high: float) -> dict[str, Any]:
    return {"kind": "uniform", "low": float(low), "high": float(high)}


def _sgd(rate: float, momentum: float = 0.0) -> dict[str, Any]:
    return {"kind": "sgd", "learning_rate": rate, "momentum": momentum}


def _adam(rate: float) -> dict[str, Any]:
    return {"kind": "adam", "learning_rate": rate}


def _rmsprop() -> dict[str, Any]:
    return {"kind": "rmsprop"}


def _leaky() -> dict[str, Any]:
    return {"kind": "leaky_relu", "slope": 0.2}


def _wild() -> dict[str, Any]:
    return {"initializer": {"kind": "scaled_normal", "scale": 2.5}}


def _write_unscaled(path: Path) -> None:
    """Two classes in four columns whose ranges differ by six decades."""
    random = np.random.default_rng(7)
    labels = random.integers(0, 2, 500)
    shifts = (2 * labels[:, None] - 1) * [0.9, 0.5, 0.7, 0.3]
    columns = (random.normal(size=(500, 4)) + shifts) * [1, 1e4, 0.01, 200] + [0, 5e4, 1, 2000]
    cells = [",".join(f"{value:.6g}" for value in row) for row in columns]
    rows = [f"{row},c{label}" for row, label in zip(cells, labels, strict=True)]
    path.write_text("\n".join(["a,b,c,d,label", *rows]) + "\n", encoding="utf-8")
