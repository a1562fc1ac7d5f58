import itertools

import pytest

from vgdesk.analysis.verdicts import NO_VERDICT, Flow, Learning, Verdict


def test_green_needs_both_halves_and_no_verdict_is_both_colours():
    green = {
        (verdict.flow, verdict.learning)
        for halves in itertools.product(Flow, Learning)
        if (verdict := Verdict(*halves)).is_green
    }
    assert green == {(Flow.LEVEL, Learning.LEARNED), (Flow.LEVEL, Learning.LEARNING)}
    for halves in itertools.product(Flow, Learning):
        verdict = Verdict(*halves)
        assert not (verdict.is_green and verdict.is_red)
        assert (verdict.word == "healthy") == verdict.is_green == (verdict.tone == "good")


def test_a_loss_shown_that_is_no_better_than_guessing_is_never_green():
    assert not Verdict(Flow.LEVEL, Learning.LEARNED, is_cold=True).is_green


@pytest.mark.parametrize(
    ("verdict", "word", "text", "tone"),
    [
        (NO_VERDICT, "not judged", "not judged", "neutral"),
        (Verdict(Flow.LEVEL), "not judged", "level", "neutral"),
        (Verdict(Flow.VANISHING, Learning.GUESSING), "vanishing", "vanishing · guessing", "bad"),
        (Verdict(Flow.LEVEL, Learning.STUCK), "stuck", "level · stuck", "bad"),
        (Verdict(Flow.LEVEL, Learning.SLOW), "slow", "level · slow", "neutral"),
        (Verdict(Flow.NOT_JUDGED, Learning.LEARNED), "learned", "learned", "neutral"),
        (Verdict(Flow.GROWING, Learning.LEARNED), "growing", "growing · learned", "bad"),
    ],
)
def test_a_verdict_in_words(verdict, word, text, tone):
    assert (verdict.word, verdict.text, verdict.tone) == (word, text, tone)
