"""The short form of ``python -m tests.verdicts``: networks drawn from another seed, judged against their fate."""

import pytest

from tests.verdicts.__main__ import answers, count_words
from tests.verdicts.grid import draw_specs
from tests.verdicts.truth import find_truth
from vgdesk.analysis.course import follow_course
from vgdesk.checking.networks import train_in_memory

COUNT = 24


@pytest.fixture(scope="module")
def judged():
    """Every network's spec, truth and stretches."""
    runs = [(spec, train_in_memory(spec)) for spec in draw_specs(COUNT, seed=7)]
    return [(spec, find_truth(history), follow_course(history).stretches) for spec, history in runs]


def test_no_network_that_only_guesses_is_green(judged):
    wrong = [spec.name for spec, truth, told in judged if told[-1].verdict.is_green and not truth.beats_guessing]
    assert wrong == []
    assert any(told[-1].verdict.is_green for _, _, told in judged)


def test_most_answers_are_right(judged):
    asked = [
        answer
        for _, truth, told in judged
        for answer in answers(truth, told[-1].verdict)
        if answer.question != "green"
    ]
    right = sum(answer.is_so == answer.is_said for answer in asked)
    assert right >= 0.95 * len(asked)


def test_words_do_not_flicker(judged):
    words = sorted(count_words(told) for _, _, told in judged)
    assert words[-1] <= 10
    assert words[-COUNT // 8] <= 5
    assert words[COUNT // 2] <= 3
