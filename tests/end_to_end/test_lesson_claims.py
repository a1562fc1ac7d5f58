"""Every lesson is told, and its claims are checked, in one of the files of stories; races are of one seed."""

from tests.end_to_end import (
    test_stories_of_choices,
    test_stories_of_circles,
    test_stories_of_courses,
    test_stories_of_depth,
    test_stories_of_symptoms,
    test_stories_of_weights,
)
from vgdesk.lessons.catalog import find_lesson, list_lessons


def test_every_lesson_is_held_to_what_it_says_in_one_file():
    files = (
        test_stories_of_circles,
        test_stories_of_weights,
        test_stories_of_depth,
        test_stories_of_choices,
        test_stories_of_courses,
        test_stories_of_symptoms,
    )
    assert sorted(lesson for file in files for lesson in file.STORIES) == sorted(item.id for item in list_lessons())


def test_a_race_trains_its_companions_from_the_seed_of_the_lesson():
    for lesson in list_lessons():
        assert {find_lesson(other).spec.seed for other in lesson.race} <= {lesson.spec.seed}
