"""Every lesson file holds together: what it names is there, and it is told as lessons are."""

import re

import pytest

from vgdesk.analysis.claims import MEASURED
from vgdesk.checking.check import ask
from vgdesk.experiment.spec import check_spec, parse_spec
from vgdesk.lessons.catalog import find_lesson, lanes_of, list_lessons
from vgdesk.lessons.pages import pages_of
from vgdesk.measures import find_measure
from vgdesk.pictures.catalog import AROUND, find_picture

LESSONS = pytest.mark.parametrize("lesson", list_lessons(), ids=lambda lesson: lesson.id)

SIZES = r"\d|\btimes\b|factor|decade|hundred|thousand|\bten\b|larger|smaller|twice|half"
LABELS = ("mean absolute", "root mean square", "deviation", "signal", "norm", "entries")


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
    assert any(lesson.panes for lesson in list_lessons())
    for lesson in list_lessons():
        keys = [find_picture(name)[0].key for name in lesson.panes]
        assert {find_picture(key)[0] for key in keys} <= set(AROUND), lesson.id
        assert len(set(keys)) == len(keys) <= 4, lesson.id


@LESSONS
def test_a_claim_is_of_a_measure_that_the_lesson_opens_on_or_names_it(lesson):
    opened = {tuple(name.split(":")) for name in (*lesson.columns, *lesson.panes)}
    for claim in lesson.claims:
        if claim.figure in MEASURED:
            measure = find_measure(*MEASURED[claim.figure])
            assert MEASURED[claim.figure] in opened or measure.label in claim.text, claim.text


@LESSONS
def test_a_size_of_a_gradient_is_of_the_measure_that_the_lesson_opens_on_or_names_it(lesson):
    """The panes beside the heatmaps show root mean squares, unless their names say otherwise."""
    shown = {find_measure("gradient", name.partition(":")[2]).label for name in lesson.columns if "gradient" in name}
    for page in pages_of(lesson):
        for sentence in re.split(r"(?<=[.?:]) ", page.text):
            if "gradient" in sentence and re.search(SIZES, sentence):
                named = [label for label in LABELS if label in page.text]
                assert named or shown == {"mean absolute value"}, sentence
    if any(name.startswith("first_last") for name in lesson.panes):
        assert {"mean absolute", "root mean square"} <= {label for label in LABELS if label in " ".join(lesson.story)}


def test_no_two_lessons_have_one_place():
    orders = [lesson.order for lesson in list_lessons()]
    assert len(set(orders)) == len(orders)
