from tests.session.examples import small_spec
from tests.session.finishing import finish
from vgdesk.checking.treatment import describe_trial
from vgdesk.experiment.remedies import find_remedy
from vgdesk.session.beside import try_remedy

SPEC = small_spec("sigmoid", epochs=8)


def test_at_the_end_a_line_says_what_it_did(session, sick):
    try_remedy(session, sick.treat(find_remedy("tanh")))
    finish(session)
    lane = session.selected
    assert lane.trial.remedy.key == "tanh"
    assert session.said[-1] == (f"sigmoid + tanh, {describe_trial(lane.treatment, lane.trial)}", False)


def test_a_run_that_was_stopped_says_nothing_and_one_trained_anew_says_it_then(session, sick):
    try_remedy(session, sick.treat(find_remedy("tanh")))
    lane, said = session.selected, len(session.said)
    session.stop()
    finish(session, reason="stopped")
    assert (lane.trial, len(session.said)) == (None, said)
    session.start()
    finish(session)
    assert lane.trial is not None


def test_a_lane_that_is_changed_afterwards_is_no_trial_any_more(session, sick):
    try_remedy(session, sick.treat(find_remedy("tanh")))
    finish(session)
    session.set_spec(small_spec("other", epochs=8))
    session.start()
    finish(session)
    assert session.selected.trial is None
