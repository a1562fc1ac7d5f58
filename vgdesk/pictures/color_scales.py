"""The colour scales of the heatmaps: which limits each lane has, and the bars that say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vgdesk.analysis.columns import Column
from vgdesk.analysis.scales import Limits, find_limits
from vgdesk.analysis.shared_limits import join, share_limits
from vgdesk.measures import Scale, find_measure
from vgdesk.pictures.heatmap import HeatmapSource
from vgdesk.pictures.view import COMMON, ScaleKey, View

_UNITS = {
    Scale.LOG: "log scale",
    Scale.LINEAR: "linear",
    Scale.FRACTION: "share",
    Scale.COUNT: "entries",
    Scale.EXPONENT: "log scale",
}
_MIXED = "size"

Sources = tuple[HeatmapSource | None, ...]
"""What makes the heatmaps of a lane, by column; None where there is none."""


@dataclass(frozen=True)
class ColorScale:
    """What a colour bar shows, and for which heatmaps.

    Attributes:
        key: under which the ends that a viewer chooses are kept.
        limits: of the shades.
        lanes: places of the lanes that have it, from the top.
        title: what is measured.
        unit: how it is counted.
    """

    key: ScaleKey
    limits: Limits
    lanes: tuple[int, ...]
    title: str
    unit: str

    @property
    def kind(self) -> Scale:
        """Of the measures that it holds for."""
        return self.limits.scale


def find_scales(made: Sequence[Sources], view: View) -> tuple[ColorScale, ...]:
    """The scales of all heatmaps: the kinds of scale from the left, of each kind the common one first.

    Args:
        made: what makes the heatmaps of each lane.
        view: whether each lane is to have its own, and the ends that the viewer has chosen.
    """
    kinds = dict.fromkeys(source.scale for sources in made for source in sources if source is not None)
    return tuple(scale for kind in kinds for scale in _scales_of(kind, made, view))


def limits_at(scales: Sequence[ColorScale], lane: int, kind: Scale) -> Limits:
    """Limits of the measures of a kind in a lane."""
    return next(scale.limits for scale in scales if scale.kind is kind and lane in scale.lanes)


def neighbours(lanes: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of each row of lanes that stand one directly below the other."""
    firsts = [lane for lane in lanes if lane - 1 not in lanes]
    lasts = [lane for lane in lanes if lane + 1 not in lanes]
    return list(zip(firsts, lasts, strict=True))


def _scales_of(kind: Scale, made: Sequence[Sources], view: View) -> Iterator[ColorScale]:
    of_lanes = [[source for source in sources if source is not None and source.scale is kind] for sources in made]
    places = [place for place, sources in enumerate(of_lanes) if sources]
    title = _title(kind, view)

    def scale(owner: str, limits: Limits | None, lanes: Sequence[int]) -> ColorScale:
        key = (owner, kind)
        chosen = view.limits.get(key) or limits or find_limits(kind, [])
        return ColorScale(key, chosen, tuple(lanes), title, _UNITS[kind])

    own = [_own_limits(sources) for sources in of_lanes]
    alone = {place for place in places if view.columns.own_scales or view.lanes[place].key in view.apart}
    sharing = [None if place in alone else limits for place, limits in enumerate(own)]
    shared = share_limits(sharing, [all(source.is_finite for source in sources) for sources in of_lanes])
    apart = alone | set(shared.apart)
    if together := [place for place in places if place not in apart]:
        yield scale(COMMON, shared.common, together)
    yield from (scale(view.lanes[place].key, own[place], [place]) for place in sorted(apart))


def _own_limits(sources: Sequence[HeatmapSource]) -> Limits | None:
    found = [limits for source in sources if (limits := source.own_limits) is not None]
    return join(found) if found else None


def _title(kind: Scale, view: View) -> str:
    """The measure where there is but one."""
    names = {_short(column) for column in view.columns.shown if _scale_of(column) is kind}
    name = names.pop() if len(names) == 1 else _MIXED
    return f"{name} ÷ last" if view.columns.relative else name


def _scale_of(column: Column) -> Scale:
    return find_measure(column.tensor, column.measure).scale


def _short(column: Column) -> str:
    return find_measure(column.tensor, column.measure).short
