"""The histograms of a run in memory."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.events import Histogrammed, Layout
from vgdesk.measures import HISTOGRAM_BINS, HISTOGRAM_COLUMNS, HISTOGRAM_TENSORS, NONFINITE, ZEROS
from vgdesk.runs.column import Column, last_at


class Histograms:
    """The histograms of a run. Its arrays are read-only views of what was there when they were asked for.

    Args:
        layout: of the run.
        steps_per_epoch: updates an epoch.
    """

    def __init__(self, layout: Layout, steps_per_epoch: int):
        self._layers = len(layout.layers)
        self._keys = layout.histograms
        self._steps_per_epoch = steps_per_epoch
        self._steps = Column(np.int64)
        self._epochs = Column(np.float64)
        self._counts: Column[Any] = Column(layout.count_type, (len(self._keys), HISTOGRAM_COLUMNS))

    def append(self, event: Histogrammed) -> None:
        """Take in some samples.

        Raises:
            ValueError: the counts do not fit the layout.
        """
        wanted = (len(event.steps), len(self._keys), HISTOGRAM_COLUMNS)
        if event.counts.shape != wanted or event.counts.dtype != self._counts.dtype:
            found = f"{event.counts.dtype} {event.counts.shape}"
            raise ValueError(f"histograms of {self._counts.dtype} {wanted} cannot hold {found}")
        self._steps.extend(event.steps)
        self._epochs.extend(event.steps / self._steps_per_epoch)
        self._counts.extend(event.counts)

    def __len__(self) -> int:
        """Samples so far."""
        return self._steps.count

    @property
    def steps(self) -> NDArray[np.int64]:
        """int64 [sample], updates done before each."""
        return self._steps.view()

    @property
    def epochs(self) -> NDArray[np.float64]:
        """float64 [sample], steps / steps per epoch."""
        return self._epochs.view()

    @property
    def counts(self) -> NDArray[np.unsignedinteger]:
        """All of it as the events brought it: unsigned [sample, histogram, column], see ``Histogrammed``."""
        return self._counts.view()

    @property
    def tensors(self) -> tuple[str, ...]:
        """Keys of the tensors that have histograms."""
        return tuple(tensor for tensor in HISTOGRAM_TENSORS if any(tensor == key for key, _ in self._keys))

    def bins(self, tensor: str) -> NDArray[np.unsignedinteger]:
        """Entries in each bin: unsigned [sample, layer, bin], all 0 where a layer has no such tensor.

        The edges of the bins are ``HISTOGRAM_EDGES``.

        Raises:
            KeyError: no layer of this run has histograms of that tensor.
        """
        return self._columns(tensor)[:, :, :HISTOGRAM_BINS]

    def zeros(self, tensor: str) -> NDArray[np.unsignedinteger]:
        """Entries that are exactly 0: unsigned [sample, layer]; raises as ``bins``."""
        return self._columns(tensor)[:, :, ZEROS]

    def nonfinite(self, tensor: str) -> NDArray[np.unsignedinteger]:
        """Entries that are NaN or infinite: unsigned [sample, layer]; raises as ``bins``."""
        return self._columns(tensor)[:, :, NONFINITE]

    def at(self, epoch: float | None) -> int:
        """Index of the last sample at or before an epoch; the newest for None; -1 without any."""
        return last_at(self.epochs, epoch)

    def _columns(self, tensor: str) -> NDArray[np.unsignedinteger]:
        """[sample, layer, column]; a view where every layer has the tensor."""
        places = [place for place, (key, _) in enumerate(self._keys) if key == tensor]
        if not places:
            raise KeyError(f"no histograms of {tensor!r}")
        counts = self.counts[:, places[0] : places[-1] + 1]
        if len(places) == self._layers:
            return counts
        spread = np.zeros((len(counts), self._layers, HISTOGRAM_COLUMNS), counts.dtype)
        spread[:, [self._keys[place][1] - 1 for place in places]] = counts
        spread.setflags(write=False)
        return spread
