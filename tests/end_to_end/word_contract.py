"""What the word on a run must agree with: loss, accuracy and the numbers of the heatmaps, whatever the rules are.

Written from what each word means, with none of the limits or states that the rules use.
"""

from itertools import groupby

import numpy as np

from vgdesk.analysis.course import follow_course
from vgdesk.analysis.losses import guessing_loss
from vgdesk.analysis.verdicts import Flow, Learning, Verdict
from vgdesk.runs.history import History

MOST_CHANGES = 4
_LAG = 7  # a word may be as old as this part of the training
_FAIR = 50.0  # times that a signal may grow or shrink over the depth of a network that is well


def find_faults(history: History) -> list[str]:
    """Where the word does not agree with the numbers at the first, the middle or the last sample, in words."""
    faults = [f"{count} changes of the word"] if (count := count_changes(history)) > MOST_CHANGES else []
    last = history.sample_count - 1
    for sample in sorted({0, last // 2, last}):
        verdict = follow_course(history).stretch_at(sample).verdict
        lately = _lately(history, sample)
        told = [fault for ask in (_ask_green, _ask_flow, _ask_learning) if (fault := ask(history, verdict, lately))]
        faults += [f"{verdict.text} at sample {sample}: {fault}" for fault in told]
    return faults


def count_changes(history: History) -> int:
    """How often the word changes."""
    return len(list(groupby(stretch.verdict.word for stretch in follow_course(history).stretches))) - 1


def _lately(history: History, sample: int) -> slice:
    """The samples of the last part of the training up to one, two at least: a word has its reasons there."""
    done = int(history.steps[sample])
    first = int(np.searchsorted(history.steps, done - max(done // _LAG, 60), "left"))
    return slice(max(min(first, sample - 1), 0), sample + 1)


def _ask_green(history: History, verdict: Verdict, lately: slice) -> str:
    if not verdict.is_green:
        return ""
    shrinks = _shrinking(history, lately)
    if len(shrinks) and not (1 / _FAIR**2 < np.nanmedian(shrinks) < _FAIR):
        return f"the signal shrinks {np.nanmedian(shrinks):.3g} times"
    ratio = np.nanmin(_ratios(history, lately))
    return "" if ratio < 1 else f"the loss is {ratio:.3g} of that of guessing"


def _ask_flow(history: History, verdict: Verdict, lately: slice) -> str:
    shrinks = _shrinking(history, lately)
    agrees = {
        Flow.VANISHING: lambda: np.nanmax(shrinks) > 10,
        Flow.GROWING: lambda: np.nanmin(shrinks) < 1 / 10,
        Flow.DEAD: lambda: _largest(history, "dead_fraction", lately) >= 0.6,
        Flow.SATURATED: lambda: _largest(history, "saturated_fraction", lately) >= 0.4,
        Flow.COLLAPSED: lambda: -_largest(history, "effective_rank", lately, -1) < 1.1,
        Flow.EXPLODING: lambda: not np.nanmax(_ratios(history, lately)) < 5 or _is_broken(history, lately),
    }
    if verdict.flow not in agrees or agrees[verdict.flow]():
        return ""
    return f"nothing shows it: the signal shrinks {np.nanmin(shrinks):.3g} to {np.nanmax(shrinks):.3g} times"


def _ask_learning(history: History, verdict: Verdict, lately: slice) -> str:
    ratios = _ratios(history, lately)
    low, high = float(np.nanmin(ratios)), float(np.nanmax(ratios))
    agrees = {
        Learning.LEARNED: low < 0.75,
        Learning.LEARNING: low < 1,
        Learning.STUCK: low < 1,
        Learning.GUESSING: high > 0.9,
        Learning.SLOW: high > 0.9,
        Learning.DIVERGED: not high < 2 or not np.isfinite(ratios).all(),
    }
    return "" if agrees.get(verdict.learning, True) else f"the loss is {low:.3g} to {high:.3g} of that of guessing"


def _ratios(history: History, lately: slice) -> np.ndarray:
    """Losses of the batches, and of the points where they were scored meanwhile, in shares of that of guessing."""
    steps, scores = history.steps[lately], history.scores
    scored = (scores.step >= steps[0]) & (scores.step <= steps[-1])
    losses = np.concatenate([history.batch_loss[lately], scores.loss[scored]]).astype(float)
    return losses / guessing_loss(history)


def _shrinking(history: History, lately: slice) -> np.ndarray:
    """How many times smaller the signal is at the first layer or time step than at the last [sample]."""
    if ("signal", "rms") not in history.layout or len(history.layout.rows("signal")) < 3:
        return np.ones(1)
    signal = _measure(history, "signal", "rms", lately)
    with np.errstate(all="ignore"):
        return (signal[:, -1] + 1e-45) / (signal[:, 0] + 1e-45)


def _largest(history: History, measure: str, lately: slice, sign: int = 1) -> float:
    """The largest of a measure of the activations in the hidden layers; with sign -1, of its negative."""
    rows = len(history.layout.rows("activation")) - (not history.layout.time_steps)
    return float(np.nanmax(sign * _measure(history, "activation", measure, lately)[:, :rows]))


def _is_broken(history: History, lately: slice) -> bool:
    return not np.isfinite(_measure(history, "gradient", "rms", lately)).all()


def _measure(history: History, tensor: str, measure: str, lately: slice) -> np.ndarray:
    """A measure [sample, row]."""
    columns = history.layout.columns(tensor, measure)
    return history.values[lately][:, columns].astype(float)
