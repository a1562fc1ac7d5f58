"""Histories with chosen values of chosen measures, for tests that ask what is found in them."""

import json
from dataclasses import replace

import numpy as np

from vgdesk.events import Channel, Layer, Layout, RunStarted, Sampled, Scored
from vgdesk.runs.history import History

HEALTHY = {
    ("signal", "rms"): [0.1, 0.1, 0.1, 0.1],
    ("gradient", "rms"): [0.1, 0.1, 0.1, 0.1],
    ("weight", "rms"): [1.0, 1.0, 1.0, 1.0],
}
"""Four layers that all get a gradient of a tenth of their weights."""


def measured_history(values=None, losses=(0.7,), steps=None, steps_per_epoch=1, **made):
    """A history of measures {(tensor, measure): [sample, row] or [row]}, upon the healthy ones; None takes one away.

    Samples come with the losses, a step apart unless ``steps`` says otherwise. Further names are those of
    ``_layout``, and ``training`` and ``network``, parts of the spec, ``scores`` (step, loss, accuracy) and ``data``,
    its facts.
    """
    values = HEALTHY | (values or {})
    values = {key: np.asarray(rows, np.float64) for key, rows in values.items() if rows is not None}
    spec = json.dumps({part: made.pop(part, {}) for part in ("training", "network")})
    scores, data, slots = made.pop("scores", ()), made.pop("data", None), made.pop("slots", ())
    layout = replace(_layout(values, **made), slots=slots)
    history = History(RunStarted("run", spec, layout, 10_000, steps_per_epoch, 1, 0.0, data=data), "lane")
    for step, loss, accuracy in scores:
        history.append(Scored("run", step, loss, accuracy))
    count = len(losses)
    wide = [np.broadcast_to(rows, (count, rows.shape[-1])) for rows in values.values()]
    matrix = np.concatenate(wide, axis=1).astype(np.float32)
    steps = np.asarray(range(count) if steps is None else steps, np.int64)
    history.append(Sampled("run", steps, np.asarray(losses, np.float32), matrix))
    return history


def _layout(values, activation="tanh", outputs=1, time_steps=0, units=5) -> Layout:
    """As many layers of so many units as the gradient has, the last one with the outputs, and the time steps."""
    layers = values["gradient", "rms"].shape[-1]
    hidden = tuple(Layer(f"{number + 1}", units, activation) for number in range(layers - 1))
    times = tuple(Layer(f"t {number + 1}", units, activation) for number in range(time_steps))
    channels = tuple(Channel(number + 1, *key) for key, rows in values.items() for number in range(rows.shape[-1]))
    return Layout((*hidden, Layer(f"{layers} output", outputs, "linear")), channels, times)
