import csv
import math

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.runs.examples import TENSOR_KEYS, example_history, example_samples, example_started
from vgdesk.events import Channel, Layer, Layout, Logged, Sampled, Scored
from vgdesk.export.blocks import BIN_NAMES
from vgdesk.export.formats import format_named
from vgdesk.export.numbers import write_numbers
from vgdesk.export.tables import HEADER
from vgdesk.runs.history import History


def write_csv(histories, path):
    write_numbers(histories, path, format_named("csv"))


SCORE_KEYS = ("loss", "accuracy", "test_loss", "test_accuracy")


def read_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_by_hand(history):
    """The same table row by row, by the plain rules."""
    rows = []
    scores = {int(step): number for number, step in enumerate(history.scores.step)}
    samples = {int(step): number for number, step in enumerate(history.steps)}
    for step in sorted(set(scores) | set(samples)):
        epoch = step / history.started.steps_per_epoch
        if step in samples:
            for column, channel in enumerate(history.layout.channels):
                value = history.values[samples[step], column]
                rows.append((step, epoch, str(channel.layer), channel.tensor, channel.measure, value))
            rows.append((step, epoch, "", "score", "batch_loss", history.batch_loss[samples[step]]))
            for (tensor, layer), counts in zip(
                history.layout.histograms, history.histograms.counts[samples[step]], strict=True
            ):
                rows += [
                    (step, epoch, str(layer), tensor, BIN_NAMES[at], float(n)) for at, n in enumerate(counts) if n
                ]
        if step in scores:
            for key in SCORE_KEYS:
                rows.append((step, epoch, "", "score", key, getattr(history.scores, key)[scores[step]]))
    return rows


def test_every_value_comes_back_bit_for_bit_in_the_stable_order(tmp_path):
    histories = [example_history(700, run="b", lane="second"), example_history(3, run="a", lane="first")]
    write_csv(histories, tmp_path / "runs.csv")
    rows = read_rows(tmp_path / "runs.csv")
    wanted = [(history, row) for history in histories for row in rows_by_hand(history)]
    assert len(rows) == len(wanted)
    for row, (history, (step, epoch, layer, tensor, measure, value)) in zip(rows, wanted, strict=True):
        assert (row["run"], row["lane"], row["seed"]) == (history.run, history.lane, "7")
        assert (int(row["step"]), float(row["epoch"])) == (step, epoch)
        assert (row["layer"], row["tensor"], row["measure"]) == (layer, tensor, measure)
        read = type(value)(row["value"])
        if isinstance(value, np.float32):
            assert np.array_equal(read, value, equal_nan=True)
        else:
            assert math.isclose(read, value, rel_tol=5e-9)


def test_what_is_not_finite_is_written_in_words(tmp_path):
    write_csv([example_history(1)], tmp_path / "runs.csv")
    values = [row["value"] for row in read_rows(tmp_path / "runs.csv")]
    assert values[:5] == ["nan", "inf", "-inf", "1.0005271e-42", "0"]


def test_a_run_without_samples_and_no_run_give_the_header_alone(tmp_path):
    for histories in ([], [History(example_started())]):
        write_csv(histories, tmp_path / "runs.csv")
        assert (tmp_path / "runs.csv").read_text() == HEADER


def test_only_scores_that_exist_have_rows(tmp_path):
    history = History(example_started())
    history.append(Scored(history.run, 0, 0.7, 0.5))
    history.append(Scored(history.run, 2, math.nan, 0.5, math.nan, 0.25))
    write_csv([history], tmp_path / "runs.csv")
    rows = [(row["step"], row["epoch"], row["measure"], row["value"]) for row in read_rows(tmp_path / "runs.csv")]
    assert rows == [
        ("0", "0", "loss", "0.7"),
        ("0", "0", "accuracy", "0.5"),
        ("2", "0.5", "loss", "nan"),
        ("2", "0.5", "accuracy", "0.5"),
        ("2", "0.5", "test_loss", "nan"),
        ("2", "0.5", "test_accuracy", "0.25"),
    ]


@pytest.mark.parametrize(
    ("lane", "cell"),
    [
        ("plain, with comma", "plain, with comma"),
        ('the "best"\nof two', 'the "best"\nof two'),
        ("100 % ReLU %s", "100 % ReLU %s"),
        ("σ_w² = 1/3", "σ_w² = 1/3"),
        ("=1+1", "'=1+1"),
        ("+1,2", "'+1,2"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
    ],
)
def test_a_lane_of_any_name_is_one_harmless_cell(tmp_path, lane, cell):
    write_csv([example_history(2, lane=lane)], tmp_path / "runs.csv")
    rows = read_rows(tmp_path / "runs.csv")
    assert {row["lane"] for row in rows} == {cell}
    assert {row["tensor"] for row in rows} == {*TENSOR_KEYS, "score"}


def test_numbers_told_by_a_program_stand_behind_the_scores_of_their_step(tmp_path):
    history = History(example_started())
    for event in (
        Logged(history.run, 2, "lr", 0.5),
        Scored(history.run, 2, 1.0, 0.5),
        Logged(history.run, 2, "=a", 1),
    ):
        history.append(event)
    write_csv([history], tmp_path / "runs.csv")
    rows = [(row["tensor"], row["measure"], row["value"]) for row in read_rows(tmp_path / "runs.csv")]
    assert rows[1:] == [("score", "accuracy", "0.5"), ("scalar", "'=a", "1"), ("scalar", "lr", "0.5")]


def test_odd_names_of_tensors_in_a_foreign_file_break_no_row(tmp_path):
    layout = Layout((Layer("1", 2, "relu"),), (Channel(1, "=a,%s", 'b"%d\0'), Channel(1, "gradient", "mean")))
    history = History(example_started(layout=layout))
    history.append(example_samples(history.started, 2))
    write_csv([history], tmp_path / "runs.csv")
    first = read_rows(tmp_path / "runs.csv")[0]
    assert (first["tensor"], first["measure"], first["value"]) == ("'=a,%s", 'b"%d', "nan")


def test_a_spec_without_seed_leaves_the_cell_empty(tmp_path):
    started = example_started()
    history = History(type(started)(**{**vars(started), "spec_json": "{}"}))
    history.append(example_samples(started, 1))
    write_csv([history], tmp_path / "runs.csv")
    assert {row["seed"] for row in read_rows(tmp_path / "runs.csv")} == {""}


def test_random_bits_of_float32_survive_the_text(tmp_path):
    bits = np.random.default_rng(0).integers(0, 2**32, (200, 1), dtype=np.uint32)
    layout = Layout((Layer("1", 2, "relu"),), (Channel(1, "gradient", "mean"),))
    history = History(example_started(layout=layout))
    values = bits.view(np.float32)
    history.append(Sampled(history.run, np.arange(200), np.zeros(200, np.float32), values))
    write_csv([history], tmp_path / "runs.csv")
    read = [np.float32(row["value"]) for row in read_rows(tmp_path / "runs.csv") if row["tensor"] == "gradient"]
    assert np.array_equal(read, values[:, 0], equal_nan=True)


def test_the_sample_after_the_last_update_has_no_rows_of_updates(tmp_path):
    ratios = np.array([[-3.0] * 4, [-3.0, np.nan, -3.0, -3.0], [np.nan] * 4])
    write_csv([measured_history({("update", "ratio"): ratios}, losses=[0.7] * 3)], tmp_path / "run.csv")
    rows = read_rows(tmp_path / "run.csv")
    updates = [(row["step"], row["value"]) for row in rows if row["tensor"] == "update"]
    assert [step for step, _ in updates] == ["0"] * 4 + ["1"] * 4
    assert [value for _, value in updates].count("nan") == 1
    assert len([row for row in rows if row["step"] == "2"]) == 3 * 4 + 1
