"""E1, E2, E4, E6: our training loop, with and without its measures, against the loop of a textbook."""

from collections.abc import Callable

import torch

from tests.benchmarks.naive import NaiveMeasures
from tests.benchmarks.row import Row, interleave
from tests.benchmarks.workloads import W1, W2, W3, W4, W5
from vgdesk.events import Layer
from vgdesk.experiment.activations import Relu
from vgdesk.experiment.initializers import HeNormal
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import NoNormalization
from vgdesk.experiment.slots import dense_slots
from vgdesk.training.layers import DenseLayer
from vgdesk.training.network import Network
from vgdesk.training.parameters import Parameters
from vgdesk.training.probe import Probe
from vgdesk.training.reductions import reduce_gradients, reduce_updates, reduce_weights

REPEATS = 9
WORKLOADS = {"W1": W1, "W2": W2, "W3": W3, "W4": W4, "W5": W5}
GOALS = {
    "E1": {"W1": 0.45, "W2": 0.55, "W3": 0.85, "W4": 0.72},
    "E2": {"W1": 0.55, "W2": 0.65, "W3": 1.15, "W5": 1.0},
}


def measuring(tensors: int, entries: int = 100_000, steps: int = 48) -> Callable[[], object]:
    """Measures as many steps of parameters whose entries lie in so many equal tensors."""
    starts = tuple(range(0, entries, entries // tensors))
    values, gradients = (torch.randn(entries, generator=torch.Generator().manual_seed(seed)) for seed in (0, 1))
    rows, kept = torch.empty(steps, entries), torch.empty(steps + 1, entries)

    def copy_and_reduce() -> None:
        kept[0].copy_(values)
        for step in range(steps):
            rows[step].copy_(gradients)
            kept[step + 1].copy_(values)
        reduce_gradients(rows.numpy(), starts)
        weights = reduce_weights(kept[:-1].numpy(), starts)
        reduce_updates(kept[:-1].numpy(), kept[1:].numpy(), starts, weights[:, 2])

    return copy_and_reduce


def measuring_layers(layers: int, units: int, steps: int = 64) -> Callable[[], object]:
    """Measures as many steps of a network of so many layers, a weight and a bias each, the ledgers included."""
    resolved = ResolvedLayer(units, Relu(), HeNormal(), NoNormalization())
    slots = [slot for number in range(1, layers + 1) for slot in dense_slots(number, units, resolved)]
    parameters = Parameters(slots)
    built = tuple(DenseLayer(number, parameters, resolved) for number in range(1, layers + 1))
    labels = tuple(Layer(str(number), units, "relu") for number in range(layers))
    network = Network(parameters, built, labels, steps=0)
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
    many = interleave(measuring(1000), measuring(10), REPEATS)
    rows.append(Row("E6", "measuring 1000 / 10 tensors, same parameters", many, "<= 4", many <= 4))
    deep = interleave(measuring_layers(500, 14), measuring_layers(5, 141), REPEATS)
    words = "the same of 500 / 5 layers, 10 times the units, their ledgers included"
    rows.append(Row("E6 deep", words, deep, "", None))
    return rows


if __name__ == "__main__":
    for row in measure():
        print(f"{row.id:6} {row.what:55} {row.figure:8.3f} {row.goal:8} {row.met}")
