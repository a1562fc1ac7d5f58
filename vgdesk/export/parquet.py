"""The numbers of runs as Parquet, one value a row, for pandas, polars and DuckDB."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vgdesk import __version__
from vgdesk.export.blocks import Block, count_moments, list_blocks
from vgdesk.export.identity import name_seed
from vgdesk.export.numbers import Advance
from vgdesk.runs.history import History


def fill(histories: Sequence[History], draft: Path, advance: Advance) -> None:
    """Write every number as the CSV has it, with types: the layer is null where there is none, values are float64.

    The metadata of the schema holds ``vgdesk.version`` and ``vgdesk.specs``, a JSON list with the spec of each run.
    """
    import pyarrow as pa  # noqa: PLC0415 - of an extra
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - of an extra

    specs = json.dumps([history.started.spec_json for history in histories])
    schema = pa.schema(
        [
            *((name, pa.dictionary(pa.int32(), pa.string())) for name in ("run", "lane", "seed")),
            ("step", pa.int64()),
            ("epoch", pa.float64()),
            ("layer", pa.int32()),
            *((name, pa.dictionary(pa.int32(), pa.string())) for name in ("tensor", "measure")),
            ("value", pa.float64()),
        ],
        metadata={"vgdesk.version": __version__, "vgdesk.specs": specs},
    )
    with ParquetWriter(draft, schema, compression="zstd") as writer:
        for history in histories:
            names = (history.run, history.lane, name_seed(history))
            for block in list_blocks(history):
                if block.kept.any():
                    writer.write_batch(_make_batch(pa, schema, names, block))
                advance(len(block.steps) / count_moments(history))


def _make_batch(pa: Any, schema: Any, names: tuple[str, str, str], block: Block) -> Any:
    moment, column = np.nonzero(block.kept)
    layers, tensors, measures = zip(*block.tails, strict=True)
    numbers = np.array([0 if layer is None else layer for layer in layers], np.int32)[column]
    absent = np.array([layer is None for layer in layers])[column]
    same = np.zeros(len(moment), np.int32)
    columns = [
        *(pa.DictionaryArray.from_arrays(same, [name]) for name in names),
        pa.array(block.steps[moment]),
        pa.array(block.epochs[moment]),
        pa.array(numbers, mask=absent),
        *(_encode(pa, words, column) for words in (tensors, measures)),
        pa.array(block.values[moment, column].astype(np.float64)),
    ]
    return pa.record_batch(columns, schema=schema)


def _encode(pa: Any, words: Sequence[str], column: Any) -> Any:
    known = {word: place for place, word in enumerate(dict.fromkeys(words))}
    places = np.array([known[word] for word in words], np.int32)
    return pa.DictionaryArray.from_arrays(places[column], list(known))
