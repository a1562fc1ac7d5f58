"""Holds the claims of lessons against newly trained networks.

The networks are trained in processes of their own, and nothing of them is kept but the figures that the claims ask
for: whoever checks imports no torch.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np

from vgdesk.checking.networks import Answer, Reading, make_reading
from vgdesk.checking.workers import answer_all
from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.lessons.catalog import Lesson, find_lesson
from vgdesk.lessons.claims import Bounds, Claim

_SEEDS = 2**32

Answers: TypeAlias = Mapping[ExperimentSpec, Answer]


@dataclass(frozen=True)
class Progress:
    """A sign of life, at least every tenth of a second: networks trained, of those that are needed."""

    done: int
    total: int


@dataclass(frozen=True)
class CheckedClaim:
    """A claim and what the networks say to it.

    Attributes:
        claim: as the lesson has it.
        bounds: those it was held against.
        figures: of each network, in the order of the seeds.
    """

    claim: Claim
    bounds: Bounds
    figures: tuple[float, ...]

    @cached_property
    def figure(self) -> float:
        """The median over the networks; NaN if one of them has none."""
        with np.errstate(invalid="ignore"):  # between two infinities
            return float(np.median(self.figures))

    @property
    def count(self) -> int:
        """How many of the networks satisfy the claim."""
        return sum(map(self.bounds.hold, self.figures))

    @property
    def least(self) -> int:
        """How many of them would be expected to at least."""
        return self.claim.least_of(len(self.figures))

    @property
    def passed(self) -> bool:
        """Whether as many satisfy it as can be expected, if the claim is true."""
        return self.count >= self.least

    @property
    def share(self) -> float:
        """Share of the networks that satisfy the claim: 0..1."""
        return self.count / len(self.figures)

    @property
    def text(self) -> str:
        """Such as ``4 of 5 (expected 4 or 5)``."""
        networks, least = len(self.figures), self.least
        expected = {0: "all", 1: f"{least} or {networks}"}.get(networks - least, f"{least} to {networks}")
        return f"{self.count} of {networks} (expected {expected})"


@dataclass(frozen=True)
class CheckedLesson:
    """A lesson with all its claims checked.

    Attributes:
        lesson: that was checked.
        claims: in the lesson's order.
        seconds: of training, of all networks that its claims ask for, one after the other.
    """

    lesson: Lesson
    claims: tuple[CheckedClaim, ...]
    seconds: float

    @property
    def weakest(self) -> CheckedClaim | None:
        """The claim that fewest networks satisfy, of those that fail if any does; None where nothing is claimed."""
        return min(self.claims, key=lambda checked: (checked.passed, checked.count), default=None)

    @property
    def passed(self) -> bool:
        """Whether every claim holds, as far as chance can tell."""
        return all(checked.passed for checked in self.claims)


def check_lessons(
    lessons: Sequence[Lesson], nets: int = 5, first_seed: int = 0, jobs: int = 1
) -> Generator[Progress | CheckedLesson, None, None]:
    """Train what the claims of some lessons are about, each network once, and check them.

    Args:
        lessons: to check.
        nets: networks a claim, each from its own seed.
        first_seed: of the first of them; the others follow it.
        jobs: networks trained at the same time, each in a process of its own; the processes end with this iterator.

    Yields:
        Progress, and each lesson as soon as its networks are trained.

    Raises:
        VgdeskError: the seeds do not exist, or a claim names what there is not.
        EngineError: a training failed, or its process died.
    """
    if nets < 1 or not 0 <= first_seed <= _SEEDS - nets:
        raise VgdeskError(f"{nets} networks from seed {first_seed}: take at least 1, and seeds of 0 to {_SEEDS - 1}")
    plans = [_Plan(lesson, range(first_seed, first_seed + nets)) for lesson in lessons]
    questions: dict[ExperimentSpec, set[Reading]] = {}
    for spec, reading in (pair for plan in plans for pair in plan.needs):
        questions.setdefault(spec, set()).add(reading)
    answers: dict[ExperimentSpec, Answer] = {}
    yield Progress(0, len(questions))
    yield from _take_ready(plans, answers)
    with closing(answer_all(questions, jobs)) as news:
        for item in news:
            answers |= [item] if item else []
            yield Progress(len(answers), len(questions))
            yield from _take_ready(plans, answers)


class Question(NamedTuple):
    """What is read for a claim, and of which networks: one, or two that are compared."""

    claim: Claim
    reading: Reading
    specs: tuple[ExperimentSpec, ...]


def ask(lesson: Lesson) -> tuple[Question, ...]:
    """What the claims of a lesson ask for, in their order.

    Raises:
        VgdeskError: a claim names a figure, an argument or a lesson that there is not.
    """
    return tuple(_ask(lesson, claim) for claim in lesson.claims)


class _Plan:
    """A lesson, and the networks that its claims ask for, of every seed."""

    def __init__(self, lesson: Lesson, seeds: Sequence[int]):
        self._lesson = lesson
        self._seeds = seeds
        self._questions = ask(lesson)
        self.needs = [
            (_seeded(spec, seed), reading)
            for _, reading, specs in self._questions
            for seed in seeds
            for spec in specs
        ]

    def is_ready(self, answers: Answers) -> bool:
        return all(spec in answers for spec, _ in self.needs)

    def check(self, answers: Answers) -> CheckedLesson:
        claims = tuple(self._check(question, answers) for question in self._questions)
        seconds = sum(answers[spec].seconds for spec in {spec for spec, _ in self.needs})
        return CheckedLesson(self._lesson, claims, seconds)

    def _check(self, question: Question, answers: Answers) -> CheckedClaim:
        claim, reading, specs = question
        rows = [[answers[_seeded(spec, seed)].figures[reading] for spec in specs] for seed in self._seeds]
        bounds = claim.bounds(subset=self._lesson.on_shipped)
        return CheckedClaim(claim, bounds, tuple(_compare(claim, row) for row in rows))


def _take_ready(plans: list[_Plan], answers: Answers) -> Iterator[CheckedLesson]:
    """Check the lessons whose networks are trained, and strike them off."""
    for plan in [plan for plan in plans if plan.is_ready(answers)]:
        plans.remove(plan)
        yield plan.check(answers)


def _ask(lesson: Lesson, claim: Claim) -> Question:
    try:
        own = next(iter(lesson.variants.values()), lesson.spec)
        specs = [lesson.variants[claim.variant] if claim.variant else own]
        specs += [find_lesson(claim.against).spec] if claim.against else []
        return Question(claim, make_reading(claim.figure, claim.arguments), tuple(specs))
    except VgdeskError as error:
        raise VgdeskError(f"the lesson {lesson.id}, {claim.text}: {error}") from None


def _seeded(spec: ExperimentSpec, seed: int) -> ExperimentSpec:
    return spec.model_copy(update={"seed": seed})


def _compare(claim: Claim, figures: Sequence[float]) -> float:
    """The figure of the network alone, or of it and the other together."""
    if claim.compare is None:
        return figures[0]
    own, other = np.array(figures)
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(own / other if claim.compare == "ratio" else own - other)
