"""The command that lists the lessons, or prints all that one of them holds."""

import argparse
import json
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import say

if TYPE_CHECKING:
    from vgdesk.experiment.choices import Spec
    from vgdesk.lessons.catalog import Lesson
    from vgdesk.lessons.claims import Claim

_WIDTH = 100


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("lessons", help="list the lessons, or print one with its story")
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="ids of lessons to print (default: list all)")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print them with all that they hold as JSON")
    shape.add_argument("--fields", action="store_true", help="print every field of a spec, for train --set, instead")
    parser.set_defaults(act=print_lessons)


def print_lessons(options: argparse.Namespace) -> int:
    """Print the lessons.

    Raises:
        VgdeskError: there is no lesson of a name.
    """
    from vgdesk.lessons.catalog import find_lesson, list_lessons

    if options.fields:
        from vgdesk.experiment.spec import ExperimentSpec

        say("\n".join(_field_lines(ExperimentSpec)))
        return 0
    lessons = [find_lesson(name) for name in options.lessons] or list_lessons()
    if options.json:
        say(json.dumps([lesson.model_dump(mode="json") for lesson in lessons], indent=2))
    elif options.lessons:
        say("\n\n".join("\n".join(_describe(lesson)) for lesson in lessons))
    else:
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


def _describe(lesson: "Lesson") -> Iterator[str]:
    """All that a lesson holds, to be read."""
    from vgdesk.lessons.pages import pages_of

    yield f"{lesson.order}. {lesson.title}"
    yield from _wrap(lesson.summary)
    for page in pages_of(lesson):
        yield from ("", page.place, *_wrap(page.text))
    for title, entries in _lists(lesson).items():
        if entries:
            yield from ("", title, *(line for entry in entries for line in _wrap(entry)))


def _lists(lesson: "Lesson") -> dict[str, list[str]]:
    return {
        "claims": [_describe_claim(claim) for claim in lesson.claims],
        "variants": [f"{lesson.id}/{name}: {spec.name}" for name, spec in lesson.variants.items()],
        "raced against": list(lesson.race),
        "heatmaps": list(lesson.columns),
        "panes below the heatmaps": list(lesson.panes),
        "hidden in a lecture": list(lesson.hides),
        "spec": [lesson.spec.to_json()],
    }


def _describe_claim(claim: "Claim") -> str:
    variant = f"{claim.variant}: " if claim.variant else ""
    return f"{variant}{claim.text} ({claim.figure} {claim.bounds().label})"


def _wrap(text: str) -> list[str]:
    """Lines of a text, those that it has and new ones where they are long."""
    lines = text.splitlines()
    return [
        part for line in lines for part in textwrap.wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    ]
