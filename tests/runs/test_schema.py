from dataclasses import replace

import pytest

from tests.runs.examples import example_layout, example_started
from vgdesk.events import Channel, RunEnded
from vgdesk.experiment.data_facts import DataFacts
from vgdesk.experiment.slots import Slot
from vgdesk.experiment.start import Origin
from vgdesk.runs import schema
from vgdesk.runs.schema import TABLES, Metadata, decode_metadata, encode_metadata, tables_of


@pytest.mark.parametrize("ended", [None, RunEnded("run-1", "failed", "NaN in layer 3, „schade“", 1.25)])
def test_metadata_come_back_equal(ended):
    metadata = Metadata(example_started(), "σ, lane", 12, ended)
    assert decode_metadata(encode_metadata(metadata)) == metadata


def test_a_full_chunk_of_the_widest_network_fits_the_limits():
    metadata = Metadata(example_started(layers=201), "")
    assert decode_metadata(encode_metadata(metadata)) == metadata


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"slots": (Slot(4, "weight", (2, 2)),)}, "measures layer 4 of 3"),
        ({"slots": (Slot(1, "weight", (2, 0)),)}, "a tensor without numbers"),
        ({"slots": (Slot(1, "weight", (-2, -2)),)}, "a tensor without numbers"),
        ({"slots": (Slot(1, "weight", (2, 2)), Slot(1, "weight", (2, 3)))}, "a tensor twice"),
        ({"channels": (Channel(1, "soul", "mean"),), "time_steps": example_layout().layers}, "no tensor 'soul'"),
    ],
)
def test_a_layout_that_cannot_be_is_refused(changes, reason):
    started = replace(example_started(), layout=replace(example_layout(), **changes))
    with pytest.raises(ValueError, match=reason):
        decode_metadata(encode_metadata(Metadata(started, "")))


def test_the_first_format_had_three_tables():
    assert list(tables_of(1)) == ["metadata", "sample_chunks", "score_chunks"]
    assert TABLES.keys() - tables_of(2).keys() == {"scalar_chunks", "state_parts"}
    assert TABLES.keys() - tables_of(3).keys() == {"state_parts"}
    assert tables_of(4) == TABLES


def test_a_layout_too_wide_for_a_file_is_refused(monkeypatch):
    rows = encode_metadata(Metadata(example_started(), ""))
    monkeypatch.setattr(schema, "LONGEST_VALUE", 1000)
    with pytest.raises(ValueError, match="too many channels or numbers"):
        decode_metadata(rows)


def test_a_run_that_goes_on_from_another_says_so():
    started = replace(example_started(), origin=Origin("another", 7, 2))
    rows = encode_metadata(Metadata(started, ""))
    assert decode_metadata(rows).started == started
    assert started.first_step == 14
    assert "origin" not in encode_metadata(Metadata(example_started(), ""))


@pytest.mark.parametrize("origin", [Origin("another", -1, 2), Origin("another", 1, 0), Origin("another", 201, 2)])
def test_an_origin_that_cannot_be_is_refused(origin):
    rows = encode_metadata(Metadata(replace(example_started(), origin=origin), ""))
    with pytest.raises(ValueError, match=f"continues from step {origin.step}"):
        decode_metadata(rows)


def test_a_run_says_what_its_points_were_like_and_an_older_one_does_not():
    classes = DataFacts(points=3, guessing=0.6365141682948128, low=(-1.5, 0.0), high=(2.0, 1e30), commonest=2 / 3)
    numbers = DataFacts(points=3, guessing=0.5, low=(0.0,), high=(1.0,))
    for facts in (classes, numbers):
        started = replace(example_started(), data=facts)
        assert decode_metadata(encode_metadata(Metadata(started, ""))).started == started
    assert decode_metadata(encode_metadata(Metadata(example_started(), ""))).started.data is None
