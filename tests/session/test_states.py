import pytest

from vgdesk.session.states import State, check_move

ENDS = {State.STOPPED, State.FINISHED, State.FAILED}
BUSY = {State.PREPARING, State.RUNNING, State.PAUSED, State.STOPPING}


def allowed(before, after) -> bool:
    try:
        check_move(before, after)
    except RuntimeError:
        return False
    return True


def test_a_race_is_under_way_in_four_states():
    assert {state for state in State if state.is_busy} == BUSY


@pytest.mark.parametrize("before", sorted(BUSY, key=str))
def test_whatever_is_under_way_may_end_any_way_but_not_be_dropped(before):
    assert all(allowed(before, end) for end in ENDS)
    assert not allowed(before, State.IDLE)


@pytest.mark.parametrize("before", sorted(ENDS | {State.IDLE}, key=str))
def test_what_is_over_begins_only_with_preparing(before):
    assert allowed(before, State.PREPARING)
    assert not any(allowed(before, state) for state in (State.RUNNING, State.PAUSED, State.STOPPING, *ENDS))


def test_nothing_comes_back_from_stopping():
    assert not any(allowed(State.STOPPING, state) for state in BUSY)


def test_running_and_paused_follow_each_other():
    assert allowed(State.RUNNING, State.PAUSED)
    assert allowed(State.PAUSED, State.RUNNING)


def test_a_refused_move_names_both_states():
    with pytest.raises(RuntimeError, match="idle cannot become paused"):
        check_move(State.IDLE, State.PAUSED)
