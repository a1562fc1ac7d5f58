"""The plan of a sweep: a spec, what differs, and the seeds. It fixes every network before the first is trained."""

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from vgdesk import __version__
from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec, check_spec, parse_spec
from vgdesk.sweeps.axes import Axis, Coordinates, apply_coordinates, make_axis

_FORMAT = 1
_MOST_NETWORKS = 1_000_000
_MOST_AXES = 4
_MOST_SEED = 2**32
_SHOWN_PROBLEMS = 5


class PlannedNetwork(NamedTuple):
    """One network of a sweep.

    Attributes:
        key: hash of its canonical spec; the same in every sweep.
        coordinates: its place on the axes.
        seed: of its weights and its data order.
        spec: what is trained.
    """

    key: str
    coordinates: Coordinates
    seed: int
    spec: ExperimentSpec


@dataclass(frozen=True)
class Plan:
    """What a sweep trains.

    Attributes:
        spec: what all its networks share.
        axes: what differs; every combination is a place.
        seeds: networks at each place.
        first_seed: of the first of them; the others follow it.
        version: of vgdesk, that made the plan.
    """

    spec: ExperimentSpec
    axes: tuple[Axis, ...]
    seeds: int = 1
    first_seed: int = 0
    version: str = __version__

    @property
    def shape(self) -> tuple[int, ...]:
        """Values of each axis."""
        return tuple(len(axis.values) for axis in self.axes)

    @property
    def places(self) -> int:
        """Combinations of values."""
        return math.prod(self.shape)

    @property
    def size(self) -> int:
        """Networks."""
        return self.places * self.seeds

    @cached_property
    def hash(self) -> str:
        """Of everything that decides what is trained."""
        return _hash(self._tree())

    def networks(self) -> Iterator[PlannedNetwork]:
        """Every network, the seeds outermost, so that each pass over the grid shows the whole of it.

        Raises:
            VgdeskError: a combination is no good spec.
        """
        placed = [(coordinates, apply_coordinates(self.spec, coordinates)) for coordinates in self._coordinates()]
        for seed in range(self.first_seed, self.first_seed + self.seeds):
            for coordinates, at_place in placed:
                spec = at_place.model_copy(update={"seed": seed})
                yield PlannedNetwork(key_of(spec), coordinates, seed, spec)

    def to_json(self) -> str:
        """As indented JSON that ``parse_plan`` reads back equal."""
        return json.dumps({**self._tree(), "version": self.version, "hash": self.hash}, indent=2) + "\n"

    def _coordinates(self) -> Iterator[Coordinates]:
        fields = [axis.field for axis in self.axes]
        for values in product(*(axis.values for axis in self.axes)):
            yield dict(zip(fields, values, strict=True))

    def _tree(self) -> dict[str, Any]:
        return {
            "format": _FORMAT,
            "spec": json.loads(self.spec.to_json()),
            "axes": [{"field": axis.field, "values": list(axis.values)} for axis in self.axes],
            "seeds": self.seeds,
            "first_seed": self.first_seed,
        }


def make_plan(spec: ExperimentSpec, axes: tuple[Axis, ...], seeds: int = 1, first_seed: int = 0) -> Plan:
    """A plan whose networks can all be trained.

    Raises:
        VgdeskError: too many networks or axes, an axis twice, seeds that do not exist, or combinations that are no
            good specs: the first few of them, each with its place.
    """
    plan = Plan(spec, axes, seeds, first_seed)
    _check_size(plan)
    problems = [problem for coordinates in plan._coordinates() for problem in _find_problem(spec, coordinates)]
    if problems:
        more = f"; and {len(problems) - _SHOWN_PROBLEMS} more places" if len(problems) > _SHOWN_PROBLEMS else ""
        raise VgdeskError("; ".join(problems[:_SHOWN_PROBLEMS]) + more)
    return plan


def parse_plan(text: str | bytes) -> Plan:
    """Read a plan.

    Raises:
        VgdeskError: it is no plan, is of a newer vgdesk, or was changed after it was written.
    """
    try:
        tree = json.loads(text)
        if tree["format"] != _FORMAT:
            raise VgdeskError(
                f"the plan has format {tree['format']}, this vgdesk reads {_FORMAT}; use a newer vgdesk"
            )
        axes = tuple(make_axis(axis["field"], tuple(axis["values"])) for axis in tree["axes"])
        spec = parse_spec(json.dumps(tree["spec"]))
        version, written = str(tree.pop("version")), tree.pop("hash")
        plan = Plan(spec, axes, int(tree["seeds"]), int(tree["first_seed"]), version)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise VgdeskError(f"this is no plan of a sweep: {type(error).__name__} {error}; make it anew") from None
    _check_size(plan)
    if _hash(tree) != written:
        raise VgdeskError(
            "the plan was changed after it was written, and its rows are of other networks; make it anew"
        )
    return plan


def key_of(spec: ExperimentSpec) -> str:
    """Hash of a spec without its name: two networks of one key are trained alike."""
    return _hash({**json.loads(spec.to_json()), "name": ""})


def _hash(tree: dict[str, Any]) -> str:
    canonical = json.dumps(tree, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _check_size(plan: Plan) -> None:
    fields = [axis.field for axis in plan.axes]
    if not 1 <= len(fields) <= _MOST_AXES:
        raise VgdeskError(f"a sweep has 1 to {_MOST_AXES} axes, not {len(fields)}")
    if len(set(fields)) < len(fields):
        raise VgdeskError(f"the axes {', '.join(fields)}: name each field once")
    if "seed" in fields:
        raise VgdeskError("the axis seed: take the number of seeds for that")
    if plan.seeds < 1 or not 0 <= plan.first_seed <= _MOST_SEED - plan.seeds:
        last = _MOST_SEED - 1
        raise VgdeskError(f"{plan.seeds} seeds from {plan.first_seed}: take at least 1, and seeds of 0 to {last}")
    if plan.size > _MOST_NETWORKS:
        raise VgdeskError(f"{plan.size} networks are more than {_MOST_NETWORKS}; take fewer values or seeds")


def _find_problem(spec: ExperimentSpec, coordinates: Coordinates) -> Iterator[str]:
    try:
        check_spec(apply_coordinates(spec, coordinates))
    except VgdeskError as error:
        place = ", ".join(f"{field}={value}" for field, value in coordinates.items())
        yield f"at {place}: {error}"
