"""The command that lists the lessons."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import say

if TYPE_CHECKING:
    from vgdesk.lessons.catalog import Lesson


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("lessons", help="list the lessons")
    parser.add_argument("--json", action="store_true", help="print them with their specs as JSON")
    parser.set_defaults(act=list_all_lessons)


def list_all_lessons(options: argparse.Namespace) -> int:
    """Print the lessons."""
    from vgdesk.lessons.catalog import list_lessons

    lessons = list_lessons()
    if options.json:
        say(json.dumps([_to_table(lesson) for lesson in lessons], indent=2))
        return 0
    lines = [line for lesson in lessons for line in _lines(lesson)]
    width = max(len(id) for id, _ in lines)
    say("\n".join(f"{id:<{width}}  {words}".rstrip() for id, words in lines))
    return 0


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
