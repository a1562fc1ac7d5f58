"""What is kept of a network of a sweep: one row of figures."""

import time
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeAlias

import numpy as np

from vgdesk.analysis.claims import layer_values
from vgdesk.analysis.depth_rate import fit_depth_rate
from vgdesk.analysis.diagnosis import glance
from vgdesk.analysis.first_bad import first_bad_step
from vgdesk.checking.networks import train_in_memory
from vgdesk.experiment.sampling import NoHistograms, NoSnapshots
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.runs.history import History

Row: TypeAlias = dict[str, Any]

_NAN = float("nan")


@dataclass(frozen=True)
class Figures:
    """What was read off a network of a sweep. Slopes are decades a layer towards the output, of the root mean square.

    A slope is above 0 where the number shrinks towards the input; NaN where fewer than two layers have one.

    Attributes:
        loss: over the training points, after the training.
        accuracy: over them, 0..1; NaN where numbers are learned.
        test_loss: over the test points; NaN without any.
        test_accuracy: over them.
        guessing: the loss that guessing would have.
        activation_slope: untrained.
        signal_slope: untrained.
        gradient_slope: untrained, of the weights.
        trained_signal_slope: after the training.
        trained_gradient_slope: after the training, of the weights.
        first_bad_step: of the first sample with a red verdict; -1 without any.
        flow: whether the signal arrives, after the training.
        learning: whether it learned.
        green: whether both are good.
        seconds: that it took.
        failure: why it has no figures; empty where it has.
    """

    loss: float = _NAN
    accuracy: float = _NAN
    test_loss: float = _NAN
    test_accuracy: float = _NAN
    guessing: float = _NAN
    activation_slope: float = _NAN
    signal_slope: float = _NAN
    gradient_slope: float = _NAN
    trained_signal_slope: float = _NAN
    trained_gradient_slope: float = _NAN
    first_bad_step: int = -1
    flow: str = ""
    learning: str = ""
    green: bool = False
    seconds: float = _NAN
    failure: str = ""


FIGURES = tuple(field.name for field in fields(Figures))
"""Columns of figures, in their order."""


def train_rows(specs: list[str]) -> list[Row]:
    """Train the networks of some specs and read them; what a worker on any machine is asked.

    Args:
        specs: as JSON.

    Returns:
        The figures of each, in the order asked.
    """
    from vgdesk.training.process import describe_failure, prepare_process  # noqa: PLC0415 - opens the torch room

    prepare_process()
    import vgdesk.training.loop  # noqa: PLC0415, F401 - before the first network's time is taken

    rows = []
    for text in specs:
        try:
            rows.append(asdict(read_figures(parse_spec(text))))
        except Exception as error:  # noqa: BLE001 - of one network: the others go on
            rows.append(asdict(Figures(failure=describe_failure(error))))
    return rows


def read_figures(spec: ExperimentSpec) -> Figures:
    """Train the network of a spec and read its figures; nothing else of it is kept."""
    began = time.perf_counter()
    bare = spec.model_copy(update={"histograms": NoHistograms(), "snapshots": NoSnapshots()})
    history = train_in_memory(bare)
    verdict, bad = glance(history).verdict, first_bad_step(history)
    scores, data = history.scores, history.started.data
    return Figures(
        loss=float(scores.loss[-1]),
        accuracy=float(scores.accuracy[-1]),
        test_loss=float(scores.test_loss[-1]),
        test_accuracy=float(scores.test_accuracy[-1]),
        guessing=_NAN if data is None else data.guessing,
        activation_slope=_slope(history, "activation", 0),
        signal_slope=_slope(history, "signal", 0),
        gradient_slope=_slope(history, "gradient", 0),
        trained_signal_slope=_slope(history, "signal", -1),
        trained_gradient_slope=_slope(history, "gradient", -1),
        first_bad_step=-1 if bad is None else bad,
        flow=str(verdict.flow),
        learning=str(verdict.learning),
        green=verdict.is_green,
        seconds=time.perf_counter() - began,
    )


def _slope(history: History, tensor: str, sample: int) -> float:
    """Decades a hidden layer, of the root mean square at a sample."""
    with np.errstate(divide="ignore", invalid="ignore"):
        exponents = np.log10(layer_values(history, tensor, "rms")[sample])
    hidden = exponents if history.layout.time_steps else exponents[:-1]
    rate = fit_depth_rate(hidden)
    return _NAN if rate is None else rate.slope
