"""E5: what TensorBoard writes of every step, against what we record of it, histograms and all.

Both train W1 and write to files. The peer is the loop of a textbook with ``torch.utils.tensorboard``: at every step
the measures of every parameter and its gradient as scalars, and the histograms of every weight and its gradient. Ours
records these histograms and all measures, the ledgers included.
"""

import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

import torch
from torch import Tensor, nn

from tests.benchmarks.naive import REDUCE
from tests.benchmarks.row import Row, interleave
from tests.benchmarks.workloads import W1, W2, W3, Workload
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.sampling import HistogramsEverySample, NoHistograms
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.measures import measures_of
from vgdesk.runs.writer import RunWriter
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training

REPEATS = 5
GOAL = 80

Measures: TypeAlias = dict[str, dict[str, Callable[[Tensor], Tensor]]]


class TensorboardObserver:
    """Writes what it is asked for after each backward pass; made for ``Workload.textbook``.

    Args:
        folder: for the event files.
        measures: of every parameter and gradient, by the name of its family, as functions.
        network: what is trained.
    """

    def __init__(self, folder: Path, measures: Measures, network: nn.Sequential, _: Tensor):
        from torch.utils.tensorboard import SummaryWriter

        self._writer = SummaryWriter(str(folder))
        self._measures = measures
        self._parameters = dict(network.named_parameters())
        self._step = 0

    def before_pass(self) -> None:
        """Nothing."""

    def after_pass(self) -> None:
        """Write this step."""
        for name, parameter in self._parameters.items():
            for family, x in (("weight", parameter.detach()), ("gradient", parameter.grad)):
                for measure, reduce in self._measures[family].items():
                    self._writer.add_scalar(f"{family}/{name}/{measure}", reduce(x), self._step)
                if name.endswith("weight"):
                    self._writer.add_histogram(f"{family}/{name}", x, self._step)
        self._step += 1

    def after_step(self) -> None:
        """Nothing."""


def measures_named(*keys: str) -> Measures:
    """Those measures of both families, or all that we record."""
    return {
        family: {one.key: REDUCE[one.key] for one in measures_of(family) if one.key in (keys or REDUCE)}
        for family in ("weight", "gradient")
    }


def recorded(spec: ExperimentSpec, writer: RunWriter) -> Callable[[], object]:
    """Our loop with histograms of every sample, ready to train some epochs more into a run file."""
    training = Training(spec.model_copy(update={"histograms": HistogramsEverySample()}), load_dataset(spec.data))
    writer.write(training.started())

    def train() -> None:
        training.step = 0
        for event in training.rounds():
            if event is not None:
                writer.write(event)
        writer.commit()

    return train


def measured(workload: Workload, schedule: Choice) -> Callable[[], object]:
    """Our loop with all measures of every step, and histograms by that schedule, into no file."""
    spec = workload.spec.model_copy(update={"histograms": schedule})
    return replace(workload, spec=spec).ours(measure=True)


def against_tensorboard() -> list[Row]:
    """E5 with all measures as scalars, and with the two that most tutorials take."""
    rows = []
    asked = {"E5": ("scalars", measures_named()), "E5 few": ("mean, std", measures_named("mean", "std"))}
    for id, (words, measures) in asked.items():
        folder = Path(tempfile.mkdtemp(prefix="vgdesk-bench-"))
        try:
            peer = W1.textbook(partial(TensorboardObserver, folder, measures))
            with RunWriter(folder / "run.vgrun") as writer:
                ratio = interleave(peer, recorded(W1.spec, writer), REPEATS)
        finally:
            shutil.rmtree(folder)
        goal, met = (f">= {GOAL}", ratio >= GOAL) if id == "E5" else ("", None)
        rows.append(Row(id, f"TensorBoard {words} and histograms / ours, every step, W1", ratio, goal, met))
    return rows


def measure() -> list[Row]:
    """E5 where TensorBoard is installed, and what histograms cost beside the other measures."""
    torch.set_num_threads(1)
    rows = []
    if importlib.util.find_spec("tensorboard"):
        rows += against_tensorboard()
    else:
        print("E5 needs tensorboard: pip install tensorboard", file=sys.stderr)
    for name, workload in {"W1": W1, "W2": W2, "W3": W3}.items():
        ratio = interleave(measured(workload, HistogramsEverySample()), measured(workload, NoHistograms()), REPEATS)
        rows.append(Row(f"E5 {name}", "every step with histograms / without, all measures", ratio, "", None))
    return rows


if __name__ == "__main__":
    for row in measure():
        print(f"{row.id:6} {row.what:55} {row.figure:8.3f} {row.goal:8} {row.met}")
