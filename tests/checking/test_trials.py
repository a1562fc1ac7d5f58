from contextlib import closing

import pytest

from tests.session.examples import small_spec
from vgdesk.analysis.standing import Trial, stand
from vgdesk.checking.networks import train_in_memory
from vgdesk.checking.treatment import treat
from vgdesk.checking.trials import TrialProgress, train_and_stand, try_treatments
from vgdesk.errors import EngineError
from vgdesk.experiment.remedies import find_remedy

SPEC = small_spec()


@pytest.fixture(scope="module")
def history():
    return train_in_memory(SPEC)


def test_each_network_is_trained_and_told_with_how_many_are_done(history):
    treatments = [treat("sigmoid", SPEC, history, find_remedy(key)) for key in ("relu", "tanh")]
    with closing(try_treatments(treatments)) as news:
        told = list(news)
    trials = [item for item in told if isinstance(item, Trial)]
    assert {trial.remedy: trial.after for trial in trials} == {
        one.remedy: train_and_stand(one.spec) for one in treatments
    }
    assert {trial.before for trial in trials} == {stand(history)}
    assert [told[0], told[-1]] == [TrialProgress(0, 2), TrialProgress(2, 2)]


def test_a_training_that_fails_is_told(history):
    broken = treat("sigmoid", small_spec(data={"kind": "csv", "path": "missing.csv"}), history, find_remedy("tanh"))
    with closing(try_treatments([broken])) as news, pytest.raises(EngineError, match="missing"):
        list(news)
