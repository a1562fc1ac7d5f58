"""What the lessons claim is so: in the median over five seeds, and with the seed that a lesson opens with.

Only those of the first article are trained over and over; ``vgdesk check`` does it with all.
"""

import os

import pytest

from vgdesk.checking.check import CheckedLesson, check_lessons
from vgdesk.lessons.catalog import find_lesson, list_lessons

JOBS = min(os.cpu_count() or 1, 4)
ARTICLE = "Visualizing the vanishing gradient problem"
LESSONS = [lesson for lesson in list_lessons() if lesson.source.title == ARTICLE]


def check(lessons, **options) -> dict[str, CheckedLesson]:
    news = check_lessons(lessons, jobs=JOBS, **options)
    return {item.lesson.id: item for item in news if isinstance(item, CheckedLesson)}


def failed(checked) -> dict[str, float]:
    return {claim.claim.text: claim.figure for claim in checked.claims if not claim.passed}


@pytest.fixture(scope="module")
def checked():
    """The lessons of the first article, checked with five networks."""
    return check(LESSONS, nets=5)


@pytest.fixture(scope="module")
def opened():
    """All lessons, checked with the one network that each opens with."""
    found = {}
    for seed in {lesson.spec.seed for lesson in list_lessons()}:
        found |= check([lesson for lesson in list_lessons() if lesson.spec.seed == seed], nets=1, first_seed=seed)
    return found


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_what_a_lesson_claims_is_so(checked, lesson):
    assert lesson.claims
    assert not failed(checked[lesson.id])


@pytest.mark.parametrize("lesson", list_lessons(), ids=lambda lesson: lesson.id)
def test_the_seed_that_a_lesson_opens_with_is_typical(opened, lesson):
    assert not failed(opened[lesson.id])


def test_a_race_trains_its_companions_from_the_seed_of_the_lesson():
    for lesson in list_lessons():
        assert {find_lesson(other).spec.seed for other in lesson.race} <= {lesson.spec.seed}
