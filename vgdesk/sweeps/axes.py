"""What differs between the networks of a sweep: fields of a spec, each with its values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec, change_spec

Value: TypeAlias = str | int | float | bool
Coordinates: TypeAlias = Mapping[str, Value]

DEPTH, WIDTH = "depth", "width"
"""Axes that are no field of their own: number of hidden layers, and units of each of them."""

_MOST_VALUES = 10_000
_DIGITS = 12  # of a value on an even grid: 0.1 rather than 0.1 + 1e-17


@dataclass(frozen=True)
class Axis:
    """A field and the values it takes.

    Attributes:
        field: dotted path in a spec, or ``depth`` or ``width``.
        values: in the order of the axis, each once.
    """

    field: str
    values: tuple[Value, ...]

    @property
    def is_numeric(self) -> bool:
        """Whether all values are numbers."""
        return all(isinstance(value, int | float) and not isinstance(value, bool) for value in self.values)


def parse_axis(text: str) -> Axis:
    """Read an axis as it is typed.

    ``FIELD=a,b,c`` takes these values; ``FIELD=START:STOP:COUNT`` so many evenly spaced ones, both ends among them;
    ``FIELD=START:STOP:COUNT:log`` so many with equal ratios.

    Raises:
        VgdeskError: it is written otherwise, names a value twice or has none.
    """
    field, equals, written = text.partition("=")
    if not field or not equals or not written:
        raise VgdeskError(f"--grid {text}: write FIELD=a,b,c or FIELD=START:STOP:COUNT, such as {DEPTH}=2:16:8")
    values = _spaced(text, written) if ":" in written else tuple(map(_parse_value, written.split(",")))
    return make_axis(field, values)


def make_axis(field: str, values: tuple[Value, ...]) -> Axis:
    """An axis whose values are good.

    Raises:
        VgdeskError: a value is no text or number, stands there twice, or there is none.
    """
    if not values:
        raise VgdeskError(f"{field}: a grid needs a value at least")
    for value in values:
        if not isinstance(value, str | int | float) or value == "":
            raise VgdeskError(f"{field}: {json.dumps(value)} is no value of a grid; take words or numbers")
    if len(set(values)) < len(values):
        twice = next(value for value in values if values.count(value) > 1)
        raise VgdeskError(f"{field}: the value {twice} stands there twice; name each once")
    return Axis(field, values)


def apply_coordinates(spec: ExperimentSpec, coordinates: Coordinates) -> ExperimentSpec:
    """The spec at a place of a grid.

    Raises:
        VgdeskError: a field does not exist or does not take its value; all problems at once.
    """
    changes: dict[str, Any] = dict(coordinates)
    depth, width = changes.pop(DEPTH, None), changes.pop(WIDTH, None)
    if depth is not None or width is not None:
        changes = {"network.hidden": _hidden(spec, depth, width), **changes}
    return change_spec(spec, changes)


def _hidden(spec: ExperimentSpec, depth: Value | None, width: Value | None) -> list[dict[str, Any]]:
    """The hidden layers of a depth and a width: what they leave open, as the spec has it in its first layer."""
    layers = [json.loads(layer.model_dump_json(exclude_none=True)) for layer in spec.network.hidden]
    if depth is not None:
        if not layers:
            raise VgdeskError(f"{DEPTH}={depth}: the network has no hidden layer to repeat; give it one")
        layers = layers[:1] * _whole(DEPTH, depth)
    if width is not None:
        layers = [{**layer, "units": _whole(WIDTH, width)} for layer in layers]
    return layers


def _whole(field: str, value: Value) -> int:
    if isinstance(value, bool | str) or value != int(value) or value < 1:
        raise VgdeskError(f"{field}={value}: take whole numbers from 1")
    return int(value)


def _spaced(text: str, written: str) -> tuple[Value, ...]:
    try:
        start, stop, count, *kind = written.split(":")
        low, high, number = float(start), float(stop), int(count)
        if kind not in ([], ["log"]) or not 1 <= number <= _MOST_VALUES:
            raise ValueError(text)
        if not np.isfinite((low, high)).all():
            raise ValueError(text)
        values = (np.geomspace if kind else np.linspace)(low, high, number)
    except ValueError:
        way = f"write START:STOP:COUNT, such as 0.5:3:26, or START:STOP:COUNT:log; COUNT from 1 to {_MOST_VALUES}"
        raise VgdeskError(f"--grid {text}: {way}") from None
    rounded = [float(f"{value:.{_DIGITS}g}") for value in values]
    if all(value == int(value) for value in rounded):
        return tuple(dict.fromkeys(int(value) for value in rounded))
    return tuple(rounded)


def _parse_value(text: str) -> Value:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, int | float) else text
