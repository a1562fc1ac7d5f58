"""What the library says of a run: all that has to be read from its file to list it."""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic.main import IncEx

from vgdesk.analysis.diagnosis import judge
from vgdesk.analysis.standing import stand
from vgdesk.analysis.verdicts import UNKNOWN, Tone
from vgdesk.errors import SpecError, VgdeskError
from vgdesk.events import Sampled, Scored
from vgdesk.experiment.shapes import describe_layers
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.lessons.catalog import list_lessons
from vgdesk.library.thumbnails import Thumbnail, make_thumbnail
from vgdesk.runs.reader import read_metadata, read_run
from vgdesk.runs.schema import Metadata, Shown

_MOST_BYTES = 256_000_000
_TOO_LARGE = "too large to be judged here; open it"
_NO_SHOWN = Shown()
_NOT_OF_A_LESSON: dict[str, IncEx | bool] = {
    "name": True,
    "seed": True,
    "training": {"epochs", "steps"},
    "sampling": True,
    "histograms": True,
    "snapshots": True,
}


@dataclass(frozen=True)
class RunFacts:
    """What one run file says.

    Attributes:
        run: id of the run.
        lane: name that its lane had when it was trained.
        about: the lesson that it is of; else its data and layers, or the watched network.
        spec: as canonical JSON; empty where there is none that can be read.
        started: seconds since 1970.
        step: latest progress.
        total_steps: updates planned; 0 where nobody knows.
        origin_epoch: of the run that it goes on from; None of one from fresh weights.
        ended: ``finished``, ``stopped`` or ``failed``; empty without an end.
        verdict: both halves, in words.
        tone: how the verdict is coloured.
        loss: over the training points at the end; NaN if unknown.
        accuracy: over them, 0..1; NaN if unknown.
        shown: as its file keeps it.
        note: what of the file is damaged, or was not read.
        picture: None where nothing of the kind was recorded.
    """

    run: str
    lane: str
    about: str
    spec: str
    started: float
    step: int
    total_steps: int
    origin_epoch: float | None = None
    ended: str = ""
    verdict: str = UNKNOWN
    tone: Tone = "neutral"
    loss: float = math.nan
    accuracy: float = math.nan
    shown: Shown = _NO_SHOWN
    note: str = ""
    picture: Thumbnail | None = None


def gather_facts(path: Path) -> RunFacts:
    """Read what the library says of a run; of a very large file only what stands at its head.

    Raises:
        RunFileError: it cannot be read.
    """
    metadata = read_metadata(path)
    spec = _read_spec(metadata.started.spec_json)
    origin = metadata.started.origin
    head: dict[str, Any] = {
        "run": metadata.started.run,
        "lane": metadata.lane,
        "about": _describe(metadata, spec),
        "spec": spec.to_json() if spec else "",
        "started": metadata.started.started,
        "step": metadata.step,
        "total_steps": metadata.started.total_steps,
        "origin_epoch": origin.epoch if origin else None,
        "ended": metadata.ended.reason if metadata.ended else "",
        "shown": metadata.shown or _NO_SHOWN,
    }
    if path.stat().st_size > _MOST_BYTES:
        return RunFacts(**head, note=_TOO_LARGE)
    history = read_run(path, kinds=(Sampled, Scored))
    standing, verdict = stand(history), judge(history)
    return RunFacts(
        **head,
        verdict=verdict.text,
        tone=verdict.tone,
        loss=standing.loss,
        accuracy=standing.accuracy,
        note=history.note,
        picture=make_thumbnail(history),
    )


def _read_spec(text: str) -> ExperimentSpec | None:
    try:
        return parse_spec(text) if text else None
    except SpecError:  # of a newer version, or damaged
        return None


def _describe(metadata: Metadata, spec: ExperimentSpec | None) -> str:
    watched = metadata.started.watched
    if watched is not None:
        return f"{watched.network}, watched"
    if spec is None:
        return "its specification cannot be read here"
    lesson = _lesson_titles().get(_essence(spec))
    return lesson or f"{spec.data.title()}, {describe_layers(spec.network)}"


@cache
def _lesson_titles() -> dict[str, str]:
    """Title of the first lesson that asks for a network, by its essence."""
    titles: dict[str, str] = {}
    try:
        for lesson in list_lessons():
            for spec in (lesson.spec, *lesson.variants.values()):
                titles.setdefault(_essence(spec), lesson.title)
    except VgdeskError:  # a lesson of the user's own that is broken
        return titles
    return titles


def _essence(spec: ExperimentSpec) -> str:
    """A spec without what makes no other lesson of it: its name, its seed, its length and what is recorded of it."""
    return spec.model_dump_json(exclude=_NOT_OF_A_LESSON)
