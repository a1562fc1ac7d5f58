"""Trains a network in memory and reads figures off it. Opens the torch room, but only to train."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from vgdesk.analysis.claims import FIGURES, takes
from vgdesk.analysis.forward import read_spec
from vgdesk.analysis.rewind import run_rewind
from vgdesk.errors import VgdeskError
from vgdesk.events import RoundEnded, RunStarted
from vgdesk.experiment.slots import Slot
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.runs.history import History


class Reading(NamedTuple):
    """What is read off a network: a figure, and its arguments as JSON."""

    figure: str
    arguments: str = "{}"


@dataclass(frozen=True)
class Answer:
    """What was read off a network.

    Attributes:
        figures: by what was asked for.
        seconds: that the training took.
    """

    figures: Mapping[Reading, float]
    seconds: float


def clipped_entry(spec: ExperimentSpec, gradient: list[float], entry: int) -> float:
    """What the clipping of a spec makes of one entry of a gradient, counted from 0; nothing is trained."""
    from vgdesk.training.clipping import make_clipping  # noqa: PLC0415 - opens the torch room
    from vgdesk.training.parameters import Parameters  # noqa: PLC0415

    parameters = Parameters([Slot(1, "weight", (len(gradient),))])
    parameters.gradients.copy_(parameters.gradients.new_tensor(gradient))
    clip = make_clipping(spec.training.clipping, parameters)
    if clip is not None:
        clip()
    return float(parameters.gradients[entry])


def rewind_cost(history: History, layers: int) -> float:
    """Accuracy that a trained network loses where its layers from the input to this one are set back: 0..1."""
    from vgdesk.training.datasets import make_preview  # noqa: PLC0415 - opens the torch room

    found = run_rewind(history, make_preview(read_spec(history).data))
    return float(found.accuracies[0] - found.accuracies[layers])


SPEC_FIGURES: Mapping[str, Callable[..., float]] = {"clipped_entry": clipped_entry}
RUN_FIGURES: Mapping[str, Callable[..., float]] = {**FIGURES, "rewind_cost": rewind_cost}
"""Those that are read off a trained network."""


def make_reading(figure: str, arguments: Mapping[str, Any]) -> Reading:
    """A figure with its arguments.

    Raises:
        VgdeskError: there is no such figure, or it does not take these arguments.
    """
    known = {**RUN_FIGURES, **SPEC_FIGURES}
    if figure not in known:
        raise VgdeskError(f"there is no figure {figure!r}; take one of {', '.join(known)}")
    if not takes(known[figure], arguments):
        raise VgdeskError(f"the figure {figure} does not take {dict(arguments)}; see its docstring")
    return Reading(figure, json.dumps(arguments, sort_keys=True))


def read_network(spec: ExperimentSpec, readings: Iterable[Reading]) -> Answer:
    """Train the network of a spec, if a figure asks for that, and read it."""
    began = time.perf_counter()
    is_trained = any(reading.figure in RUN_FIGURES for reading in readings)
    history = train_in_memory(spec) if is_trained else None
    seconds = time.perf_counter() - began
    return Answer({reading: _read(reading, spec, history) for reading in readings}, seconds)


def train_in_memory(spec: ExperimentSpec) -> History:
    """The whole run of a network; nothing is recorded."""
    from vgdesk.training.loop import train  # noqa: PLC0415 - opens the torch room

    started, *events = train([spec])
    assert isinstance(started, RunStarted)
    history = History(started, spec.name)
    for event in events:
        if not isinstance(event, RoundEnded):
            history.append(event)
    return history


def _read(reading: Reading, spec: ExperimentSpec, history: History | None) -> float:
    arguments = json.loads(reading.arguments)
    if reading.figure in SPEC_FIGURES:
        return SPEC_FIGURES[reading.figure](spec, **arguments)
    return RUN_FIGURES[reading.figure](history, **arguments)
