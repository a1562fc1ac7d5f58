"""A ledger against depth at the cursor: dots of every lane, and the straight line through its hidden layers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.depth_rate import DepthRate, Row, fit_depth_rate
from vgdesk.analysis.scales import Limits, Tick, whole_ticks
from vgdesk.events import freeze
from vgdesk.measures import Scale, find_measure, find_tensor
from vgdesk.pictures.frame import Frame, Nothing, Still, describe_unshown
from vgdesk.pictures.picture import Option, Picture, Sources
from vgdesk.pictures.theory import WORDS, Band, Expected, find_expected
from vgdesk.pictures.view import NOT_RECORDED, NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

_TICKS = 6
_LOOKED_AT = 200  # samples of a run that settle the limits
_SHARES = (0.01, 0.99)
_SLACK = 1e-6  # decades: 1e-9 of single precision is no reason for another one
_X_LABELS: dict[Row, str] = {"layer": "layer (1 = input)", "time step": "time step"}
_NO_LINE = "no line: fewer than two hidden layers have a number"


@dataclass(frozen=True)
class DepthProfile:
    """One lane's values from the input to the output, or from the first to the last time step.

    Attributes:
        label: name of the lane.
        color_index: number of the lane, 0 the first.
        depth: float64 [dot], numbers of the rows whose value has a logarithm, 1 at the input.
        exponents: float64 [dot], log10 of the magnitude.
        zeros: float64 [zero], numbers of the rows that are exactly 0: marks on the floor.
        nonfinite: float64 [row], numbers of the rows that are NaN or infinite: marks on the ceiling.
        rate: of the line through the hidden rows; None without one.
        line_depth: float64 [2], where the line begins and ends; empty without one.
        line_exponents: float64 [2], log10 there.
        text: the rate in words, or why there is none.
        row: what a row is.
    """

    label: str
    color_index: int
    depth: NDArray[np.float64]
    exponents: NDArray[np.float64]
    zeros: NDArray[np.float64]
    nonfinite: NDArray[np.float64]
    rate: DepthRate | None
    line_depth: NDArray[np.float64]
    line_exponents: NDArray[np.float64]
    text: str
    row: Row


@dataclass(frozen=True)
class DepthProfileFrame(Still):
    """The profiles of all lanes, and everything around them.

    Attributes:
        title: of the picture.
        x_label: what runs to the right: layers, the input side first, or time steps.
        y_label: what runs upwards.
        profiles: by lane; lanes without a sample are left out.
        x_limits: ends of the x axis, half a row beyond the outermost.
        y_limits: ends of the y axis, log10, shared by the lanes.
        x_ticks: marks within the x limits.
        y_ticks: marks within the y limits.
        note: what has no dot, in words, such as ``sigmoid: 3 layers are exactly 0``.
        bands: the theory's predictions of untrained networks, at most one a lane.
        theory: what the bands are, and why lanes have none, in words; empty where none is to be expected.
    """

    title: str
    x_label: str
    y_label: str
    profiles: tuple[DepthProfile, ...]
    x_limits: Limits
    y_limits: Limits
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    note: str = ""
    bands: tuple[Band, ...] = ()
    theory: str = ""

    @property
    def description(self) -> str:
        """Every lane's slope in words."""
        return "; ".join([self.title, *self.sentences, self.note])

    @property
    def sentences(self) -> list[str]:
        """What is measured of every lane, and what is predicted."""
        measured = [f"{each.label}: {each.text}" for each in self.profiles]
        return [*measured, *(f"{band.label}: {band.text}" for band in self.bands)]

    def beside(self, expected: Sequence[Expected], tensor: str) -> "DepthProfileFrame":
        """With the bands of a ledger, and limits wide enough for them."""
        bands = tuple(band for each in expected if (band := each.band(tensor)) is not None)
        words = [WORDS] if bands else []
        words += [each.words for each in expected if each.words]
        if not bands:
            return replace(self, theory="; ".join(words))
        ends = [(float(band.low.min()), float(band.high.max())) for band in bands]
        up = self.y_limits if self.profiles else Limits(Scale.LOG, math.inf, -math.inf)
        low = min(up.low, *(math.floor(low + _SLACK) for low, _ in ends))
        high = max(up.high, *(math.ceil(high - _SLACK) for _, high in ends), low + 1)
        across = Limits(Scale.LINEAR, 0.5, max(self.x_limits.high, *(band.depth[-1] + 0.5 for band in bands)))
        limits = Limits(Scale.LOG, float(low), float(high))
        ticks = (whole_ticks(across.low, across.high, _TICKS), limits.ticks(_TICKS))
        return replace(
            self,
            bands=bands,
            theory="; ".join(words),
            x_limits=across,
            y_limits=limits,
            x_ticks=ticks[0],
            y_ticks=ticks[1],
        )

    def holding(self, before: Frame) -> "DepthProfileFrame":
        """With limits wide enough for those of the frame before: an axis that follows the cursor must not twitch."""
        if not isinstance(before, DepthProfileFrame):
            return self
        mine, others = self.y_limits, before.y_limits
        limits = Limits(mine.scale, min(mine.low, others.low), max(mine.high, others.high))
        return replace(self, y_limits=limits, y_ticks=limits.ticks(_TICKS))


def depth_profile_frame(
    lanes: Sequence[LaneView], tensor: str, measure: str, epoch: float | None = None
) -> DepthProfileFrame:
    """The depth profile of every lane at the cursor.

    Args:
        lanes: those without a sample so early are left out.
        tensor: key of the tensor, such as that of a ledger.
        measure: key of the measure; signed ones are drawn as their magnitude.
        epoch: the cursor; None is the newest sample.

    Raises:
        KeyError: a run with samples has no such measure.
    """
    label = find_measure(tensor, measure).label
    histories = [lane.history for lane in lanes if lane.history is not None]
    rows = max((len(history.layout.rows(tensor)) for history in histories), default=1)
    kinds = sorted({_row_of(history, tensor) for history in histories}) or ["layer"]
    profiles = tuple(
        _profile(lane, lane.history, (tensor, measure), sample)
        for lane in lanes
        if lane.history is not None and (sample := lane.sample_at(epoch)) is not None
    )
    x_limits = Limits(Scale.LINEAR, 0.5, rows + 0.5)
    y_limits = _y_limits(profiles, _usual_exponents(histories, (tensor, measure)))
    return DepthProfileFrame(
        title=f"{find_tensor(tensor).label}, {label}",
        x_label=" or ".join(_X_LABELS[kind] for kind in kinds),
        y_label=label,
        profiles=profiles,
        x_limits=x_limits,
        y_limits=y_limits,
        x_ticks=whole_ticks(x_limits.low, x_limits.high, _TICKS),
        y_ticks=y_limits.ticks(_TICKS),
        note="; ".join(note for profile in profiles if (note := _note(profile))),
    )


def _profile(lane: LaneView, history: History, key: tuple[str, str], sample: int) -> DepthProfile:
    columns, row = history.layout.columns(*key), _row_of(history, key[0])
    values = np.abs(history.values[sample, columns].astype(np.float64))
    numbers, measured = np.arange(1.0, len(values) + 1), columns >= 0
    drawn = measured & np.isfinite(values) & (values > 0)
    exponents = np.full(len(values), np.nan)
    exponents[drawn] = np.log10(values[drawn])
    hidden = len(values) if row == "time step" else len(values) - 1
    rate = None if lane.is_watched else fit_depth_rate(exponents[:hidden], row)
    line = np.flatnonzero(drawn[:hidden])[[0, -1]].astype(np.float64) if rate else np.empty(0)
    return DepthProfile(
        label=lane.name,
        color_index=lane.color,
        depth=freeze(numbers[drawn]),
        exponents=freeze(exponents[drawn]),
        zeros=freeze(numbers[measured & (values == 0)]),
        nonfinite=freeze(numbers[measured & ~np.isfinite(values)]),
        rate=rate,
        line_depth=freeze(line + 1),
        line_exponents=freeze(rate.start + rate.slope * line if rate else line),
        text=rate.text if rate else _NO_LINE.replace("layer", row),
        row=row,
    )


def _row_of(history: History, tensor: str) -> Row:
    return "time step" if history.layout.time_steps and find_tensor(tensor).follows_time else "layer"


def _usual_exponents(histories: Sequence[History], key: tuple[str, str]) -> list[float]:
    """The log10 that nearly all of what the runs hold lies between."""
    found: list[float] = []
    for history in histories:
        samples = np.unique(np.linspace(0, max(history.sample_count - 1, 0), _LOOKED_AT).astype(int))
        columns = history.layout.columns(*key)
        values = np.abs(history.values[np.ix_(samples[: history.sample_count], columns[columns >= 0])])
        values = values[np.isfinite(values) & (values > 0)].astype(np.float64)
        found += np.quantile(np.log10(values), _SHARES).tolist() if len(values) else []
    return found


def _y_limits(profiles: Sequence[DepthProfile], usual: Sequence[float]) -> Limits:
    lines = [exponent for profile in profiles for exponent in (*profile.exponents, *profile.line_exponents)]
    drawn = [*lines, *usual]
    if not drawn:
        return Limits(Scale.LOG, -4.0, 0.0)
    low, high = math.floor(min(drawn) + _SLACK), math.ceil(max(drawn) - _SLACK)
    return Limits(Scale.LOG, float(low), float(max(high, low + 1)))


def _note(profile: DepthProfile) -> str:
    words = describe_unshown(len(profile.zeros), len(profile.nonfinite), profile.row)
    return f"{profile.label}: {words}" if words else ""


def _make(view: View, sources: Sources) -> Frame | Nothing:
    tensor = view.choices_of("depth").option
    found = _measure(view, (tensor, "rms"))
    expected = [each for lane in view.lanes if (each := find_expected(lane, view.epoch, sources)) is not None]
    if isinstance(found, DepthProfileFrame):
        return found.beside(expected, tensor)
    alone = depth_profile_frame((), tensor, "rms").beside(expected, tensor)
    return alone if alone.bands else found


def _measure(view: View, key: tuple[str, str]) -> DepthProfileFrame | Nothing:
    """What the runs have recorded."""
    if not view.is_sampled:
        return Nothing(NOT_TRAINED)
    recorded = [lane for lane in view.lanes if lane.history is not None and key in lane.history.layout]
    if not any(lane.is_sampled for lane in recorded):
        return Nothing(NOT_RECORDED)
    begun = [lane for lane in recorded if lane.sample_at(view.epoch) is not None]
    if not begun:
        return Nothing(next(lane.begins for lane in recorded if lane.begins))
    return depth_profile_frame(begun, *key, view.epoch)


def _option(tensor: str) -> Option:
    name = find_tensor(tensor).label
    return Option(tensor, f"Show the {name} of every layer", f"depth: {name}")


DEPTH = Picture(
    key="depth",
    title="depth",
    tip="Activation, signal or gradient against depth at the cursor, with the slope of every lane",
    make=_make,
    options=tuple(_option(tensor) for tensor in ("activation", "signal", "gradient")),
    usual="signal",
    follows_spec=True,
)
