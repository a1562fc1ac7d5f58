"""The command that lists the lessons."""

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import say

if TYPE_CHECKING:
    from vgdesk.experiment.choices import Spec
    from vgdesk.lessons.catalog import Lesson


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("lessons", help="list the lessons")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print them with their specs as JSON")
    shape.add_argument("--fields", action="store_true", help="print every field of a spec, for train --set, instead")
    parser.set_defaults(act=list_all_lessons)


def list_all_lessons(options: argparse.Namespace) -> int:
    """Print the lessons."""
    from vgdesk.lessons.catalog import list_lessons

    if options.fields:
        from vgdesk.experiment.spec import ExperimentSpec

        say("\n".join(_field_lines(ExperimentSpec)))
        return 0
    lessons = list_lessons()
    if options.json:
        say(json.dumps([_to_table(lesson) for lesson in lessons], indent=2))
        return 0
    lines = [line for lesson in lessons for line in _lines(lesson)]
    width = max(len(id) for id, _ in lines)
    say("\n".join(f"{id:<{width}}  {words}".rstrip() for id, words in lines))
    return 0


def _field_lines(spec: "type[Spec]", path: str = "", indent: str = "") -> Iterator[str]:
    """Every field with what the form says of it; below a choice its kinds with their parameters."""
    from vgdesk.experiment.choices import Spec, kind_of
    from vgdesk.form.fields import form_fields

    for field in form_fields(spec):
        help_text, _, bounds = field.hint.partition("\n")
        yield f"{indent}{path}{field.name}: {field.title}. {help_text}{f' ({bounds})' if bounds else ''}"
        if field.options:
            yield f"{indent}    {', '.join(field.options)}"
        for kind in field.choices if not indent else ():
            yield f"{indent}    {kind_of(kind)}: {kind.words.help}"
            yield from _field_lines(kind, indent=f"{indent}        ")
    parts = {name: info.annotation for name, info in spec.model_fields.items()}
    for name, part in parts.items():
        if isinstance(part, type) and issubclass(part, Spec):
            yield from _field_lines(part, f"{path}{name}.")


def _lines(lesson: "Lesson") -> list[tuple[str, str]]:
    """What is listed of a lesson: its id and summary, then its variants."""
    return [(lesson.id, lesson.summary), *((f"{lesson.id}/{name}", "") for name in lesson.variants)]


def _to_table(lesson: "Lesson") -> dict[str, Any]:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "summary": lesson.summary,
        "spec": lesson.spec.model_dump(mode="json"),
        "variants": {name: spec.model_dump(mode="json") for name, spec in lesson.variants.items()},
    }
