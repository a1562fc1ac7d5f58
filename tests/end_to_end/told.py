"""Facts that lessons tell: words of a story, each with what must be so for them to be true."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest

from tests.end_to_end.lesson_runs import mostly, own_seed, trained
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.lessons.pages import pages_of
from vgdesk.runs.history import History

Facts: TypeAlias = Mapping[str, Callable[[], bool]]


def each(stories: Mapping[str, Facts]) -> pytest.MarkDecorator:
    """Parametrizes a test with (lesson, words, fact)."""
    facts = [(lesson, words, fact) for lesson, told in stories.items() for words, fact in told.items()]
    names = [f"{lesson}: {words}" for lesson, words, _ in facts]
    return pytest.mark.parametrize(("lesson", "words", "fact"), facts, ids=names)


def says(lesson: str, words: str) -> bool:
    """Whether a lesson's summary or a page of its story, as they are shown, hold these words."""
    told = find_lesson(lesson)
    return words in " ".join((told.summary, *(page.text for page in pages_of(told))))


class Told:
    """The runs of a lesson or variant, trained for its own number of epochs or for another.

    Args:
        name: LESSON or LESSON/VARIANT.
        epochs: to train.
        enough: epochs to train from another seed than the lesson's own, where no fact speaks of later ones.
    """

    def __init__(self, name: str, epochs: int = 0, enough: int = 0):
        self._name = name
        self._epochs = epochs or find_lesson(name).spec.training.epochs
        self._enough = enough or self._epochs

    def run(self, seed: int) -> History:
        """The run from a seed."""
        epochs = self._epochs if seed == own_seed(self._name) else self._enough
        return trained(change_spec(find_lesson(self._name).spec, {"seed": seed, "training.epochs": epochs}))

    def holds(self, fact: Callable[..., bool], *others: "Told") -> bool:
        """Whether a fact about a run and the others of its seed holds, with the lesson's own seed and mostly."""
        return mostly(self._name, lambda seed: fact(*(told.run(seed) for told in (self, *others))))
