"""What a picture holds at a place, to be copied: a number, and the row and the column that it stands in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from vgdesk.measures import Scale
from vgdesk.pictures.curves import Curve, CurveFrame
from vgdesk.pictures.depth import DepthProfile, DepthProfileFrame
from vgdesk.pictures.heatmap import HeatmapFrame
from vgdesk.pictures.weights import WeightFrame

_NUMBER = re.compile(r"([−-]?\d+(?:\.\d+)?)(?:·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?( ?%)?")
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True)
class Line:
    """Numbers in a row or a column, each with its name.

    Attributes:
        titles: of the names and of the numbers.
        pairs: name and number.
    """

    titles: tuple[str, str]
    pairs: tuple[tuple[str, float], ...]

    def to_text(self) -> str:
        """As a spreadsheet pastes it: a line each, a tab between."""
        lines = ["\t".join(self.titles), *(f"{name}\t{write_number(value)}" for name, value in self.pairs)]
        return "\n".join(" ".join(line.split("\n")) for line in lines) + "\n"


@dataclass(frozen=True)
class Spot:
    """A number of a picture.

    Attributes:
        value: the number; None where nothing was measured.
        row: along the picture; None where it has no rows.
        column: across it; None where it has no columns.
    """

    value: float | None
    row: Line | None = None
    column: Line | None = None


def write_number(value: float) -> str:
    """A number for programs, with all digits of a float32: ``0.000123456789``, ``nan``."""
    return f"{value:.9g}"


def read_number(words: str) -> float | None:
    """The last number of what the pointer reads; shares of ``46.9 %`` are 0.469; None without any."""
    found = _NUMBER.findall(words)
    if not found:
        return None
    digits, power, percent = found[-1]
    value = float(digits.replace("−", "-")) * 10.0 ** int(power.translate(_SUPERSCRIPTS) or 0)
    return value / 100 if percent else value


def heatmap_spot(frame: HeatmapFrame, layer: int, sample: int) -> Spot:
    """A cell of a heatmap: the row runs over the epochs, the column over the layers, the input first."""
    title = f"{frame.title}, {frame.measure}"
    samples, layers = range(frame.sample_count), range(len(frame.layers))
    row = [(f"{frame.epochs[each]:.12g}", _plain(frame, layer, each)) for each in samples]
    column = [(frame.layers[each], _plain(frame, each, sample)) for each in layers]
    return Spot(
        _plain(frame, layer, sample),
        _line("epoch", f"{title}, layer {frame.layers[layer]}", row),
        _line("layer", f"{title}, epoch {frame.epochs[sample]:.12g}", column),
    )


def curve_spot(frame: CurveFrame, curve: Curve, index: int) -> Spot:
    """A point of a curve: the row runs along the curve, the column over the curves at that x."""
    x = float(curve.x[index])
    column = [(each.label, _value_at(each, x)) for each in frame.curves if len(each.x)]
    row = zip((f"{each:.12g}" for each in curve.x), curve.y.tolist(), strict=True)
    return Spot(
        float(curve.y[index]),
        _line(frame.x_label, f"{frame.y_label}, {curve.label}", row),
        _line("curve", f"{frame.y_label}, {frame.x_label} {x:.12g}", column),
    )


def depth_spot(frame: DepthProfileFrame, profile: DepthProfile, dot: int) -> Spot:
    """A dot of the depth profile: the row runs over the layers, the column over the lanes."""
    depth = profile.depth[dot]
    row = [(f"{each:g}", 10.0**exponent) for each, exponent in zip(profile.depth, profile.exponents, strict=True)]
    others = [(each, np.flatnonzero(each.depth == depth)) for each in frame.profiles]
    column = [(each.label, 10.0 ** float(each.exponents[found[0]])) for each, found in others if len(found)]
    return Spot(
        10.0 ** float(profile.exponents[dot]),
        _line(profile.row, f"{frame.title}, {profile.label}", row),
        _line("lane", f"{frame.title}, {profile.row} {depth:g}", column),
    )


def matrix_spot(frame: WeightFrame, unit: int, source: int) -> Spot:
    """An entry of a weight matrix: the row runs over the inputs of a unit, the column over the units."""
    row = [(f"{place + 1}", value) for place, value in enumerate(frame.values[unit].tolist())]
    column = [(frame.unit_words(place), value) for place, value in enumerate(frame.values[:, source].tolist())]
    return Spot(
        float(frame.values[unit, source]),
        _line(frame.input_words, f"{frame.title}, {frame.unit_words(unit)}", row),
        _line("unit", f"{frame.title}, {frame.input_words} {source + 1}", column),
    )


def _line(name: str, title: str, pairs: Iterable[tuple[str, float]]) -> Line:
    return Line((name, title), tuple(pairs))


def _plain(frame: HeatmapFrame, layer: int, sample: int) -> float:
    """NaN where nothing was measured; a power of ten where its exponent was kept."""
    value = frame.value(layer, sample)
    if value is None:
        return float("nan")
    return 10.0**value if frame.limits.scale is Scale.EXPONENT else value


def _value_at(curve: Curve, x: float) -> float:
    places: Sequence[int] = np.flatnonzero(curve.x == x).tolist()
    return float(curve.y[places[0]]) if places else float("nan")
