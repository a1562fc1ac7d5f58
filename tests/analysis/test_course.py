import gc
import itertools
import weakref

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.course import follow_course
from vgdesk.events import Sampled, Scored
from vgdesk.experiment.data_facts import DataFacts

FACTS = DataFacts(points=100, guessing=0.7, low=(0.0,), high=(1.0,), commonest=0.5)


def sick_then_well(every=1, samples=600):
    """A signal that vanishes until step 200 and then arrives, while the loss comes down; sampled ``every`` steps."""
    steps = np.arange(0, samples, every)
    random = np.random.default_rng(every)
    lost = np.clip(3 - steps / 100, 0, 3)
    signal = 10.0 ** -np.stack([lost, lost / 2, 0 * lost, 0 * lost], axis=1)
    gradient = np.repeat(10.0 ** np.clip(steps / 50 - 6, -6, -1)[:, None], 4, axis=1)
    noise = 10.0 ** random.normal(0, 0.1, (len(steps), 4))
    losses = 0.7 * np.exp(-np.maximum(steps - 200, 0) / 100)
    values = {("signal", "rms"): signal * noise, ("gradient", "rms"): gradient * noise}
    scores = [(int(step), float(loss), 0.5) for step, loss in zip(steps, losses, strict=True)]
    return measured_history(values, losses, steps, scores=scores, data=FACTS)


def words(history):
    return [stretch.verdict.text for stretch in follow_course(history).stretches]


def test_a_course_tells_what_was_and_what_is():
    assert words(sick_then_well())[:2] == ["vanishing", "vanishing · guessing"]
    assert words(sick_then_well())[-1] == "level · learned"
    assert len(words(sick_then_well())) <= 6


@pytest.mark.parametrize("every", [7, 25])
def test_a_network_sampled_more_seldom_has_the_same_word_at_the_same_step(every):
    often, seldom = sick_then_well(), sick_then_well(every)
    dense, sparse = follow_course(often), follow_course(seldom)
    differing = [
        int(step)
        for sample, step in enumerate(seldom.steps)
        if sparse.stretch_at(sample).verdict != dense.stretch_at(int(step)).verdict
    ]
    changes = [int(often.steps[stretch.first]) for stretch in dense.stretches[1:]]
    slack = {step: max(2 * every, 10, step / 10) for step in changes}
    assert all(any(abs(step - change) <= slack[change] for change in changes) for step in differing)


@pytest.mark.parametrize("cuts", [[1], [3, 4, 60, 300], list(range(10, 600, 10))])
def test_a_run_that_grows_is_judged_as_the_whole(cuts):
    whole = sick_then_well()
    grown = measured_history({("signal", "rms"): np.empty((0, 4))}, losses=[], data=FACTS)
    part = type(grown)(whole.started)
    for start, end in zip([0, *cuts], [*cuts, whole.sample_count], strict=True):
        for step in range(start, end):
            part.append(Scored("run", step, float(whole.scores.loss[step]), 0.5))
        chunk = slice(start, end)
        part.append(Sampled("run", whole.steps[chunk], whole.batch_loss[chunk], whole.values[chunk]))
        follow_course(part)
    assert follow_course(part).stretches == follow_course(whole).stretches
    assert (follow_course(part).states == follow_course(whole).states).all()


def test_stretches_cover_every_sample_once_and_differ_from_their_neighbours():
    history = sick_then_well()
    course = follow_course(history)
    ends = [(stretch.first, stretch.last) for stretch in course.stretches]
    assert [first for first, _ in ends] == [0, *(last + 1 for _, last in ends[:-1])]
    assert ends[-1][1] == history.sample_count - 1
    verdicts = [stretch.verdict for stretch in course.stretches]
    assert all(one != other for one, other in itertools.pairwise(verdicts))
    assert all(course.stretch_at(last) == course.stretch_at(first) for first, last in ends)


def test_the_first_number_that_is_none_is_remembered():
    losses = [0.7] * 30
    losses[12:] = [np.nan] * 18
    course = follow_course(measured_history(losses=losses))
    assert course.first_broken == 12
    assert follow_course(measured_history(losses=[0.7])).first_broken is None


def test_a_saturated_network_that_learns_has_a_level_signal():
    values = {("activation", "saturated_fraction"): [0.9, 0.9, 0.9, 0]}
    losses = 0.7 * np.exp(-np.arange(200) / 50)
    scores = [(step, float(loss), 0.5) for step, loss in enumerate(losses)]
    assert words(measured_history(values, losses, scores=scores, data=FACTS))[-1] == "level · learned"
    assert words(measured_history(values, [0.7] * 200, data=FACTS))[-1] == "saturated · guessing"


def test_a_run_that_is_gone_is_forgotten():
    history = measured_history()
    follow_course(history)
    gone = weakref.ref(history)
    del history
    gc.collect()
    assert gone() is None
