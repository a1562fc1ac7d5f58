"""What is said of learning: one finding, with the loss of the cursor against that of guessing."""

import math

from vgdesk.analysis import learning
from vgdesk.analysis.evidence import Evidence
from vgdesk.analysis.findings import Finding
from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.verdicts import Learning

_SENTENCES = {
    Learning.LEARNED: "It has learned: {loss}.",
    Learning.LEARNING: "It learns: {loss}, and falls.",
    Learning.SLOW: "It learns slowly: {loss}, and falls a little.",
    Learning.STUCK: "It is stuck: {loss}, and no longer falls.",
    Learning.GUESSING: "It only guesses: {loss}, and does not fall.",
    Learning.DIVERGED: "It has diverged: {loss}.",
}
_COMES_DOWN = "It comes down from far above guessing: {loss}."
_SWING = 0.1  # of the loss: where it is not what it usually is


def find_learning(evidence: Evidence) -> Finding | None:
    """The half of the verdict that the loss decides; None where it is not judged."""
    found = evidence.verdict.learning
    if found is Learning.NOT_JUDGED:
        return None
    ratio = evidence.usual_loss / evidence.guessing if evidence.guessing else math.inf
    limit = learning.LEARNED if found is Learning.LEARNED else learning.NO_BETTER
    since = evidence.course.stretch_at(evidence.cursor).first
    good = found in (Learning.LEARNED, Learning.LEARNING)
    words = _COMES_DOWN if found is Learning.SLOW and ratio > learning.NEAR else _SENTENCES[found]
    sentence = words.format(loss=_loss_words(evidence, ratio))
    return Finding(str(found), (), evidence.cursor, ratio, limit, sentence, since=since, is_good=good)


def describe_cold(evidence: Evidence) -> str:
    """That the loss on the screen is another one than the loss judged, and why; empty where it is not."""
    if not evidence.verdict.is_cold:
        return ""
    return (
        f"The loss over all points is {format_value(evidence.shown_loss)}, no better than that of guessing: batch "
        "normalisation scores with moving statistics that are not yet those of the batches. The batches are judged."
    )


def _loss_words(evidence: Evidence, ratio: float) -> str:
    by_batch = evidence.shown_loss != evidence.loss and math.isfinite(evidence.loss)
    name = "the loss of the last batches" if by_batch else "the loss"
    guess = f"that of guessing, {format_value(evidence.guessing)}"
    if not math.isfinite(ratio):
        return f"{name} is no number; guessing has {format_value(evidence.guessing)}"
    times = f"{100 * ratio:.3g} % of {guess}" if ratio < 2 else f"{format_value(ratio)} times {guess}"
    falls = evidence.verdict.learning in (Learning.LEARNED, Learning.LEARNING)
    if not falls and abs(evidence.loss - evidence.usual_loss) > _SWING * evidence.usual_loss:
        usual = format_value(evidence.usual_loss)
        return f"{name} swings, {format_value(evidence.loss)} now and lately {usual} in the middle, {times}"
    return f"{name} is {format_value(evidence.loss)}, {times}"
