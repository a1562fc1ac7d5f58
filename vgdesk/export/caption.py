"""What stands below a picture in a file: what it shows, of which runs, by which version."""

from collections.abc import Sequence

from vgdesk import __version__
from vgdesk.analysis.forward import read_spec
from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.summary import describe_spec
from vgdesk.lessons.catalog import list_lessons
from vgdesk.pictures.frame import Frame
from vgdesk.pictures.view import LaneView
from vgdesk.runs.history import History

_MOST_LANES = 6
_MOST_TITLES = 4


def write_caption(frames: Sequence[Frame], lanes: Sequence[LaneView]) -> tuple[str, ...]:
    """A line with the pictures' titles, the lesson and the version, then a line a lane with its spec."""
    trained = [lane for lane in lanes if lane.history is not None]
    titles = list(dict.fromkeys(frame.title for frame in frames))
    shown = " · ".join(titles) if len(titles) <= _MOST_TITLES else f"{len(titles)} pictures"
    lessons = dict.fromkeys(find_lesson_title(lane.run) for lane in trained)
    words = (shown[:1].upper() + shown[1:], *(f"lesson: {each}" for each in lessons if each), f"vgdesk {__version__}")
    lines = [f"{lane.name}: {describe_run(lane.run)}" for lane in trained[:_MOST_LANES]]
    more = len(trained) - len(lines)
    return (" · ".join(words), *lines, *([f"and {more} more"] if more else []))


def describe_run(history: History) -> str:
    """What was trained, on one line."""
    watched = history.started.watched
    if watched is not None:
        rows, count = len(history.layout.layers), history.started.parameters
        return f"{watched.network} · {watched.optimizer} · {rows} rows · {count:,} parameters · watched"
    spec = _spec_of(history)
    return "spec of another version" if spec is None else describe_spec(spec)


def find_lesson_title(history: History) -> str:
    """Title of the lesson that a run was trained from, whatever its seed and length; empty where there is none."""
    spec = _spec_of(history)
    if spec is None:
        return ""
    wanted = _anonymous(spec)
    for lesson in list_lessons():
        if wanted in map(_anonymous, (lesson.spec, *lesson.variants.values())):
            return lesson.title
    return ""


def _spec_of(history: History) -> ExperimentSpec | None:
    try:
        return read_spec(history)
    except VgdeskError:
        return None


def _anonymous(spec: ExperimentSpec) -> ExperimentSpec:
    training = spec.training.model_copy(update={"epochs": 0, "steps": None})
    return spec.model_copy(update={"name": "", "seed": 0, "training": training})
