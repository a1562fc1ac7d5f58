"""The Lesson menu."""

from functools import partial

from vgdesk.lessons.catalog import Heading, find_lesson, list_headings
from vgdesk.ui.command import Command, Menu
from vgdesk.ui.desk import Desk

_STORY = (
    Command(
        "story_back",
        "Story: &previous step",
        "PgUp",
        "Show the previous step of the story",
        lambda desk: desk.story.go_back(),
    ),
    Command(
        "story_on",
        "Story: &next step",
        "PgDown",
        "Show the next step of the story; its notes follow the last one",
        lambda desk: desk.story.go_on(),
    ),
    Command(
        "story_notes",
        "Story: n&otes",
        "Shift+PgDown",
        "Show what is not so simple in this lesson, or go back to the step",
        lambda desk: desk.story.turn_to_notes(),
    ),
)


def make_lesson_menu() -> Menu:
    """Every lesson there is now, and what moves through the story of the one on the screen."""
    return Menu("Le&sson", (*(_make_command(heading) for heading in list_headings()), None, *_STORY))


def _make_command(heading: Heading) -> Command:
    name = f"lesson-{heading.id}"
    return Command(name, heading.title, "", heading.summary, partial(_load, heading.id), object_name=name)


def _load(id: str, desk: Desk) -> None:
    desk.lesson.load(find_lesson(id))
