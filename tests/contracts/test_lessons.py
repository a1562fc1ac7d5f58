"""Every lesson file holds together: what it names is there, and it is told as lessons are."""

import re

import pytest

from vgdesk.checking.check import ask
from vgdesk.experiment.spec import check_spec, parse_spec
from vgdesk.lessons.catalog import find_lesson, lanes_of, list_lessons
from vgdesk.pictures.catalog import AROUND

LESSONS = pytest.mark.parametrize("lesson", list_lessons(), ids=lambda lesson: lesson.id)


@LESSONS
def test_a_lesson_has_valid_specs(lesson):
    for spec in (lesson.spec, *lesson.variants.values()):
        check_spec(spec)
        assert parse_spec(spec.to_json()) == spec


@LESSONS
def test_a_lesson_is_told_in_three_to_six_steps(lesson):
    assert lesson.title
    assert lesson.summary.endswith(".")
    assert 3 <= len(lesson.story) <= 6
    assert all(re.search(r"[.?]$", words) for words in (*lesson.story, *lesson.remarks))
    assert lesson.source.title
    assert lesson.source.author


@LESSONS
def test_names_are_in_small_letters_with_hyphens(lesson):
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in (lesson.id, *lesson.variants))


@LESSONS
def test_the_lanes_of_a_lesson_share_one_seed_and_differ_in_name(lesson):
    for name in (lesson.id, *(f"{lesson.id}/{variant}" for variant in lesson.variants)):
        shown = find_lesson(name)
        lanes = lanes_of(shown)
        assert lanes[0] == shown.spec
        assert 1 <= len(lanes) <= 4
        assert {lane.seed for lane in lanes} == {shown.spec.seed}
        assert len({lane.name for lane in lanes}) == len(lanes)


@LESSONS
def test_every_claim_can_be_asked(lesson):
    assert len(ask(lesson)) == len(lesson.claims)
    assert len({(claim.text, claim.variant) for claim in lesson.claims}) == len(lesson.claims)


def test_the_panes_of_the_lessons_exist():
    known = {picture.key for picture in AROUND}
    assert any(lesson.panes for lesson in list_lessons())
    for lesson in list_lessons():
        assert set(lesson.panes) <= known, lesson.id
        assert len(set(lesson.panes)) == len(lesson.panes) <= 4, lesson.id


def test_no_two_lessons_have_one_place():
    orders = [lesson.order for lesson in list_lessons()]
    assert len(set(orders)) == len(orders)
