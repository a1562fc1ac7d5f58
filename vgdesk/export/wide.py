"""The numbers of runs as CSV, a row a step and a column a layer and measure."""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from vgdesk.export.blocks import Block, Tail, list_samples, list_scores, list_told
from vgdesk.export.identity import name_seed
from vgdesk.export.numbers import Advance
from vgdesk.export.tables import NUMBER, write_cell
from vgdesk.runs.history import History

_HEAD = ("run", "lane", "seed", "step", "epoch")
_Moment = tuple[tuple[int, float], dict[int, str]]


def fill(histories: Sequence[History], draft: Path, advance: Advance) -> None:
    """Write a row for every step of a run at which anything was measured; histograms are left to the tidy table.

    Columns are called ``gradient.mean_abs.1``: tensor, measure, and layer, 1 at the input; scores ``score.loss``,
    what a program told ``scalar.NAME``. All runs have the columns of all; what was not measured at a step is empty.
    """
    tails = list(dict.fromkeys(tail for history in histories for tail in _list_tails(history)))
    places = {tail: place for place, tail in enumerate(tails)}
    with draft.open("w", 1 << 20, encoding="utf-8", newline="") as file:
        file.write(",".join((*_HEAD, *map(_title, tails))) + "\n")
        for history in histories:
            names = ",".join(write_cell(name) for name in (history.run, history.lane, name_seed(history)))
            for (step, epoch), moments in groupby(_list_moments(history, places, advance), itemgetter(0)):
                cells: dict[int, str] = {}
                for _, found in moments:
                    cells |= found
                row = ",".join(cells.get(place, "") for place in range(len(tails)))
                file.write(f"{names},{step},{epoch:.12g},{row}\n")


def _list_tails(history: History) -> Iterator[Tail]:
    for block in _list_others(history):
        yield from (tail for tail, kept in zip(block.tails, block.kept.T, strict=True) if kept.any())
    first = next(list_samples(history), None)
    yield from first.tails[-1:] if first is not None else ()
    yield from first.tails[:-1] if first is not None else ()


def _list_others(history: History) -> list[Block]:
    return [list_scores(history), *list_told(history)]


def _list_moments(history: History, places: dict[Tail, int], advance: Advance) -> Iterator[_Moment]:
    """What was measured at each step, by step; what belongs to one step is side by side."""
    samples = chain.from_iterable(_list_cells(block, places) for block in _advancing(history, advance))
    return merge(samples, *(_list_cells(block, places) for block in _list_others(history)), key=itemgetter(0))


def _advancing(history: History, advance: Advance) -> Iterator[Block]:
    for block in list_samples(history):
        yield block
        advance(len(block.steps) / history.sample_count)


def _list_cells(block: Block, places: dict[Tail, int]) -> Iterator[_Moment]:
    mine = [places.get(tail, -1) for tail in block.tails]
    moments = zip(block.steps.tolist(), block.epochs.tolist(), strict=True)
    for moment, values, kept in zip(moments, block.values.tolist(), block.kept.tolist(), strict=True):
        cells = zip(mine, values, kept, strict=True)
        yield moment, {place: NUMBER % value for place, value, is_kept in cells if is_kept}


def _title(tail: Tail) -> str:
    layer, tensor, measure = tail
    return write_cell(f"{tensor}.{measure}" if layer is None else f"{tensor}.{measure}.{layer}")
