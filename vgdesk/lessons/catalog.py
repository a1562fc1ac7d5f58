"""The lessons: experiments with a story and claims, read from the files in resources/lessons."""

import json
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field, ValidationError

from vgdesk import paths
from vgdesk.errors import SpecError, VgdeskError
from vgdesk.experiment.choices import Spec
from vgdesk.experiment.image_files import IMAGE_SETS, full_set_there
from vgdesk.experiment.images import at_hand
from vgdesk.experiment.problems import describe_errors
from vgdesk.experiment.spec import ExperimentSpec, change_spec, check_spec
from vgdesk.lessons.claims import Claim
from vgdesk.measures import find_measure, measures_of

_FIRST_LESSON = "circles-4h-sigmoid"
_MOST_LANES = 4
_COLUMNS = ("activation:rms", "signal:rms", "gradient:mean_abs")

Hidden = Literal["verdicts", "scores", "transport"]
"""The verdicts beside the lanes' names, loss and accuracy there, the bar with the timeline."""


class Source(Spec):
    """The article that a lesson follows."""

    title: str
    author: str


class Lesson(Spec):
    """One experiment to look at, or several that differ in little: its variants.

    Attributes:
        id: name in files and commands.
        order: its place among the lessons.
        title: name in the menu.
        summary: what it shows, in one sentence.
        source: where it comes from.
        story: steps of the telling, a sentence or three each.
        spec: the experiment; of several, the variant that the lesson was asked for, else the first.
        on_shipped: whether its images are the shipped ones, in place of the full set, which is not there.
        variants: the experiments by name, if there are several.
        race: what to put in lanes beside it, ids of lessons or LESSON/VARIANT; without any, its variants.
        panes: names of the panes to show below the heatmaps, KEY or KEY:OPTION; without any, the usual ones.
        columns: TENSOR:MEASURE of the heatmaps that each lane opens with: what the story and the claims speak of.
        hides: what lecture mode also hides, so that the class can judge.
        claims: what can be checked.
        remarks: what is not so simple.
    """

    id: str
    order: int
    title: str
    summary: str
    source: Source
    story: tuple[str, ...] = Field(min_length=3, max_length=6)
    spec: ExperimentSpec
    on_shipped: bool = False
    variants: dict[str, ExperimentSpec] = Field(default_factory=dict)
    race: tuple[str, ...] = Field((), max_length=_MOST_LANES - 1)
    panes: tuple[str, ...] = ()
    columns: tuple[str, ...] = Field(_COLUMNS, min_length=1)
    hides: tuple[Hidden, ...] = ()
    claims: tuple[Claim, ...] = ()
    remarks: tuple[str, ...] = ()


class Heading(NamedTuple):
    """What a menu says of a lesson."""

    id: str
    order: int
    title: str
    summary: str


@cache
def list_headings() -> tuple[Heading, ...]:
    """Of all lessons, in the order in which they are told; no lesson is read for them."""
    found = [_read_heading(path) for path in paths.resource("lessons").glob("*.toml")]
    return tuple(sorted(found, key=lambda heading: heading.order))


def list_lessons() -> tuple[Lesson, ...]:
    """All lessons, in the order of the menu."""
    return tuple(find_lesson(heading.id) for heading in list_headings())


def find_lesson(name: str) -> Lesson:
    """The lesson of that id; of ``LESSON/VARIANT``, the lesson with that variant as its spec.

    Raises:
        VgdeskError: there is none; names those that there are.
    """
    id, slash, variant = name.partition("/")
    known = [heading.id for heading in list_headings()]
    if id not in known:
        raise VgdeskError(f"there is no lesson {id!r}; take one of {', '.join(known)}")
    lesson = keep_lesson(id, tuple(map(full_set_there, IMAGE_SETS)))
    if not slash:
        return lesson
    if variant not in lesson.variants:
        others = f"; take one of {', '.join(lesson.variants)}" if lesson.variants else f"; take {id} alone"
        raise VgdeskError(f"the lesson {id} has no variant {variant!r}{others}")
    return lesson.model_copy(update={"spec": lesson.variants[variant]})


@cache
def keep_lesson(id: str, _full_sets: tuple[bool, ...]) -> Lesson:
    """A lesson, read again only when a full set of images has come or gone."""
    return read_lesson(paths.resource("lessons") / f"{id}.toml")


def first_lesson() -> Lesson:
    """The lesson that the window opens with."""
    return find_lesson(_FIRST_LESSON)


def lanes_of(lesson: Lesson) -> tuple[ExperimentSpec, ...]:
    """The specs of a lesson's race, 4 at most: its own first, then its companions, all from one seed."""
    companions = [find_lesson(name).spec for name in lesson.race] or lesson.variants.values()
    specs = [lesson.spec, *(spec for spec in companions if spec != lesson.spec)][:_MOST_LANES]
    return tuple(spec.model_copy(update={"seed": lesson.spec.seed}) for spec in specs)


def read_lesson(path: Path) -> Lesson:
    """A lesson from its file.

    Raises:
        VgdeskError: what is wrong with it, all problems at once where possible.
    """
    faults: Iterable[object]
    try:
        table = {"id": path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))}
        lesson = Lesson.model_validate_json(json.dumps(_with_specs(table)))
        faults = _find_faults(lesson)
    except ValidationError as error:
        faults = describe_errors(error)
    except SpecError as error:
        faults = (error,)
    except (OSError, ValueError) as error:
        faults = (f"cannot read it: {error}",)
    if faults:
        raise VgdeskError(f"the lesson {path.stem}: {'; '.join(map(str, faults))}; correct {path.name}")
    return lesson


def _read_heading(path: Path) -> Heading:
    """From the keys before the first table of a lesson's file; a file that is not so is read whole."""
    try:
        head = re.split(r"^\[", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0]
        table = {"id": path.stem, **tomllib.loads(head)}
        return Heading(*(table[name] for name in Heading._fields))
    except (OSError, ValueError, KeyError):
        lesson = read_lesson(path)
        return Heading(lesson.id, lesson.order, lesson.title, lesson.summary)


def _with_specs(table: dict[str, Any]) -> dict[str, Any]:
    """The table of a lesson with specs that can be trained here, and those of its variants in place of their changes.

    A variant's lane bears its name, unless its changes say otherwise.
    """
    wanted = ExperimentSpec.model_validate_json(json.dumps(table.get("spec", {})))
    base = wanted.model_copy(update={"data": at_hand(wanted.data)})
    check_spec(base)
    variants = {
        name: change_spec(base, {"name": name.replace("-", " "), **changes})
        for name, changes in table.get("variants", {}).items()
    }
    first = next(iter(variants.values()), base)
    trees = {name: json.loads(spec.to_json()) for name, spec in variants.items()}
    on_shipped = base.data != wanted.data
    return {**table, "spec": json.loads(first.to_json()), "on_shipped": on_shipped, "variants": trees}


def _find_faults(lesson: Lesson) -> list[str]:
    faults = [f"columns = {name}: {fault}" for name in lesson.columns if (fault := _find_column_fault(name))]
    for number, claim in enumerate(lesson.claims):
        found = claim.find_faults()
        if claim.variant and claim.variant not in lesson.variants:
            found.append(f"is about a variant {claim.variant!r}, which the lesson does not have")
        faults += [f"claims.{number} ({claim.text}) {fault}" for fault in found]
    return faults


def _find_column_fault(name: str) -> str:
    """What is wrong with TENSOR:MEASURE, as a sentence's end; empty where it is there."""
    tensor, _, measure = name.partition(":")
    try:
        known = ", ".join(f"{tensor}:{each.key}" for each in measures_of(tensor))
    except KeyError:
        return f"there is no tensor {tensor!r}"
    try:
        find_measure(tensor, measure)
    except KeyError:
        return f"there is no such measure; take one of {known}"
    return ""
