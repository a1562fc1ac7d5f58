"""The numbers of runs as CSV, one value a row."""

import json
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from pathlib import Path

import numpy as np

from vgdesk.errors import ExportError
from vgdesk.events import Channel
from vgdesk.measures import SCORES
from vgdesk.runs.history import History
from vgdesk.runs.saving import explain_failure, replacing

HEADER = "run,lane,seed,step,epoch,layer,tensor,measure,value\n"

_NUMBER = "%.9g"  # the fewest digits that bring every float32 back
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BUFFER_BYTES = 1 << 20
_SLICE = 256  # samples turned into Python numbers at a time
_SAMPLES_FIRST, _SCORES_AFTER = 0, 1

Block = tuple[int, int, str]
"""Rows of one step: the step, the rank within it, and the text."""


def write_csv(histories: Sequence[History], path: Path) -> None:
    """Write every value of some runs as UTF-8 text, a header first.

    Rows stand by run, then by step, then by channel; within a step the batch loss follows the channels and the
    scores over all points follow the batch loss; the sample after the last update has no rows of updates. Layers
    count from 1 at the input; scores have none, and their tensor is ``score``. Numbers have nine digits, so that
    every float32 comes back; what is not finite is ``nan``, ``inf`` or ``-inf``. A name that a spreadsheet would
    take for a formula gets an apostrophe in front.

    Raises:
        ExportError: the file cannot be written; an older one of that name stays as it was.
    """
    path = Path(path)
    try:
        with replacing(path) as draft, draft.open("w", _BUFFER_BYTES, encoding="utf-8", newline="") as file:
            file.write(HEADER)
            for history in histories:
                file.writelines(_run_rows(history))
    except (OSError, ValueError) as error:
        raise ExportError(f"cannot write the table {path}: {explain_failure(error)}") from error


def _run_rows(history: History) -> Iterator[str]:
    names = ",".join(_cell(name) for name in (history.run, history.lane, _seed(history)))
    for _, _, rows in merge(_sample_blocks(history, names), _score_blocks(history, names)):
        yield rows


def _sample_blocks(history: History, names: str) -> Iterator[Block]:
    """The rows of each sample, made by one format for all its values: four times as fast as a row at a time."""
    channels = history.layout.channels
    template = _template([*map(_tail, channels), ",score,batch_loss"])
    measured = [place for place, channel in enumerate(channels) if channel.tensor != "update"]
    closing = _template([*(_tail(channels[place]) for place in measured), ",score,batch_loss"])
    last = history.sample_count - 1 if history.has_closing_sample else -1
    for begin in range(0, history.sample_count, _SLICE):
        part = slice(begin, begin + _SLICE)
        values = np.column_stack((history.values[part], history.batch_loss[part])).tolist()
        steps, epochs = history.steps[part].tolist(), history.epochs[part].tolist()
        for place, (step, epoch, sample) in enumerate(zip(steps, epochs, values, strict=True), begin):
            head = f"{names},{step},{epoch:.12g}"
            known = [sample[each] for each in (*measured, -1)] if place == last else sample
            yield step, _SAMPLES_FIRST, _fill(closing if place == last else template, head, known)


def _score_blocks(history: History, names: str) -> Iterator[Block]:
    scores = history.scores
    columns = [getattr(scores, name).tolist() for name in SCORES]
    templates = {count: _template(f",score,{name}" for name in SCORES[:count]) for count in (2, 4)}
    for step, epoch, *values in zip(scores.step.tolist(), scores.epoch.tolist(), *columns, strict=True):
        absent = all(value != value for value in values[2:])  # a test that went wrong still has an accuracy
        present = values[:2] if absent else values
        text = _fill(templates[len(present)], f"{names},{step},{epoch:.12g}", present)
        yield step, _SCORES_AFTER, text


def _template(tails: Iterable[str]) -> str:
    """A format for the values of one sample; NUL marks the place of every row's head."""
    return "".join(f"\0,{tail.replace('%', '%%')},{_NUMBER}\n" for tail in tails)


def _fill(template: str, head: str, values: Sequence[float]) -> str:
    return (template % tuple(values)).replace("\0", head)


def _tail(channel: Channel) -> str:
    return f"{channel.layer},{_cell(channel.tensor)},{_cell(channel.measure)}"


def _cell(text: str) -> str:
    """A text by RFC 4180, harmless in a spreadsheet."""
    safe = text.replace("\0", "")
    if safe.startswith(_FORMULA_STARTS):
        safe = f"'{safe}"
    if any(mark in safe for mark in ',"\r\n'):
        safe = '"' + safe.replace('"', '""') + '"'
    return safe


def _seed(history: History) -> str:
    """The spec's seed; empty in a spec without any."""
    spec = json.loads(history.started.spec_json or "{}")
    seed = spec.get("seed") if isinstance(spec, dict) else None
    return "" if seed is None else str(seed)
