"""Where a run first went bad: the sample, the layer and the tensor."""

from itertools import dropwhile
from typing import NamedTuple

from vgdesk.analysis.course import Stretch, follow_course
from vgdesk.analysis.diagnosis import diagnose
from vgdesk.analysis.numbers import format_epoch
from vgdesk.measures import find_tensor
from vgdesk.runs.history import History


class FirstBad(NamedTuple):
    """The first sign of trouble.

    Attributes:
        epoch: of its sample.
        row: number of the layer or time step, 1 at the input; None where it is the whole network.
        tensor: key of the tensor that shows it; empty where the loss does.
        what: the word of a verdict.
        row_kind: what a row is: layer or time step.
        until: epoch of the last sample before the network was well; None while it is not.
    """

    epoch: float
    row: int | None
    tensor: str
    what: str
    row_kind: str = "layer"
    until: float | None = None

    @property
    def text(self) -> str:
        """In words: ``layer 3, epoch 12: signal vanishing``, and until when."""
        where = f"{self.row_kind} {self.row}, " if self.row else ""
        tensor = f"{find_tensor(self.tensor).label} " if self.tensor else ""
        until = f" until epoch {format_epoch(self.until)}" if self.until is not None else ""
        return f"{where}epoch {format_epoch(self.epoch)}: {tensor}{self.what}{until}"


def first_bad_step(history: History) -> int | None:
    """The step of the first sample at which the verdict on a run was red; None if there is none so far."""
    red = _from_first_red(history)
    return int(history.steps[red[0].first]) if red else None


def first_bad(history: History) -> FirstBad | None:
    """The first sample at which the verdict on a run was red; None if there is none so far."""
    red = _from_first_red(history)
    if not red:
        return None
    bad, well = red[0], next((one for one in red if not one.verdict.is_red), None)
    until = None if well is None else float(history.epochs[well.first - 1])
    return _describe(history, bad, until)


def _from_first_red(history: History) -> tuple[Stretch, ...]:
    """The stretches of a run from the first red one on."""
    return tuple(dropwhile(lambda stretch: not stretch.verdict.is_red, follow_course(history).stretches))


def _describe(history: History, bad: Stretch, until: float | None) -> FirstBad:
    epoch, word = float(history.epochs[bad.first]), bad.verdict.word
    found = next(
        (finding for finding in diagnose(history, bad.first).findings if finding.is_cause or finding.rule == word),
        None,
    )
    if found is None:
        return FirstBad(epoch, None, "", word, until=until)
    return FirstBad(epoch, found.layers[0] if found.layers else None, found.tensor, word, found.row, until)
