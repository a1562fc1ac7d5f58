"""What may be asked of a race while it runs, and the lock step of its lanes."""

from collections.abc import Iterator

import pytest

from tests.training.examples import STEPS_PER_EPOCH, content_of, scores_of, small_spec, steps_of, told
from vgdesk.events import RoundEnded, RunEnded, RunStarted, Scored
from vgdesk.training.control import TrainControl
from vgdesk.training.loop import train

EVERY_STEP = {"sampling": {"kind": "steps", "steps": 1}}
EVERY_SECOND_STEP = {"sampling": {"kind": "steps", "steps": 2}}


class Race:
    """A race of an ``epoch`` lane and a ``step`` lane, and all that it has told."""

    def __init__(self, **control):
        self.control = TrainControl(**control)
        specs = [small_spec(), small_spec({"network.activation": "relu", **EVERY_STEP})]
        self.events = []
        self._train = train(specs, self.control, ["epoch", "step"])

    def __iter__(self) -> Iterator:
        for event in self._train:
            self.events.append(event)
            yield event

    def finish_round(self) -> bool:
        """Go on to the end of the round; False when the race is over."""
        return any(isinstance(event, RoundEnded) for event in self)

    def samples(self, run: str) -> int:
        return len(steps_of(self.events, run))


def test_stepping_tells_one_sample_of_every_lane_a_round():
    race = Race(stepping=True)
    for count in range(1, 5):
        assert race.finish_round()
        assert (race.samples("epoch"), race.samples("step")) == (count, count)
    assert steps_of(race.events, "epoch") == [0, 3, 6, 9]
    assert steps_of(race.events, "step") == [0, 1, 2, 3]


def test_a_lane_that_is_done_leaves_the_others_to_train_on():
    race = Race(stepping=True)
    while race.finish_round():
        pass
    assert ends_of(race.events) == {"epoch": "finished", "step": "finished"}
    assert (race.samples("epoch"), race.samples("step")) == (5, 13)


def pause_race(race, is_the_moment):
    """Ask for a pause at the first event that is the moment, and wait for the end of that round."""
    for event in race:
        if is_the_moment(event):
            race.control.pausing = True
            break
    assert race.finish_round()


def ends_of(events):
    """Why each run ended."""
    return {event.run: event.reason for event in events if isinstance(event, RunEnded)}


def is_first_epoch_of_the_epoch_lane(event):
    return isinstance(event, Scored) and (event.run, event.step) == ("epoch", STEPS_PER_EPOCH)


def test_a_pause_in_mid_round_keeps_lanes_within_one_sample_and_they_catch_up():
    race = Race()
    pause_race(race, is_first_epoch_of_the_epoch_lane)
    assert (race.samples("epoch"), race.samples("step")) == (1, 2)
    race.control.pausing, race.control.stepping = False, True
    assert race.finish_round()
    assert (race.samples("epoch"), race.samples("step")) == (2, 2)
    assert race.finish_round()
    assert (race.samples("epoch"), race.samples("step")) == (3, 3)


@pytest.mark.parametrize("place", [1, 2, 3, 5, 8, 13])
def test_whenever_it_is_asked_a_pause_keeps_lanes_within_one_sample(place):
    specs = [small_spec(EVERY_SECOND_STEP), small_spec(), small_spec(EVERY_STEP)]
    control = TrainControl()
    runs = ["a", "b", "c"]
    events = []
    for event in train(specs, control, runs):
        events.append(event)
        if isinstance(event, RoundEnded) and control.pausing:
            counts = [len(steps_of(events, run)) for run in runs if run not in ends_of(events)]
            assert not counts or max(counts) - min(counts) <= 1
            control.pausing = False
        elif len(events) % place == 0:
            control.pausing = True
    for spec, run in zip(specs, runs, strict=True):
        assert content_of(events, run) == content_of(told(spec))


def test_a_pause_holds_nothing_back():
    race = Race()
    pause_race(race, is_first_epoch_of_the_epoch_lane)
    told_before = content_of(race.events, "epoch")[0], content_of(race.events, "step")[0]
    assert told_before == ([0], [0, 1])


def test_a_stop_ends_every_lane_and_keeps_what_was_sampled():
    race = Race()
    for event in race:
        if is_first_epoch_of_the_epoch_lane(event):
            race.control.stop = True
    assert ends_of(race.events) == {"epoch": "stopped", "step": "stopped"}
    assert isinstance(race.events[-1], RoundEnded)
    assert steps_of(race.events, "epoch") == [0]
    assert steps_of(race.events, "step") == [0, 1]
    assert [score[0] for score in scores_of(race.events, "epoch")] == [0, STEPS_PER_EPOCH]


def test_a_stop_before_the_first_round_ends_every_lane_at_once():
    race = Race(stop=True)
    events = list(race)
    assert [type(event) for event in events[:2]] == [RunStarted, RunStarted]
    assert ends_of(events) == {"epoch": "stopped", "step": "stopped"}
    assert [score[0] for score in scores_of(events, "epoch")] == [0]
    assert steps_of(events, "epoch") == []


def test_a_control_that_is_never_touched_holds_samples_back():
    assert not TrainControl().holds_nothing_back
    assert all(TrainControl(**{wish: True}).holds_nothing_back for wish in ("stop", "pausing", "stepping"))
