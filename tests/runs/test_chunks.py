import numpy as np
import pytest

from tests.runs.examples import (
    example_histograms,
    example_layout,
    example_samples,
    example_snapshot,
    example_started,
)
from vgdesk.events import Channel, Histogrammed, Layer, Layout, Logged, Sampled, Scored, SnapshotTaken
from vgdesk.experiment.sampling import histogram_bytes, snapshot_bytes
from vgdesk.experiment.slots import Slot
from vgdesk.runs.chunks import CHUNK_ENTRIES, WORDS, list_formats, to_columns, to_events

LAYERS = (Layer("1", 2, "tanh"),)
FORMATS = list_formats(Layout(LAYERS, (Channel(1, "weight", "mean"), Channel(1, "weight", "std"))))


def test_a_blob_is_its_columns_one_after_the_other_little_endian():
    columns = FORMATS[Sampled].decode(bytes.fromhex("01000000000000000000803f0000c07f000000c0"), 1)
    steps, batch_loss, values = columns
    assert steps.tolist() == [1]
    assert batch_loss.tolist() == [1.0]
    assert np.array_equal(values, [[np.nan, -2.0]], equal_nan=True)
    assert not any(column.flags.writeable for column in columns)


@pytest.mark.parametrize("entries", [-1, 0, 2, CHUNK_ENTRIES + 1])
def test_a_blob_of_another_length_is_refused(entries):
    data = bytes(FORMATS[Scored].entry_bytes * max(entries, 0))
    with pytest.raises(ValueError, match="do not hold"):
        FORMATS[Scored].decode(data[:-1] if entries == 2 else data, entries)


def test_a_full_chunk_of_wide_samples_of_an_older_version_is_read():
    layout = Layout(LAYERS, tuple(Channel(1, "weight", "mean") for _ in range(3000)))
    wide = list_formats(layout)[Sampled]
    assert wide.entries < CHUNK_ENTRIES
    steps, _, values = wide.decode(bytes(CHUNK_ENTRIES * wide.entry_bytes), CHUNK_ENTRIES)
    assert (len(steps), values.shape) == (CHUNK_ENTRIES, (CHUNK_ENTRIES, 3000))


def test_an_absent_score_is_nan():
    step, values = to_columns(Scored("run-1", 3, 0.5, 0.25))
    assert step.tolist() == [3]
    assert np.array_equal(values, [[0.5, 0.25, np.nan, np.nan]], equal_nan=True)


STARTED = example_started()
EVENTS = (
    example_samples(STARTED, 3),
    Scored("run-1", 3, 0.5, 0.25, 0.75, 1.0),
    example_histograms(STARTED, 3),
    example_snapshot(STARTED, 3),
    Logged("run-1", 3, "η, the rate", 1e-30),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_from_its_blob(event):
    layout = list_formats(STARTED.layout)[type(event)]
    columns = to_columns(event)
    own = layout.allocate()
    for column, values in zip(own, columns, strict=True):
        column[: len(values)] = values
    data = b"".join(column[: len(columns[0])].tobytes() for column in own)
    (read,) = to_events(type(event), "run-1", layout.decode(data, len(columns[0])))
    assert type(read) is type(event)
    assert [np.asarray(value).tobytes() for value in vars(read).values()] == [
        np.asarray(value).tobytes() for value in vars(event).values()
    ]


def test_every_kind_has_a_format_a_table_and_a_word_of_its_own():
    formats = list_formats(example_layout())
    assert set(formats) == set(WORDS)
    assert len({layout.table for layout in formats.values()}) == len(formats)


@pytest.mark.parametrize(("units", "histograms", "snapshots"), [(2, 64, 64), (100, 64, 1), (300, 64, 1)])
def test_chunks_of_large_networks_have_fewer_entries(units, histograms, snapshots):
    layout = Layout(LAYERS, (Channel(1, "weight", "mean"),), slots=(Slot(1, "weight", (units, 2 * units)),))
    formats = list_formats(layout)
    assert (formats[Histogrammed].entries, formats[SnapshotTaken].entries) == (histograms, snapshots)
    assert formats[Sampled].entries == CHUNK_ENTRIES


@pytest.mark.parametrize("size", [255, 256, 65_535, 65_536])
def test_an_entry_is_as_large_as_said_before_the_training(size):
    slots = (Slot(1, "weight", (size, 1)), Slot(1, "recurrent_weight", (3, 4)), Slot(1, "bias", (70_000,)))
    formats = list_formats(Layout(LAYERS, (), slots=slots))
    assert formats[Histogrammed].entry_bytes == histogram_bytes([size, 12])
    parameters = sum(slot.size for slot in slots)
    assert formats[SnapshotTaken].entry_bytes == pytest.approx(snapshot_bytes(parameters), abs=256)


@pytest.mark.parametrize(("size", "count_type"), [(255, "|u1"), (256, "<u2"), (65_535, "<u2"), (65_536, "<u4")])
def test_counts_take_the_smallest_type_that_holds_them(size, count_type):
    layout = Layout(LAYERS, (), slots=(Slot(1, "weight", (size, 1)), Slot(1, "bias", (70_000,))))
    assert list_formats(layout)[Histogrammed].columns[1] == (count_type, (2, 66))
