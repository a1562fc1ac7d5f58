import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.runs.examples import (
    STEPS_PER_EPOCH,
    example_histograms,
    example_history,
    example_layout,
    example_samples,
    example_snapshot,
    example_started,
)
from vgdesk.events import (
    Channel,
    DataPreviewed,
    Histogrammed,
    Layer,
    Layout,
    Progressed,
    RoundEnded,
    RunEnded,
    Sampled,
    Scored,
    SnapshotTaken,
)
from vgdesk.runs.history import History


def test_samples_come_back_as_they_went_in_however_they_were_cut():
    started = example_started()
    whole = example_samples(started, 1000)
    history = History(started, "lane")
    begin = 0
    for length in (1, 63, 1, 0, 200, 735):
        cut = slice(begin, begin + length)
        history.append(Sampled(started.run, whole.steps[cut], whole.batch_loss[cut], whole.values[cut]))
        begin += length
    assert history.sample_count == 1000
    assert np.array_equal(history.steps, whole.steps)
    assert np.array_equal(history.batch_loss, whole.batch_loss)
    assert history.values.tobytes() == whole.values.tobytes()
    assert np.array_equal(history.epochs, whole.steps / STEPS_PER_EPOCH)


def test_arrays_have_the_promised_types_and_are_read_only():
    history = example_history()
    types = {"steps": np.int64, "epochs": np.float64, "batch_loss": np.float32, "values": np.float32}
    for name, dtype in types.items():
        array = getattr(history, name)
        assert array.dtype == dtype
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        history.grid("gradient", "mean")[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        history.scores.loss[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        history.scores.epoch[0] = 0


def test_a_view_handed_out_keeps_its_numbers_while_the_history_grows():
    started = example_started()
    history = History(started)
    history.append(example_samples(started, 3))
    early = history.values
    kept = early.copy()
    for number in range(1, 200):
        history.append(example_samples(started, 3, first=3 * number))
    assert early.shape[0] == 3
    assert early.tobytes() == kept.tobytes()


def test_appending_copies_so_that_the_sender_may_change_its_arrays():
    started = example_started()
    history = History(started)
    event = example_samples(started, 2)
    history.append(event)
    event.values[:] = 5
    assert not np.any(history.values == 5)


def grid_by_hand(history, tensor, measure):
    grid = np.full((history.sample_count, len(history.layout.layers)), np.nan, np.float32)
    for column, channel in enumerate(history.layout.channels):
        if (channel.tensor, channel.measure) == (tensor, measure):
            grid[:, channel.layer - 1] = history.values[:, column]
    return grid


def layers_of(count):
    return tuple(Layer(str(i), 5, "tanh") for i in range(count))


LAYOUTS = {
    "side by side": example_layout(4),
    "layer after layer": Layout(
        layers_of(3), tuple(Channel(k, "gradient", m) for k in (1, 2, 3) for m in ("mean", "std"))
    ),
    "uneven": Layout(
        layers_of(3),
        (
            Channel(1, "gradient", "std"),
            Channel(2, "gradient", "std"),
            Channel(1, "bias", "std"),
            Channel(3, "gradient", "std"),
        ),
    ),
    "backwards": Layout(layers_of(3), tuple(Channel(k, "gradient", "std") for k in (3, 2, 1))),
    "missing first": Layout(layers_of(3), (Channel(2, "gradient", "std"), Channel(3, "gradient", "std"))),
    "missing last": Layout(layers_of(2), (Channel(1, "gradient", "std"),)),
    "one layer": Layout(layers_of(1), (Channel(1, "gradient", "std"),)),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_grid_holds_one_measure_of_every_layer(name):
    started = example_started(layout=LAYOUTS[name])
    history = History(started)
    history.append(example_samples(started, 9))
    grid = history.grid("gradient", "std")
    assert grid.dtype == np.float32
    assert np.array_equal(grid, grid_by_hand(history, "gradient", "std"), equal_nan=True)


@pytest.mark.parametrize("name", ["side by side", "layer after layer", "one layer"])
def test_a_grid_of_evenly_spaced_columns_is_a_view(name):
    started = example_started(layout=LAYOUTS[name])
    history = History(started)
    history.append(example_samples(started, 9))
    assert np.shares_memory(history.grid("gradient", "std"), history.values)


def test_an_unknown_measure_has_no_grid():
    with pytest.raises(KeyError):
        example_history().grid("gradient", "median")


def test_scores_stand_in_order_with_nan_for_the_absent():
    started = example_started()
    history = History(started)
    assert history.scores.step.shape == (0,)
    history.append(Scored(started.run, 0, 0.7, 0.5))
    history.append(Scored(started.run, 6, 0.6, 0.75, 0.65, 0.7))
    scores = history.scores
    assert scores.step.tolist() == [0, 6]
    assert scores.epoch.tolist() == [0, 6 / STEPS_PER_EPOCH]
    assert scores.loss.tolist() == [0.7, 0.6]
    assert scores.accuracy.tolist() == [0.5, 0.75]
    assert np.array_equal(scores.test_loss, [np.nan, 0.65], equal_nan=True)
    assert np.array_equal(scores.test_accuracy, [np.nan, 0.7], equal_nan=True)


def test_every_event_moves_step_and_revision_forward():
    started = example_started()
    history = History(started)
    steps, revisions = [history.step], [history.revision]
    ended = RunEnded(started.run, "stopped", "", 2.0)
    events = [
        Progressed(started.run, 3),
        example_samples(started, 2),
        Progressed(started.run, 2),
        Scored(started.run, 8, 0.5, 0.5),
        example_histograms(started, 4),
        example_snapshot(started, 4),
        ended,
    ]
    for event in events:
        history.append(event)
        steps.append(history.step)
        revisions.append(history.revision)
    assert steps == [0, 3, 4, 4, 8, 12, 16, 16]
    assert revisions == sorted(set(revisions))
    assert history.ended == ended


@pytest.mark.parametrize(
    "event",
    [
        Progressed("another", 1),
        RoundEnded(),
        example_started(),
        DataPreviewed("{}", np.zeros((1, 2), np.float32), np.zeros(1, np.int64)),
        Sampled("run-1", np.zeros(2, np.int64), np.zeros(2, np.float32), np.zeros((2, 1), np.float32)),
        Sampled("run-1", np.zeros(2, np.int64), np.zeros(1, np.float32), np.zeros((2, 96), np.float32)),
        Histogrammed("run-1", np.zeros(2, np.int64), np.zeros((2, 6, 65), np.uint8)),
        Histogrammed("run-1", np.zeros(2, np.int64), np.zeros((2, 6, 66), np.uint16)),
        Histogrammed("run-1", np.zeros(2, np.int64), np.zeros((3, 6, 66), np.uint8)),
        SnapshotTaken("run-1", 0, np.zeros(89, np.float32)),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_does_not_belong_to_the_run_is_refused_and_changes_nothing(event):
    history = History(example_started())
    with pytest.raises(ValueError, match=r"history|hold"):
        history.append(event)
    assert (history.sample_count, history.revision) == (0, 0)
    assert (len(history.histograms), len(history.snapshots)) == (0, 0)


@pytest.mark.parametrize(
    ("ratios", "loss", "is_closing"),
    [
        ([[-3.0] * 4, [np.nan] * 4], 0.7, True),
        ([[-3.0] * 4, [np.nan, -3.0, -3.0, -3.0]], 0.7, False),
        ([[-3.0] * 4, [np.nan] * 4], np.nan, False),
        (None, 0.7, False),
    ],
)
def test_the_sample_after_the_last_update_is_told_from_one_that_was_lost(ratios, loss, is_closing):
    history = measured_history({("update", "ratio"): ratios}, losses=[0.7, loss])
    assert history.has_closing_sample is is_closing


def test_the_sample_at_the_planned_end_closes_a_lost_run_too():
    ratios = [[np.nan] * 4] * 2
    assert measured_history({("update", "ratio"): ratios}, losses=[0.7, np.nan], steps=[9, 10_000]).has_closing_sample


def test_grids_of_one_measure_differ_by_their_tensor():
    history = example_history()
    for tensor in ("gradient", "weight", "gradient"):
        assert np.array_equal(history.grid(tensor, "std"), grid_by_hand(history, tensor, "std"), equal_nan=True)


def test_the_memory_of_a_run_is_that_of_its_samples_histograms_and_weights():
    history = example_history()
    arrays = (
        history.values,
        history.histograms.counts,
        *map(history.snapshots.values, range(len(history.snapshots))),
    )
    assert len(arrays) > 2
    assert history.memory_bytes == sum(array.size * array.itemsize for array in arrays)
