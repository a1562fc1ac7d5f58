"""Views of runs made by hand."""

from collections.abc import Sequence

from vgdesk.events import DataPreviewed
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import Choices, LaneView, View, view_lane
from vgdesk.runs.history import History


def lanes_of(
    histories: Sequence[History | None], points: Sequence[DataPreviewed | None] = ()
) -> tuple[LaneView, ...]:
    """A lane each, under the name that its run was recorded under."""
    known = (*points, *[None] * len(histories))
    return tuple(
        view_lane((run and run.lane) or f"lane {at + 1}", at, run, known[at], f"key {at}")
        for at, run in enumerate(histories)
    )


def lane_of(history: History, color: int = 0, points: DataPreviewed | None = None) -> LaneView:
    """One lane."""
    return view_lane(history.lane or "lane", color, history, points)


def frame_of(picture: Picture, histories: Sequence[History | None], sources: Sources | None = None, **changes):
    """What a picture shows of some runs: a frame or Nothing; ``changes`` are of its choices or of the view."""
    points = changes.pop("points", ())
    own = {name: changes.pop(name) for name in vars(Choices()) if name in changes}
    view = View(lanes=lanes_of(histories, points), choices={picture.key: Choices(**own)}, **changes)
    return picture.frame_of(view, sources or Sources())
