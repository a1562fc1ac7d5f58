"""What our training loop and the loop of a textbook both train.

W1 circles 2-5-5-5-5-1, W2 784-10x6-10, W3 100 wide and 50 deep, W4 784-300-100-10 with batch norm, W5 an LSTM of 64
units that adds over 100 steps.
"""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from tests.benchmarks.naive import NaiveMeasures
from tests.training.examples import made_for, made_points
from vgdesk.experiment.normalizations import BatchNormalization
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training

PHI = {"sigmoid": nn.Sigmoid, "relu": nn.ReLU}
OPTIMIZERS = {"sgd": partial(torch.optim.SGD, lr=0.01), "adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop}


@dataclass(frozen=True)
class Workload:
    """What both loops train.

    Attributes:
        spec: its optimizer of ours; the textbook takes torch's of that name.
        columns: of points that are made by hand; 0 are the points of the spec.
    """

    spec: ExperimentSpec
    columns: int = 0

    def ours(self, *, measure: bool) -> Callable[[], object]:
        """Our loop, ready to train some epochs more; with all measures of every step, or without any."""
        spec = made_for(self.spec, self.columns, 10) if self.columns else self.spec
        training = Training(spec, self._points(), measure=measure)

        def train() -> None:
            training.step = 0
            deque(training.rounds(), maxlen=0)

        return train

    def textbook(self, measures: type[NaiveMeasures] | None = None) -> Callable[[], object]:
        """The loop of a tutorial, ready to train as many epochs more."""
        points = self._points()
        inputs, labels = torch.tensor(points.train_inputs), torch.tensor(points.train_labels)
        network = self._network()
        optimizer = OPTIMIZERS[self.spec.training.optimizer.kind](network.parameters())
        observer = measures(network, inputs[:64]) if measures else None
        if self.columns:
            loss = nn.CrossEntropyLoss()
        else:
            loss = nn.MSELoss() if self.spec.network.recurrent else nn.BCEWithLogitsLoss()
            labels = labels[:, None].float()
        step = partial(teach, network, optimizer, loss, observer)
        training = self.spec.training

        def train() -> None:
            for _ in range(training.epochs):
                order = torch.randperm(len(inputs))
                shuffled, targets = inputs[order], labels[order]
                for first in range(0, len(inputs), training.batch_size):
                    last = first + training.batch_size
                    step(shuffled[first:last], targets[first:last])

        return train

    def _points(self):
        return made_points(self.spec.data.n, self.columns, 10) if self.columns else load_dataset(self.spec.data)

    def _network(self) -> nn.Module:
        if self.spec.network.recurrent:
            return Reader(self.spec.data.step_columns, self.spec.network.recurrent.units)
        modules, width = [], self.columns or 2
        for layer in self.spec.network.resolved():
            modules += [nn.Linear(width, layer.units), PHI[layer.activation.kind]()]
            if isinstance(layer.normalization, BatchNormalization):
                modules.append(nn.BatchNorm1d(layer.units))
            width = layer.units
        return nn.Sequential(*modules, nn.Linear(width, 10 if self.columns else 1))


class Reader(nn.Module):
    """Torch's LSTM, and a number from its last state."""

    def __init__(self, columns: int, units: int):
        super().__init__()
        self.columns = columns
        self.lstm = nn.LSTM(columns, units, batch_first=True)
        self.linear = nn.Linear(units, 1)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, time x column] to [batch, 1]."""
        states, _ = self.lstm(x.unflatten(1, (-1, self.columns)))
        return self.linear(states[:, -1])


def teach(network, optimizer, loss, observer, *batch: Tensor) -> None:
    """One step as every tutorial has it."""
    inputs, targets = batch
    if observer:
        observer.before_pass()
    optimizer.zero_grad()
    loss(network(inputs), targets).backward()
    if observer:
        observer.after_pass()
    optimizer.step()
    if observer:
        observer.after_step()


def make_spec(data: dict, network: dict, training: dict) -> ExperimentSpec:
    """A spec of 8 epochs that samples every step, when it is measured at all."""
    tree = {
        "data": data,
        "network": network,
        "training": {"epochs": 8, **training},
        "sampling": {"kind": "steps", "steps": 1},
        "histograms": "none",
        "snapshots": "none",
    }
    return parse_spec(json.dumps(tree))


def circles(n: int) -> dict:
    """So many points; the columns may be made by hand."""
    return {"kind": "circles", "n": n}


def layers(*units: int) -> list[dict[str, int]]:
    """Hidden layers of these widths."""
    return [{"units": number} for number in units]


W1 = Workload(
    make_spec(
        circles(1000),
        {"hidden": layers(5, 5, 5, 5), "activation": "sigmoid"},
        {"optimizer": "rmsprop", "batch_size": 32},
    )
)
W2 = Workload(
    make_spec(
        circles(900),
        {"hidden": layers(*[10] * 6), "activation": "sigmoid"},
        {"optimizer": "adam", "batch_size": 30},
    ),
    784,
)
W3 = Workload(
    make_spec(
        circles(384),
        {"hidden": layers(*[100] * 50), "activation": "relu"},
        {"optimizer": "adam", "batch_size": 128},
    ),
    100,
)
W4 = Workload(
    make_spec(
        circles(480),
        {
            "hidden": layers(300, 100),
            "activation": "relu",
            "normalization": {"kind": "batch", "position": "after"},
        },
        {"optimizer": {"kind": "sgd", "learning_rate": 0.01}, "batch_size": 32},
    ),
    784,
)
W5 = Workload(
    make_spec(
        {"kind": "adding", "n": 256, "length": 100, "test_fraction": 0},
        {"hidden": [], "recurrence": {"kind": "lstm", "units": 64}},
        {"optimizer": "adam", "batch_size": 32, "loss": "mean_squared_error", "epochs": 4},
    )
)
