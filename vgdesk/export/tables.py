"""The numbers of runs as CSV, one value a row."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice
from pathlib import Path

import numpy as np

from vgdesk.events import Channel
from vgdesk.export.blocks import BIN_NAMES, count_moments
from vgdesk.export.identity import name_seed
from vgdesk.export.numbers import Advance
from vgdesk.measures import SCORES
from vgdesk.runs.history import History

HEADER = "run,lane,seed,step,epoch,layer,tensor,measure,value\n"

NUMBER = "%.9g"
"""How a value is written: with the fewest digits that bring every float32 back."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BUFFER_BYTES = 1 << 20
_SLICE = 256  # samples turned into Python numbers at a time
_SAMPLES_FIRST, _HISTOGRAMS_THEN, _SCORES_AFTER, _SCALARS_LAST = range(4)

Block = tuple[int, int, str]
"""Rows of one step: the step, the rank within it, and the text."""


def fill(histories: Sequence[History], draft: Path, advance: Advance) -> None:
    """Write every value of some runs as UTF-8 text, a header first.

    Rows stand by run, then by step, then by channel; within a step the batch loss follows the channels, then come the
    counts of the histograms that are not 0, the scores over all points, and last what a program of one's own told;
    the sample after the last update has no rows of updates. Layers count from 1 at the input; scores and told
    numbers have none, and their tensor is ``score`` or ``scalar``. Numbers have nine digits, so that every float32
    comes back; what is not finite is ``nan``, ``inf`` or ``-inf``. A name that a spreadsheet would take for a
    formula gets an apostrophe in front.
    """
    with draft.open("w", _BUFFER_BYTES, encoding="utf-8", newline="") as file:
        file.write(HEADER)
        for history in histories:
            rows, moments = _run_rows(history), count_moments(history)
            while part := list(islice(rows, _SLICE)):
                file.writelines(part)
                advance(len(part) / moments)


def write_cell(text: str) -> str:
    """A text by RFC 4180, harmless in a spreadsheet."""
    safe = text.replace("\0", "")
    if safe.startswith(_FORMULA_STARTS):
        safe = f"'{safe}"
    if any(mark in safe for mark in ',"\r\n'):
        safe = '"' + safe.replace('"', '""') + '"'
    return safe


def _run_rows(history: History) -> Iterator[str]:
    names = ",".join(write_cell(name) for name in (history.run, history.lane, name_seed(history)))
    scalars = (_scalar_blocks(history, names, each) for each in history.scalars)
    measured = (_sample_blocks(history, names), _histogram_blocks(history, names), _score_blocks(history, names))
    for _, _, rows in merge(*measured, *scalars):
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


def _histogram_blocks(history: History, names: str) -> Iterator[Block]:
    histograms = history.histograms
    keys = history.layout.histograms
    tails = [f",{layer},{write_cell(tensor)},{name}," for tensor, layer in keys for name in BIN_NAMES]
    for place, (step, epoch) in enumerate(zip(histograms.steps.tolist(), histograms.epochs.tolist(), strict=True)):
        counts = histograms.counts[place].reshape(-1)
        filled = np.flatnonzero(counts)
        head = f"{names},{step},{epoch:.12g}"
        rows = zip(filled.tolist(), counts[filled].tolist(), strict=True)
        yield step, _HISTOGRAMS_THEN, "".join([f"{head}{tails[column]}{count}\n" for column, count in rows])


def _score_blocks(history: History, names: str) -> Iterator[Block]:
    scores = history.scores
    columns = [getattr(scores, name).tolist() for name in SCORES]
    templates = {count: _template(f",score,{name}" for name in SCORES[:count]) for count in (2, 4)}
    for step, epoch, *values in zip(scores.step.tolist(), scores.epoch.tolist(), *columns, strict=True):
        absent = all(value != value for value in values[2:])  # a test that went wrong still has an accuracy
        present = values[:2] if absent else values
        text = _fill(templates[len(present)], f"{names},{step},{epoch:.12g}", present)
        yield step, _SCORES_AFTER, text


def _scalar_blocks(history: History, names: str, told: str) -> Iterator[Block]:
    scalar = history.scalars[told]
    template = _template([f",scalar,{write_cell(told)}"])
    for step, epoch, value in zip(
        *(each.tolist() for each in (scalar.steps, scalar.epochs, scalar.values)), strict=True
    ):
        yield step, _SCALARS_LAST, _fill(template, f"{names},{step},{epoch:.12g}", [value])


def _template(tails: Iterable[str]) -> str:
    """A format for the values of one sample; NUL marks the place of every row's head."""
    return "".join(f"\0,{tail.replace('%', '%%')},{NUMBER}\n" for tail in tails)


def _fill(template: str, head: str, values: Sequence[float]) -> str:
    return (template % tuple(values)).replace("\0", head)


def _tail(channel: Channel) -> str:
    return f"{channel.layer},{write_cell(channel.tensor)},{write_cell(channel.measure)}"
