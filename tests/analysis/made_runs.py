"""Histories made of plain arrays, for tests that ask what is drawn of them."""

import numpy as np

from vgdesk.events import Channel, Layer, Layout, RunStarted, Sampled, Scored
from vgdesk.runs.history import History

MEASURES = ("mean_abs", "mean", "zero_fraction")


def made_history(values, planned=None, steps_per_epoch=1, lane="", bare_layers=()):
    """A history whose every measure of the gradient is ``values`` [sample, layer], a sample an epoch."""
    values = np.asarray(values, np.float32)
    samples, layers = values.shape
    names = [f"{number}" for number in range(1, layers + 1)]
    names[0], names[-1] = "1 input", f"{layers} output"
    owners = [layer for layer in range(layers) if layer not in bare_layers]
    channels = tuple(Channel(layer + 1, "gradient", measure) for layer in owners for measure in MEASURES)
    layout = Layout(tuple(Layer(name, 5, "tanh") for name in names), channels)
    planned = (samples - 1 if planned is None else planned) or 1
    history = History(RunStarted("run", "{}", layout, planned * steps_per_epoch, steps_per_epoch, 1, 0.0), lane=lane)
    add_samples(history, values[:, owners])
    return history


def add_samples(history, values):
    """Go on with more samples [sample, layer that has channels], one an epoch."""
    values = np.asarray(values, np.float32)
    first, per_epoch = history.sample_count, history.started.steps_per_epoch
    steps = np.arange(first, first + len(values)) * per_epoch
    wide = np.repeat(values, len(MEASURES), axis=1)
    history.append(Sampled("run", steps.astype(np.int64), np.zeros(len(values), np.float32), wide))


def add_scores(history, losses, test_losses=None):
    """Go on with a loss an epoch."""
    for epoch, loss in enumerate(losses):
        test_loss = None if test_losses is None else test_losses[epoch]
        history.append(Scored("run", epoch * history.started.steps_per_epoch, loss, 0.5, test_loss, None))
