"""The histograms of a run in memory."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.events import Histogrammed, Layout
from vgdesk.measures import HISTOGRAM_BINS, HISTOGRAM_COLUMNS, HISTOGRAM_TENSORS, NONFINITE, ZEROS
from vgdesk.runs.column import Column, Timed


class Histograms(Timed):
    """The histograms of a run.

    Args:
        layout: of the run.
        steps_per_epoch: updates an epoch.
    """

    def __init__(self, layout: Layout, steps_per_epoch: int):
        super().__init__(steps_per_epoch)
        self._layers = len(layout.layers)
        self._keys = layout.histograms
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
        self._append_steps(event.steps)
        self._counts.extend(event.counts)

    def __len__(self) -> int:
        """Samples so far."""
        return self._steps.count

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
