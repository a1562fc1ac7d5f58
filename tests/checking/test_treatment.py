import pytest

from tests.analysis.measured_runs import measured_history
from tests.session.examples import small_spec
from vgdesk.analysis.standing import stand
from vgdesk.checking.treatment import describe_trial, explain_trial, treat
from vgdesk.errors import VgdeskError
from vgdesk.events import Progressed, RunEnded
from vgdesk.experiment.remedies import find_remedy

SPEC = small_spec("sigmoid", epochs=9)
SICK = {("signal", "rms"): [1e-4, 1e-3, 1e-2, 1e-1], ("gradient", "rms"): [1e-9] * 4}


def run_of(values=None, reason="finished", losses=(0.7, 0.7, 0.7)):
    history = measured_history(values or {}, list(losses))
    history.append(RunEnded(history.run, reason))
    return history


@pytest.fixture
def treatment():
    return treat("mine", SPEC, run_of(SICK), find_remedy("tanh"))


def test_a_treatment_names_what_it_is_held_against(treatment):
    assert (treatment.against, treatment.before) == ("mine", stand(run_of(SICK)))
    assert (treatment.spec.name, treatment.spec.network.activation.kind) == ("mine + tanh", "tanh")
    assert treatment.spec.seed == SPEC.seed


def test_a_run_that_was_stopped_is_held_against_one_as_long():
    history = run_of(SICK, "stopped")
    history.append(Progressed(history.run, 17))
    assert treat("mine", SPEC, history, find_remedy("tanh")).spec.total_steps == 17


def test_a_remedy_that_does_not_apply_is_refused():
    with pytest.raises(VgdeskError, match="He initialisation cannot be tried on 'mine'"):
        treat("mine", SPEC, run_of(SICK), find_remedy("he"))


def test_the_trial_compares_the_run_under_any_name(treatment):
    well = run_of()
    trial = treatment.judge(treatment.spec.model_copy(update={"name": "another"}), well)
    assert (trial.before, trial.after) == (treatment.before, stand(well))
    assert describe_trial(treatment, trial) == f"against mine: {trial.text}: {trial.outcome}"
    assert explain_trial(treatment, trial) == (
        f"With {trial.remedy.title}, {describe_trial(treatment, trial)}. Its price: {trial.remedy.price}"
    )


def test_there_is_no_trial_of_another_spec_or_of_half_a_run(treatment):
    assert treatment.judge(SPEC, run_of()) is None
    assert treatment.judge(treatment.spec, run_of(reason="stopped")) is None
    assert treatment.judge(treatment.spec, measured_history()) is None
    assert treatment.judge(None, None) is None
