"""Where a run first went bad: the sample, the layer and the tensor."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.diagnosis import UNKNOWN, diagnose
from vgdesk.analysis.findings import Finding
from vgdesk.analysis.numbers import format_epoch
from vgdesk.measures import find_tensor, measures_of
from vgdesk.runs.history import History

HEALTHY = "healthy"
ZERO = "exactly 0"
NOT_FINITE = "NaN or infinite"

_TENSORS = ("gradient", "signal", "weight", "recurrent_gradient", "recurrent_weight")
_SIZES = ("max_abs", "rms", "l2", "mean_abs")
_TOLD_BY = {"dead": "activation", "rank collapse": "activation", "vanishing": "signal"}
_ALL_UNTIL = 5  # binary digits: up to sample 31 all are asked
_AT_ONCE = 4096


class FirstBad(NamedTuple):
    """The first sign of trouble.

    Attributes:
        epoch: of its sample.
        row: number of the layer or time step, 1 at the input; None where it is the whole network.
        tensor: key of the tensor that shows it; empty where the loss does.
        what: ``exactly 0``, ``NaN or infinite``, or the word of a verdict.
        row_kind: what a row is: layer or time step.
    """

    epoch: float
    row: int | None
    tensor: str
    what: str
    row_kind: str = "layer"

    @property
    def text(self) -> str:
        """In words: ``layer 3, epoch 12: weight gradient exactly 0``."""
        where = f"{self.row_kind} {self.row}, " if self.row else ""
        tensor = f"{find_tensor(self.tensor).label} " if self.tensor else ""
        return f"{where}epoch {format_epoch(self.epoch)}: {tensor}{self.what}"


def first_bad(history: History) -> FirstBad | None:
    """The first sample at which a run was not healthy; None if there is none so far.

    That is where any measure of a gradient, signal or weight is not finite, where all entries of a layer are exactly
    0, or where the verdict is neither healthy nor unknown, whichever comes first. Verdicts are asked for at every
    sample at first, later at 16 samples in every doubling, and sought in between where one has changed. What was
    looked at once is not looked at again.
    """
    if history not in _searches:
        _searches[history] = _Search(history)
    return _searches[history].update(history)


class _Search:
    """How far a run has been looked at, and what was found; it does not keep the run alive."""

    def __init__(self, history: History):
        self._found: FirstBad | None = None
        self._looked = 0
        self._asked = -1
        self._columns = [_Columns(history, tensor) for tensor in _TENSORS]

    def update(self, history: History) -> FirstBad | None:
        while self._found is None and self._looked < history.sample_count:
            last = min(history.sample_count, self._looked + _AT_ONCE)
            self._found = self._search(history, last)
            self._looked = last
        return self._found

    def _search(self, history: History, last: int) -> FirstBad | None:
        block = history.values[self._looked : last]
        signs = [sign for columns in self._columns for sign in columns.signs(block)]
        if not signs:
            return self._ask(history, last - 1)
        sample, row, tensor, what = min(signs, key=lambda sign: sign[0])
        sample += self._looked
        over_time = bool(history.layout.time_steps) and find_tensor(tensor).follows_time
        sign = FirstBad(float(history.epochs[sample]), row, tensor, what, "time step" if over_time else "layer")
        return self._ask(history, sample - 1) or sign

    def _ask(self, history: History, last: int) -> FirstBad | None:
        """The first bad verdict up to a sample; the samples asked lie ever further apart, and the last is one."""
        while self._asked < last:
            sample = min(self._asked + _stride(self._asked), last)
            if (finding := _bad(history, sample)) is not None:
                return _tell(history, *_bisect(history, self._asked, sample, finding))
            if sample < self._asked + _stride(self._asked):
                return None
            self._asked = sample
        return None


class _Columns:
    """The columns of one tensor of a run."""

    def __init__(self, history: History, tensor: str):
        layout, measures = history.layout, [measure.key for measure in measures_of(tensor)]
        self._tensor = tensor
        kept = [measure for measure in measures if measure != "nonfinite" and (tensor, measure) in layout]
        self._all = np.array([layout.columns(tensor, measure) for measure in kept], np.intp)
        size = next((measure for measure in _SIZES if measure in kept), None)
        self._size = layout.columns(tensor, size) if size else np.empty(0, np.intp)

    def signs(self, block: NDArray[np.float32]) -> list[tuple[int, int, str, str]]:
        """First sample, row, tensor and what of every kind of trouble in some samples [sample, channel]."""
        if not self._all.size:
            return []
        odd = (~np.isfinite(block[:, self._all]) & (self._all >= 0)).any(axis=1)
        zero = (block[:, self._size] == 0) & (self._size >= 0)
        return [
            (int(found[0][0]), int(found[1][found[0] == found[0][0]].max()) + 1, self._tensor, what)
            for found, what in ((np.nonzero(odd), NOT_FINITE), (np.nonzero(zero), ZERO))
            if len(found[0])
        ]


_searches: WeakKeyDictionary[History, _Search] = WeakKeyDictionary()


def _stride(sample: int) -> int:
    """From a sample that was asked to the next one: 1 at first, then a sixteenth of the power of 2 below it."""
    return 1 << max((sample + 1).bit_length() - _ALL_UNTIL, 0)


def _bisect(history: History, good: int, bad: int, finding: Finding) -> tuple[int, Finding]:
    """The first bad sample after a good one, and its finding."""
    while bad - good > 1:
        middle = (good + bad) // 2
        found = _bad(history, middle)
        good, bad, finding = (middle, bad, finding) if found is None else (good, middle, found)
    return bad, finding


def _bad(history: History, sample: int) -> Finding | None:
    found = diagnose(history, sample)
    if found.verdict in (HEALTHY, UNKNOWN):
        return None
    return next(finding for finding in found.findings if finding.rule == found.verdict)


def _tell(history: History, sample: int, finding: Finding) -> FirstBad:
    over_time = bool(history.layout.time_steps) and finding.rule == "vanishing"
    row = finding.layers[0] if finding.layers else None
    tensor = _TOLD_BY.get(finding.rule, "gradient" if finding.layers else "")
    return FirstBad(float(history.epochs[sample]), row, tensor, finding.rule, "time step" if over_time else "layer")
