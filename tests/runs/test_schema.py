import numpy as np
import pytest

from tests.runs.examples import example_started
from vgdesk.events import RunEnded, Scored
from vgdesk.runs.schema import (
    CHUNK_ENTRIES,
    SCORE_FORMAT,
    Metadata,
    decode_metadata,
    encode_metadata,
    sample_format,
    score_columns,
)


@pytest.mark.parametrize("ended", [None, RunEnded("run-1", "failed", "NaN in layer 3, „schade“", 1.25)])
def test_metadata_come_back_equal(ended):
    metadata = Metadata(example_started(), "σ, lane", 12, ended)
    assert decode_metadata(encode_metadata(metadata)) == metadata


def test_a_blob_is_its_columns_one_after_the_other_little_endian():
    columns = sample_format(2).decode(bytes.fromhex("01000000000000000000803f0000c07f000000c0"), 1)
    steps, batch_loss, values = columns
    assert steps.tolist() == [1]
    assert batch_loss.tolist() == [1.0]
    assert np.array_equal(values, [[np.nan, -2.0]], equal_nan=True)
    assert not any(column.flags.writeable for column in columns)


@pytest.mark.parametrize("entries", [-1, 0, 2, CHUNK_ENTRIES + 1])
def test_a_blob_of_another_length_is_refused(entries):
    data = bytes(SCORE_FORMAT.entry_bytes * max(entries, 0))
    with pytest.raises(ValueError, match="do not hold"):
        SCORE_FORMAT.decode(data[:-1] if entries == 2 else data, entries)


def test_an_absent_score_is_nan():
    step, values = score_columns(Scored("run-1", 3, 0.5, 0.25))
    assert step.tolist() == [3]
    assert np.array_equal(values, [[0.5, 0.25, np.nan, np.nan]], equal_nan=True)


def test_a_full_chunk_of_the_widest_network_fits_the_limits():
    metadata = Metadata(example_started(layers=201), "")
    assert decode_metadata(encode_metadata(metadata)) == metadata
