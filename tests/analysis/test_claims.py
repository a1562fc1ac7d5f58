"""The figures of claims against what they are by definition, on histories made of plain arrays."""

import math

import numpy as np
import pytest

from vgdesk.analysis.claims import FIGURES, layer_values, takes
from vgdesk.events import Channel, Layer, Layout, RunStarted, Sampled, Scored, SnapshotTaken
from vgdesk.experiment.slots import Slot
from vgdesk.runs.history import History

STEPS = 10
RANDOM = np.random.default_rng(3)


def made(grids=None, losses=(), accuracies=None, test_accuracy=None, batch_losses=None):
    """A history of arrays [sample, layer], NaN where a layer has no such value; a sample and a score an epoch.

    Args:
        grids: by (tensor, measure).
        losses: of the scores.
        accuracies: of the scores.
        test_accuracy: of all scores.
        batch_losses: of the samples.
    """
    grids = {key: np.asarray(grid, float) for key, grid in (grids or {}).items()}
    rows = max((grid.shape[1] for grid in grids.values()), default=2)
    columns = [(key, row) for key, grid in grids.items() for row in np.flatnonzero(~np.isnan(grid[0]))]
    layout = Layout(
        tuple(Layer(f"{row + 1}", 5, "tanh") for row in range(rows)),
        tuple(Channel(int(row) + 1, *key) for key, row in columns),
    )
    history = History(RunStarted("run", "{}", layout, 100 * STEPS, STEPS, 1, 0.0))
    if columns:
        values = np.stack([grids[key][:, row] for key, row in columns], axis=1).astype(np.float32)
        steps = np.arange(len(values), dtype=np.int64) * STEPS
        batch = np.zeros(len(values)) if batch_losses is None else np.asarray(batch_losses)
        history.append(Sampled("run", steps, batch.astype(np.float32), values))
    for epoch, loss in enumerate(losses):
        accuracy = 0.5 if accuracies is None else accuracies[epoch]
        history.append(Scored("run", epoch * STEPS, loss, accuracy, None, test_accuracy))
    return history


def read(name, history, **arguments):
    assert takes(FIGURES[name], arguments)
    figure = FIGURES[name](history, **arguments)
    assert isinstance(figure, float)
    return figure


def drawn(samples=6, layers=4):
    """Positive numbers of many magnitudes [sample, layer], as float32 holds them."""
    return np.exp(RANDOM.normal(0, 3, (samples, layers))).astype(np.float32).astype(float)


def test_scores_are_those_after_the_training():
    history = made(losses=[0.9, 0.3, 0.4], accuracies=[0.5, 0.8, 0.7], test_accuracy=0.6)
    assert [read(name, history) for name in ("loss", "accuracy", "test_accuracy")] == [0.4, 0.7, 0.6]
    assert math.isnan(read("test_accuracy", made(losses=[0.9])))


@pytest.mark.parametrize(("loss", "epochs"), [(0.9, 0), (0.5, 1), (0.3, 3), (0.1, 4)])
def test_a_loss_is_reached_at_its_first_score_or_an_epoch_after_the_last(loss, epochs):
    assert read("epochs_to_loss", made(losses=[0.8, 0.5, 0.6, 0.2]), loss=loss) == epochs


@pytest.mark.parametrize(("name", "below"), [("last_to_first", 0), ("last_to_second", 1)])
def test_a_ratio_of_layers_is_averaged_over_the_samples_of_the_training(name, below):
    values = drawn()
    history = made({("gradient", "mean_abs"): values})
    seen = values[:-1]
    assert read(name, history) == pytest.approx(seen[:, -1].mean() / seen[:, below].mean(), rel=1e-12)
    each = (seen[:, -1] / seen[:, below]).mean()
    assert read(name, history, averaged="ratios") == pytest.approx(each, rel=1e-12)
    assert read(name, history, sample=2) == pytest.approx(values[2, -1] / values[2, below], rel=1e-12)


def test_a_gradient_that_is_exactly_zero_divides_to_infinity_or_to_no_number():
    values = np.array([[0.0, 1.0], [0.0, 1.0]])
    assert read("last_to_first", made({("gradient", "mean_abs"): values})) == math.inf
    assert math.isnan(read("last_to_first", made({("gradient", "mean_abs"): 0 * values})))
    assert read("hidden_gradient_std", made({("gradient", "std"): values})) == 0


def test_gradients_of_the_untrained_network():
    values = drawn()
    history = made({("gradient", "mean_abs"): values, ("gradient", "rms"): 2 * values, ("signal", "rms"): values})
    assert read("first_gradient", history) == values[0, 0]
    assert read("weight_gradient_first_to_last", history) == pytest.approx(values[0, 0] / values[0, -1])
    assert read("signal_first_to_last", history) == pytest.approx(values[0, 0] / values[0, -1])
    assert read("signal_first_to_last", history, sample=3) == pytest.approx(values[3, 0] / values[3, -1])


def test_the_deviation_of_hidden_gradients_is_a_geometric_mean_without_the_last_layer_and_sample():
    values = drawn()
    hidden = values[:-1, :-1]
    expected = math.prod(float(value) ** (1 / hidden.size) for value in hidden.flat)
    assert read("hidden_gradient_std", made({("gradient", "std"): values})) == pytest.approx(expected)


def test_means_are_compared_by_their_size():
    values = drawn() * RANDOM.choice([-1, 1], (6, 4))
    average = np.abs(values[:-1]).mean(axis=0)
    expected = average[-1] / max(average[:-1])
    assert read("last_mean_to_others", made({("gradient", "mean"): values})) == pytest.approx(expected)


def test_layers_count_from_one_and_the_end_is_the_last_sample():
    shares, ranks = RANDOM.uniform(0, 1, (2, 5, 6)).astype(np.float32).astype(float)
    history = made({("weight", "negative_fraction"): shares, ("activation", "effective_rank"): ranks})
    assert read("negative_share", history, layer=4) == shares[-1, 3]
    assert read("effective_rank", history, first=2, last=5) == max(ranks[-1, 1:5])
    assert read("effective_rank", history, first=2, last=5, epoch=1) == max(ranks[1, 1:5])


def test_a_dead_layer_is_looked_for_after_an_epoch_and_not_in_the_output():
    dead = np.array([[0.0, 0.0, 0.0], [0.5, 0.25, 1.0], [0.0, 1.0, 1.0]])
    history = made({("activation", "dead_fraction"): dead})
    assert [read("dead_layer", history, epoch=epoch) for epoch in (0, 0.5, 1, 2)] == [0, 0.5, 0.5, 1]
    with pytest.raises(ValueError, match="no sample at epoch 3: the training ended at 2"):
        read("dead_layer", history, epoch=3)


def test_weights_change_from_one_epoch_to_another():
    slots = (Slot(1, "weight", (2, 3)), Slot(1, "bias", (3,)), Slot(2, "weight", (3, 1)))
    layout = Layout((Layer("1", 3, "tanh"), Layer("2", 1, "linear")), (), slots=slots)
    history = History(RunStarted("run", "{}", layout, 100 * STEPS, STEPS, 12, 0.0))
    values = RANDOM.normal(0, 1, (4, 12)).astype(np.float32)
    for epoch, numbers in enumerate(values):
        history.append(SnapshotTaken("run", 2 * epoch * STEPS, numbers))
    change = np.abs(values[3].astype(float) - values[1].astype(float))
    assert read("weight_change", history, layer=1, since=2, until=6) == pytest.approx(change[:6].mean())
    assert read("weight_change", history, layer=2, since=2, until=6) == pytest.approx(change[9:].mean())
    with pytest.raises(ValueError, match="the weights of epoch 3 were not kept; 4 snapshots are there"):
        read("weight_change", history, layer=1, since=2, until=3)


def test_what_is_not_finite_is_counted_wherever_it_comes_up():
    clean = {("gradient", "nonfinite"): np.zeros((3, 2)), ("weight", "nonfinite"): np.zeros((3, 2))}
    assert read("nonfinite", made(clean, losses=[0.5])) == 0
    assert read("nonfinite", made(clean, losses=[0.5, math.nan])) == 1
    assert read("nonfinite", made(clean, losses=[0.5], batch_losses=[0, math.inf, 0])) == 1
    for key in clean:
        one = clean[key].copy()
        one[1, 0] = 7
        assert read("nonfinite", made({**clean, key: one}, losses=[0.5])) == 1


def test_layers_that_lack_a_measure_are_left_out():
    values = np.array([[np.nan, 2.0, 3.0], [np.nan, 4.0, 5.0]])
    history = made({("gradient", "mean_abs"): values, ("gradient", "std"): np.ones((2, 3))})
    assert layer_values(history, "gradient", "mean_abs").tolist() == [[2, 3], [4, 5]]
    assert read("first_gradient", history) == 2


@pytest.mark.parametrize(
    ("name", "arguments", "fit"),
    [
        ("accuracy", {}, True),
        ("accuracy", {"layer": 1}, False),
        ("negative_share", {}, False),
        ("negative_share", {"layer": 4}, True),
        ("epochs_to_loss", {"loss": 0.3, "at_last": 2}, False),
    ],
)
def test_a_figure_takes_its_own_arguments_only(name, arguments, fit):
    assert takes(FIGURES[name], arguments) is fit


def test_a_late_gradient_is_held_against_an_early_one_of_the_same_layer():
    gradients = drawn(samples=25, layers=3)
    history = made({("gradient", "mean_abs"): gradients})
    wanted = gradients[-11:-1, 1].mean() / gradients[:10, 1].mean()
    assert read("gradient_late_to_early", history, layer=2) == pytest.approx(wanted)
    assert read("gradient_late_to_early", history, layer=2, samples=1) == pytest.approx(
        gradients[-2, 1] / gradients[0, 1]
    )


def test_a_learned_slope_is_that_of_the_layers_that_have_one():
    slopes = np.array([[0.25, 0.25, np.nan], [0.3, 0.5, np.nan]])
    assert read("learned_slope", made({("slope", "mean"): slopes})) == pytest.approx(0.4)


def test_activations_are_those_of_the_hidden_layers():
    grid = np.array([[0.5, 2.0, 1.0, 90.0], [1.0, 1.0, 1.0, 0.1]])
    history = made({("activation", "mean"): grid, ("activation", "std"): grid})
    assert read("activation_mean", history) == pytest.approx(3.5 / 3)
    assert [read("activation_std_range", history, sample=sample) for sample in (0, 1)] == [4, 1]


def test_what_passes_ten_layers_is_read_between_hidden_layers():
    values = np.array([[1.0, 2.0, 4.0, 9.0], [1.0, 1.0, 1.0, 1.0]])
    history = made({("activation", "std"): values, ("signal", "rms"): 1 / values, ("bias_gradient", "l2"): values})
    assert read("activation_std_last_to_first", history) == 4
    assert read("growth_a_layer", history) == pytest.approx(2)
    assert read("growth_a_layer", history, sample=1) == pytest.approx(1)
    assert read("bias_gradient_ratio", history, layer=3, below=2) == 2
    assert math.isnan(read("growth_a_layer", made({("signal", "rms"): [[0.0, 0.0, 1.0]]})))


def test_saturated_broken_and_silent_layers_are_counted_without_the_output():
    shares, broken = [[0.5, 1.0, 0.0]], [[0, 3, 9]]
    names = {"saturated_fraction": shares, "nonfinite": broken, "rms": [[0.0, 0.0, 0.0]]}
    history = made({("activation", name): grid for name, grid in names.items()})
    assert read("saturated_share", history) == 0.75
    assert read("first_overflow", history) == 2
    assert read("silent_layers", history) == 2
    assert read("first_overflow", made({("activation", "nonfinite"): [[0, 0]]})) == 0


def test_updates_are_averaged_as_logarithms_between_two_epochs():
    exponents = np.array([[-1.0, -2.0, 0.0], [-3.0, -4.0, 0.0], [-5.0, -6.0, 0.0], [-9.0, -9.0, 0.0]])
    assert read("update_exponent", made({("update", "ratio"): exponents}), first=1, last=3) == -4.5


def test_the_unresponsive_share_is_that_of_the_worst_hidden_layer():
    history = made({("activation", "unresponsive_fraction"): [[0.1, 0.4, 0.9], [0.2, 0.0, 0.9]]})
    assert read("unresponsive_share", history) == pytest.approx(0.2)
    assert read("unresponsive_share", history, sample=0) == pytest.approx(0.4)
