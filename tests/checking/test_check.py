import math
from statistics import median

import pytest

from tests.lessons.examples import VARIANTS, claim, write_lesson
from vgdesk.checking import check
from vgdesk.checking.check import CheckedClaim, CheckedLesson, Progress, ask, check_lessons
from vgdesk.checking.networks import Answer, train_in_memory
from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.lessons.claims import Bounds, Claim


@pytest.fixture
def answered(monkeypatch):
    """Answers in place of trainings: every figure of a network is a tenth of its seed; the questions are kept."""
    asked = []

    def answer_all(questions, jobs):
        asked.append(questions)
        for spec, readings in questions.items():
            yield None
            yield spec, Answer(dict.fromkeys(readings, spec.seed / 10), seconds=1.5)

    monkeypatch.setattr(check, "answer_all", answer_all)
    return asked


def checked(*ids, **options):
    """The lessons as they come out of a check."""
    return [
        item for item in check_lessons([find_lesson(id) for id in ids], **options) if isinstance(item, CheckedLesson)
    ]


def made_claim(*figures, **bounds):
    bounds = Bounds(**bounds)
    return CheckedClaim(Claim(text="it", figure="loss", **bounds.model_dump()), bounds, figures)


def test_a_claim_fails_when_fewer_networks_satisfy_it_than_chance_allows():
    made = made_claim(0.9, 0.2, 0.86, 0.87, 0.88, at_least=0.85)
    assert (made.figure, made.count, made.share, made.passed) == (0.87, 4, 0.8, True)
    assert made.text == "4 of 5 (expected 4 or 5)"
    made = made_claim(0.9, 0.2, 0.84, 0.87, 0.88, at_least=0.85)
    assert (made.figure, made.count, made.passed) == (0.87, 3, False)
    assert made_claim(0.2, 0.4, at_most=0.3).figure == pytest.approx(0.3)


@pytest.mark.parametrize(("share", "text"), [(0.8, "3 of 5 (expected 2 to 5)"), (0.925, "3 of 5 (expected 3 to 5)")])
def test_what_is_expected_is_said_with_the_count(share, text):
    claim = Claim(text="it", figure="loss", at_most=1, share=share, measured=40)
    assert CheckedClaim(claim, claim.bounds(), (0, 0, 0, 2, 2)).text == text


def test_the_weakest_claim_is_one_that_fails_or_that_fewest_networks_satisfy(folder):
    write_lesson(folder, "a")
    rare = Claim(text="rare", figure="loss", at_most=1, share=0.8)
    usual = Claim(text="usual", figure="loss", at_most=1)
    found = [(rare, (0, 0, 2, 2)), (usual, (0, 0, 0, 0)), (usual, (0, 0, 0, 2))]
    claims = [CheckedClaim(claim, claim.bounds(), figures) for claim, figures in found]
    assert CheckedLesson(find_lesson("a"), tuple(claims), 0).weakest == claims[0]
    claims.append(CheckedClaim(usual, usual.bounds(), (0, 0, 0, 2, 2, 2, 2, 2)))
    assert CheckedLesson(find_lesson("a"), tuple(claims), 0).weakest == claims[-1]
    assert CheckedLesson(find_lesson("a"), (), 0).weakest is None


@pytest.mark.parametrize("odd", [math.nan, math.inf])
def test_networks_without_a_figure_satisfy_nothing(odd):
    made = made_claim(odd, odd, 0.9, at_least=0.85)
    assert (made.passed, made.share) == (False, pytest.approx(1 / 3))
    assert not made_claim(math.inf, -math.inf, at_least=0).passed


def test_one_network_that_is_no_number_leaves_no_median():
    assert math.isnan(made_claim(math.nan, 0.9, 0.9, at_least=0.85).figure)


def test_figures_are_those_of_the_networks_from_each_seed(folder):
    write_lesson(folder, "a", claim("loss", at_most=9) + claim("negative_share", layer=1, at_least=2))
    ((lesson),) = checked("a", nets=3, first_seed=40, jobs=2)
    histories = [train_in_memory(change_spec(find_lesson("a").spec, {"seed": seed})) for seed in (40, 41, 42)]
    losses = [float(history.scores.loss[-1]) for history in histories]
    assert lesson.claims[0].figures == tuple(losses)
    assert lesson.claims[0].figure == median(losses)
    assert [claim.passed for claim in lesson.claims] == [True, False]
    assert not lesson.passed
    assert lesson.seconds > 0


def test_a_claim_is_about_its_variant_or_the_first(folder, answered):
    write_lesson(folder, "a", VARIANTS + claim("loss", at_most=9) + claim("loss", variant="by-value", at_most=9))
    assert [question.specs[0].name for question in ask(find_lesson("a"))] == ["plain", "cut"]
    assert [question.specs[0].name for question in ask(find_lesson("a/by-norm"))] == ["plain", "cut"]


@pytest.mark.parametrize(("compare", "expected"), [("ratio", 2.5), ("difference", 0.3)])
def test_two_networks_of_one_seed_are_compared(folder, monkeypatch, compare, expected):
    write_lesson(folder, "a", VARIANTS + claim("loss", at_most=9, against="b", compare=compare))
    write_lesson(folder, "b", order=2)
    own = {"plain": 0.5, "b": 0.2}

    def answer_all(questions, jobs):
        for spec, readings in questions.items():
            yield spec, Answer(dict.fromkeys(readings, own[spec.name] * spec.seed), 0.0)

    monkeypatch.setattr(check, "answer_all", answer_all)
    (lesson,) = checked("a", nets=3, first_seed=1)
    scale = [1, 1, 1] if compare == "ratio" else [1, 2, 3]
    assert lesson.claims[0].figures == pytest.approx([expected * factor for factor in scale])


def test_a_comparison_with_nothing_is_infinite(folder, answered):
    write_lesson(folder, "a", claim("loss", at_least=1.5, against="b", compare="ratio"))
    write_lesson(folder, "b", order=2)
    (lesson,) = checked("a", nets=2, first_seed=0)
    assert math.isnan(lesson.claims[0].figure)
    assert not lesson.passed


def test_a_network_is_trained_once_for_all_claims_and_lessons(folder, answered):
    compared = claim("loss", at_most=9, against="b", compare="difference")
    write_lesson(folder, "a", claim("loss", at_most=9) + claim("accuracy", at_least=0) + compared)
    write_lesson(folder, "b", claim("loss", at_most=9), order=2)
    first, second = checked("a", "b", nets=2)
    (questions,) = answered
    assert [(spec.seed, len(readings)) for spec, readings in questions.items()] == [(0, 2), (1, 2), (0, 1), (1, 1)]
    assert (first.seconds, second.seconds) == (6.0, 3.0)


def test_a_lesson_comes_as_soon_as_its_networks_are_trained(folder, answered):
    write_lesson(folder, "a", claim("loss", at_most=9))
    write_lesson(folder, "b", claim("loss", at_most=9), order=2)
    items = list(check_lessons([find_lesson("a"), find_lesson("b")], nets=1))
    told = [item.lesson.id if isinstance(item, CheckedLesson) else (item.done, item.total) for item in items]
    assert told == [(0, 2), (0, 2), (1, 2), "a", (1, 2), (2, 2), "b"]


@pytest.mark.parametrize(("on_shipped", "bounds"), [(False, Bounds(at_most=9)), (True, Bounds(at_least=8))])
def test_bounds_are_those_of_the_images_that_are_there(folder, answered, on_shipped, bounds):
    write_lesson(folder, "a", claim("loss", at_most=9, subset={"at_least": 8}))
    lesson = find_lesson("a").model_copy(update={"on_shipped": on_shipped})
    *_, item = check_lessons([lesson], nets=2)
    assert item.claims[0].bounds == bounds
    assert item.passed is not on_shipped


def test_a_lesson_that_claims_nothing_is_passed_without_a_training(folder, answered):
    write_lesson(folder, "a")
    items = list(check_lessons([find_lesson("a")]))
    assert items == [Progress(0, 0), CheckedLesson(find_lesson("a"), (), 0)]
    assert items[-1].passed


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        (claim("beauty", at_least=1), "the lesson a, of the beauty: there is no figure 'beauty'; take one of loss"),
        (
            claim("loss", at_least=1, against="c", compare="ratio"),
            "the lesson a, of the loss: there is no lesson",
        ),
        (claim("loss", at_least=1, layer=2), "the figure loss does not take {'layer': 2}"),
    ],
)
def test_a_claim_that_cannot_be_asked_is_refused_before_any_training(folder, answered, tables, words):
    write_lesson(folder, "a", tables)
    with pytest.raises(VgdeskError, match=words):
        checked("a")
    assert not answered


@pytest.mark.parametrize(("nets", "first_seed"), [(0, 0), (-1, 0), (1, -1), (2, 2**32 - 1), (1, 2**32)])
def test_seeds_that_do_not_exist_are_refused(folder, nets, first_seed):
    write_lesson(folder, "a", claim("loss", at_most=9))
    with pytest.raises(VgdeskError, match=f"{nets} networks from seed {first_seed}: take at least 1"):
        checked("a", nets=nets, first_seed=first_seed)
