"""The lessons: experiments with a story, read from the files in resources/lessons."""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vgdesk import paths
from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec, parse_spec

_FIRST_LESSON = "circles-4h-sigmoid"


@dataclass(frozen=True)
class Source:
    """The article that a lesson follows."""

    title: str
    author: str


@dataclass(frozen=True)
class Lesson:
    """One experiment to look at.

    Attributes:
        id: name in files and commands.
        title: name in the menu.
        summary: what it shows, in one sentence.
        source: where it comes from.
        story: steps of the telling, a sentence or three each.
        spec: the experiment.
        race: ids of lessons to put in lanes beside it.
    """

    id: str
    title: str
    summary: str
    source: Source
    story: tuple[str, ...]
    spec: ExperimentSpec
    race: tuple[str, ...] = ()


@cache
def list_lessons() -> tuple[Lesson, ...]:
    """All lessons, in the order of their files' ``order``."""
    tables = [_read_table(path) for path in paths.resource("lessons").glob("*.toml")]
    return tuple(_make_lesson(table) for table in sorted(tables, key=lambda table: table["order"]))


def find_lesson(lesson_id: str) -> Lesson:
    """The lesson of that id.

    Raises:
        VgdeskError: there is none; names those that there are.
    """
    for lesson in list_lessons():
        if lesson.id == lesson_id:
            return lesson
    known = ", ".join(lesson.id for lesson in list_lessons())
    raise VgdeskError(f"there is no lesson {lesson_id!r}; take one of {known}")


def first_lesson() -> Lesson:
    """The lesson that the window opens with."""
    return find_lesson(_FIRST_LESSON)


def lanes_of(lesson: Lesson) -> tuple[ExperimentSpec, ...]:
    """The specs of a lesson's race: its own first, then its companions, all from one seed."""
    specs = (lesson.spec, *(find_lesson(other).spec for other in lesson.race))
    return tuple(spec.model_copy(update={"seed": lesson.spec.seed}) for spec in specs)


def _read_table(path: Path) -> dict[str, Any]:
    return {"id": path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))}


def _make_lesson(table: dict[str, Any]) -> Lesson:
    return Lesson(
        id=table["id"],
        title=table["title"],
        summary=table["summary"],
        source=Source(**table["source"]),
        story=tuple(table["story"]),
        spec=parse_spec(json.dumps(table["spec"])),
        race=tuple(table.get("race", ())),
    )
