"""E1, E2, E4, E6: our training loop, with and without its measures, against the loop of a textbook.

The workloads are W1 circles 2-5-5-5-5-1, W2 784-10x6-10, W3 100 wide and 50 deep, W4 784-300-100-10 with batch norm.
"""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from tests.benchmarks.naive import NaiveMeasures
from tests.benchmarks.row import Row, interleave
from tests.training.examples import made_for, made_points
from vgdesk.events import Layer
from vgdesk.experiment.activations import Relu
from vgdesk.experiment.initializers import HeNormal
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization, NoNormalization
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.training.datasets import load_dataset
from vgdesk.training.layers import DenseLayer
from vgdesk.training.loop import Training
from vgdesk.training.network import Network
from vgdesk.training.parameters import Parameters
from vgdesk.training.probe import Probe

PHI = {"sigmoid": nn.Sigmoid, "relu": nn.ReLU}
OPTIMIZERS = {"sgd": partial(torch.optim.SGD, lr=0.01), "adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop}
REPEATS = 9


@dataclass(frozen=True)
class Workload:
    """What both loops train.

    Attributes:
        spec: its optimizer of ours; the textbook takes torch's of that name.
        columns: of the points; 2 are the circles.
        classes: of the points.
    """

    spec: ExperimentSpec
    columns: int = 2
    classes: int = 2

    def ours(self, *, measure: bool) -> Callable[[], object]:
        """Our loop, ready to train some epochs more; with all measures of every step, or without any."""
        dataset = self._points()
        training = Training(made_for(self.spec, self.columns, self.classes), dataset, measure=measure)
        return lambda: deque(training.rounds(), maxlen=0)

    def textbook(self, measures: type[NaiveMeasures] | None = None) -> Callable[[], object]:
        """The loop of a tutorial, ready to train as many epochs more."""
        points = self._points()
        inputs, labels = torch.tensor(points.train_inputs), torch.tensor(points.train_labels)
        network = self._sequential()
        optimizer = OPTIMIZERS[self.spec.training.optimizer.kind](network.parameters())
        if self.classes == 2:
            loss, labels = nn.BCEWithLogitsLoss(), labels[:, None].float()
        else:
            loss = nn.CrossEntropyLoss()
        observer = measures(network, inputs[:64]) if measures else None
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
        return load_dataset(self.spec.data) if self.columns == 2 else made_points(self.spec.data.n, self.columns, 10)

    def _sequential(self) -> nn.Sequential:
        modules, width = [], self.columns
        for layer in self.spec.network.resolved():
            modules += [nn.Linear(width, layer.units), PHI[layer.activation.kind]()]
            if isinstance(layer.normalization, BatchNormalization):
                modules.append(nn.BatchNorm1d(layer.units))
            width = layer.units
        return nn.Sequential(*modules, nn.Linear(width, 1 if self.classes == 2 else self.classes))


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


def made_workload(points: int, epochs: int, network: dict, training: dict, images: bool = True) -> Workload:
    """A workload that samples every step, when it is measured at all."""
    tree = {
        "data": {"kind": "circles", "n": points},
        "network": network,
        "training": {"epochs": epochs, **training},
        "sampling": {"kind": "steps", "steps": 1},
    }
    spec = parse_spec(json.dumps(tree))
    return Workload(spec, 784, 10) if images else Workload(spec)


def layers(*units: int) -> list[dict[str, int]]:
    """Hidden layers of these widths."""
    return [{"units": number} for number in units]


W1 = made_workload(
    1000,
    8,
    {"hidden": layers(5, 5, 5, 5), "activation": "sigmoid"},
    {"optimizer": "rmsprop", "batch_size": 32},
    images=False,
)
W2 = made_workload(
    900, 8, {"hidden": layers(*[10] * 6), "activation": "sigmoid"}, {"optimizer": "adam", "batch_size": 30}
)
W3 = Workload(
    made_workload(
        384, 8, {"hidden": layers(*[100] * 50), "activation": "relu"}, {"optimizer": "adam", "batch_size": 128}
    ).spec,
    100,
    10,
)
W4 = made_workload(
    480,
    8,
    {
        "hidden": layers(300, 100),
        "activation": "relu",
        "normalization": {"kind": "batch", "position": "after"},
    },
    {"optimizer": {"kind": "sgd", "learning_rate": 0.01}, "batch_size": 32},
)
WORKLOADS = {"W1": W1, "W2": W2, "W3": W3, "W4": W4}
GOALS = {
    "E1": {"W1": 0.45, "W2": 0.55, "W3": 0.85, "W4": 0.72},
    "E2": {"W1": 0.55, "W2": 0.65, "W3": 1.15},
}


def measuring(layers: int, units: int, steps: int = 64) -> Callable[[], object]:
    """Measures as many steps of a network of so many layers of so many units, a weight and a bias each."""
    resolved = ResolvedLayer(units, Relu(), HeNormal(), NoNormalization())
    slots = [slot for number in range(1, layers + 1) for slot in DenseLayer.slots(number, units, units)]
    parameters = Parameters(slots)
    built = tuple(DenseLayer(number, parameters, resolved) for number in range(1, layers + 1))
    network = Network(parameters, built, tuple(Layer(str(number), units, "relu") for number in range(layers)))
    parameters.values.normal_(std=units**-0.5, generator=torch.Generator().manual_seed(0))
    inputs = torch.randn(32, units, generator=torch.Generator().manual_seed(1))
    probe, loss = Probe("run", network, len(inputs), inputs), torch.zeros(())
    network.forward(inputs, training=True)
    network.backward(inputs)

    def record_and_reduce() -> None:
        for step in range(steps):
            probe.record_activations()
            probe.record(step, loss)
            probe.record_update()
            if probe.is_full:
                probe.drain()
        probe.drain()

    return record_and_reduce


def measure() -> list[Row]:
    """E1 and E2 of every workload, E4, E6."""
    torch.set_num_threads(1)
    rows = []
    for id, words in (("E1", "our loop without measures"), ("E2", "our loop, all measures, every step")):
        for name, workload in WORKLOADS.items():
            ratio = interleave(workload.ours(measure=id == "E2"), workload.textbook(), REPEATS)
            goal = GOALS[id].get(name)
            met = None if goal is None else ratio <= goal
            rows.append(Row(f"{id} {name}", f"{words} / textbook loop", ratio, f"<= {goal}" if goal else "", met))
    naive = interleave(W1.textbook(NaiveMeasures), W1.ours(measure=True), REPEATS)
    rows.append(Row("E4", "measuring by .item() / ours, every step, W1", naive, ">= 6", naive >= 6))
    many = interleave(measuring(500, 14), measuring(5, 141), REPEATS)
    rows.append(Row("E6", "measuring 1000 / 10 tensors, same parameters", many, "<= 4", many <= 4))
    return rows


if __name__ == "__main__":
    for row in measure():
        print(f"{row.id:6} {row.what:55} {row.figure:8.3f} {row.goal:8} {row.met}")
