"""Samples of a watched network as events: the same measures as of a network that vgdesk trains."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from vgdesk.events import Histogrammed, Layout, Sampled, freeze
from vgdesk.measures import gradient_of, measures_of
from vgdesk.training.channels import key_values, order_channels
from vgdesk.training.histograms import count_entries, find_owners
from vgdesk.training.reductions import (
    ActivationSums,
    reduce_activations,
    reduce_gradients,
    reduce_signals,
    reduce_updates,
    reduce_weights,
)
from vgdesk.watching.copies import Copies, Sample
from vgdesk.watching.tree import ModelRow, describe_rows

_RMS = [measure.key for measure in measures_of("weight")].index("rms")

Floats = NDArray[np.float32]


class SampleReader:
    """Turns copies into events.

    Args:
        run: id of the run.
        rows: of the network.
        flow: indices of the rows whose modules were seen at work.

    Attributes:
        layout: what the samples hold.
        watched: the rows as a run says them.
    """

    def __init__(self, run: str, rows: Sequence[ModelRow], flow: Sequence[int]):
        self._run = run
        self._rows = tuple(rows)
        layers, self.watched, slots = describe_rows(rows)
        self._starts = tuple(np.cumsum([0, *(slot.size for slot in slots[:-1])]).tolist())
        self._flow = sorted(flow)
        held = [
            *key_values("activation", [("activation", row + 1) for row in self._flow]),
            *key_values("signal", [("signal", row + 1) for row in self._flow]),
            *key_values("gradient", [(gradient_of(slot.tensor), slot.layer) for slot in slots]),
            *key_values("weight", [(slot.tensor, slot.layer) for slot in slots]),
            *key_values("update", [("update" if slot.tensor == "weight" else "", slot.layer) for slot in slots]),
        ]
        channels, self._order = order_channels(held, len(layers))
        self.layout = Layout(layers, channels, (), slots)
        self._owners = find_owners(slots, self.layout)

    def read(self, copies: Copies) -> list[Sampled | Histogrammed]:
        """The samples held, and their histograms."""
        samples = copies.samples
        gradients, before, after = copies.rows()
        weights = reduce_weights(before, self._starts)
        ratios = reduce_updates(before, after, self._starts, weights[:, _RMS])
        ratios[[not sample.is_updated for sample in samples]] = np.nan
        parts = (
            self._reduce_flow("activation", [sample.outputs for sample in samples], _reduce_outputs),
            self._reduce_flow("signal", [sample.signals for sample in samples], _reduce_signals),
            _leave_out(reduce_gradients(gradients, self._starts), samples),
            weights,
            ratios,
        )
        count = len(samples)
        values = np.concatenate([part.reshape(count, -1) for part in parts], axis=1)[:, self._order]
        steps = np.array([sample.step for sample in samples], np.int64)
        losses = np.array([_number(sample) for sample in samples], np.float32)
        found: list[Sampled | Histogrammed] = [Sampled(self._run, freeze(steps), freeze(losses), freeze(values))]
        if self.layout.histograms:
            found.append(self._count(steps, samples, np.concatenate((gradients, before), axis=1)))
        return found

    def _count(self, steps: NDArray[np.int64], samples: Sequence[Sample], rows: Floats) -> Histogrammed:
        starts = (*self._starts, *(rows.shape[1] // 2 + start for start in self._starts))
        counts = count_entries(rows, starts, self._owners).astype(self.layout.count_type)
        for number, sample in enumerate(samples):
            counts[number, [owner for tensor in sample.missing if (owner := self._owners[tensor]) >= 0]] = 0
        return Histogrammed(self._run, freeze(steps.copy()), freeze(counts))

    def _reduce_flow(
        self, family: str, kept: Sequence[dict[int, Tensor]], reduce: Callable[[NDArray[np.float32]], Floats]
    ) -> Floats:
        """Measures [sample, measure, row] of the rows with a module; NaN where nothing flowed."""
        found = np.full((len(kept), len(self._flow), len(measures_of(family))), np.nan, np.float32)
        alike: dict[tuple[int, ...], list[tuple[int, int, NDArray[np.float32]]]] = defaultdict(list)
        for sample, tensors in enumerate(kept):
            for place, row in enumerate(self._flow):
                if row in tensors:
                    points = _to_points(tensors[row], self._rows[row].axis)
                    alike[points.shape].append((sample, place, points))
        for group in alike.values():
            samples, places, arrays = zip(*group, strict=True)
            found[list(samples), list(places)] = reduce(np.stack(arrays))
        return found.transpose(0, 2, 1)


def _to_points(tensor: Tensor, axis: int) -> NDArray[np.float32]:
    """[point, unit]: whatever a module's output has beside its units counts as points."""
    moved = tensor.movedim(axis, -1) if tensor.dim() > 2 else tensor
    found: NDArray[np.float32] = moved.reshape(-1, moved.shape[-1]).cpu().numpy()
    return found


def _reduce_outputs(outputs: NDArray[np.float32]) -> Floats:
    """Measures of the family ``activation`` [row, measure] of outputs [row, point, unit]; none is saturated."""
    with np.errstate(all="ignore"):
        a = outputs.astype(np.float64)
        squares = np.square(a).sum(axis=(1, 2))
        means = a.mean(axis=1)
        a -= means[:, None]
        variances = np.square(a).sum(axis=1)
        products = a @ a.swapaxes(1, 2) if a.shape[2] > a.shape[1] else a.swapaxes(1, 2) @ a
        sums = ActivationSums(
            points=a.shape[1],
            means=means,
            variances=variances,
            squares=squares,
            traces=variances.sum(axis=1),
            spreads=np.square(products).sum(axis=(1, 2)),
            saturated=np.full(len(a), np.nan),
            dead=(outputs == 0).all(axis=1).sum(axis=1),
            nonfinite=np.count_nonzero(~np.isfinite(outputs), axis=(1, 2)),
        )
    return reduce_activations(sums)


def _reduce_signals(signals: NDArray[np.float32]) -> Floats:
    """Measures of the family ``signal`` [row, measure] of signals [row, point, unit]."""
    return reduce_signals(signals.reshape(len(signals), -1), (0,))[:, :, 0]


def _leave_out(measures: Floats, samples: Sequence[Sample]) -> Floats:
    """Measures [sample, measure, tensor] without those of tensors that had no gradient."""
    for number, sample in enumerate(samples):
        measures[number][:, sample.missing] = np.nan
    return measures


def _number(sample: Sample) -> float:
    return float("nan") if sample.loss is None else float(sample.loss)
