"""Facts that lessons tell: words of a story, each with what must be so for them to be true."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest

from tests.end_to_end.lesson_runs import median, trained
from vgdesk.lessons.catalog import find_lesson

Facts: TypeAlias = Mapping[str, Callable[[], bool]]


def each(stories: Mapping[str, Facts]) -> pytest.MarkDecorator:
    """Parametrizes a test with (lesson, words, fact)."""
    facts = [(lesson, words, fact) for lesson, told in stories.items() for words, fact in told.items()]
    names = [f"{lesson}: {words}" for lesson, words, _ in facts]
    return pytest.mark.parametrize(("lesson", "words", "fact"), facts, ids=names)


def says(lesson: str, words: str) -> bool:
    """Whether a lesson's summary, story or remarks hold these words."""
    told = find_lesson(lesson)
    return words in " ".join((told.summary, *told.story, *told.remarks))


def own_seed(lesson: str) -> int:
    """The seed that a lesson opens with."""
    return find_lesson(lesson).spec.seed


class Told:
    """The runs of a lesson or variant, trained for its own number of epochs or for fewer.

    Args:
        name: LESSON or LESSON/VARIANT.
        epochs: to train.
    """

    def __init__(self, name: str, epochs: int = 0):
        self._name = name
        self._epochs = epochs or find_lesson(name).spec.training.epochs

    def run(self, seed: int | None = None):
        """The run from a seed; without, from the one that the lesson opens with."""
        return trained(self._name, own_seed(self._name) if seed is None else seed, self._epochs)

    def holds(self, fact: Callable[..., bool], *others: "Told") -> bool:
        """Whether a fact about a run and the others of its seed holds, with the lesson's own seed and mostly."""
        runs = (self, *others)
        own = own_seed(self._name)
        return fact(*(told.run(own) for told in runs)) and (
            median(lambda seed: float(fact(*(told.run(seed) for told in runs)))) == 1
        )
