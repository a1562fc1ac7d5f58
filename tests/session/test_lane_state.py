from tests.runs.examples import example_history
from tests.session.examples import small_spec
from vgdesk.session.lane import Lane
from vgdesk.session.lane_state import take_state


def shown_lane() -> Lane:
    return Lane(small_spec(), 1, run="a", history=example_history(3))


def test_a_run_that_is_still_shown_keeps_what_it_has_gained_since():
    lane = shown_lane()
    state = take_state(lane)
    lane.color, lane.trial = 3, "what a remedy did"
    assert state.put_back() is lane
    assert (lane.color, lane.trial) == (1, "what a remedy did")


def test_a_lane_that_shows_another_run_by_now_gets_all_of_its_own_back():
    lane, before = shown_lane(), example_history(3)
    lane.history = before
    state = take_state(lane)
    lane.run, lane.history, lane.trial = "b", example_history(9), "what a remedy did"
    state.put_back()
    assert (lane.run, lane.history, lane.trial) == ("a", before, None)
