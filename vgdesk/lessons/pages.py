"""What the story of a lesson is read from: its steps, then what is not so simple, then where it comes from."""

from typing import NamedTuple

from vgdesk.lessons.catalog import Lesson


class Page(NamedTuple):
    """What is read at one time.

    Attributes:
        place: its number, such as ``2 of 5`` or ``note 1 of 3``.
        text: a few sentences.
    """

    place: str
    text: str


def pages_of(lesson: Lesson) -> tuple[Page, ...]:
    """The steps of the story, then its notes: the remarks and the source."""
    notes = (*lesson.remarks, describe_source(lesson))
    steps = [Page(f"{number} of {len(lesson.story)}", text) for number, text in enumerate(lesson.story, start=1)]
    return (*steps, *(Page(f"note {number} of {len(notes)}", text) for number, text in enumerate(notes, start=1)))


def describe_source(lesson: Lesson) -> str:
    """Where a lesson comes from, its name on the command line, and whether its images are the shipped ones."""
    shipped = " The images are the shipped part of Fashion-MNIST, in place of the full set." * lesson.on_shipped
    return f"After “{lesson.source.title}” by {lesson.source.author}. On the command line: {lesson.id}.{shipped}"
