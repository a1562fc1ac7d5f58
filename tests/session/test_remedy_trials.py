import pytest

from tests.session.examples import ENDLESS, small_spec
from vgdesk.checking.networks import train_in_memory
from vgdesk.checking.treatment import treat
from vgdesk.errors import VgdeskError
from vgdesk.experiment.remedies import find_remedy
from vgdesk.session.remedy_trials import RemedyTrials


@pytest.fixture
def trials(qapp):
    trials = RemedyTrials()
    yield trials
    trials.close()


def treatments(epochs=3):
    history = train_in_memory(small_spec())
    spec = small_spec(epochs=epochs)
    made = [treat("sigmoid", small_spec(), history, find_remedy(key)) for key in ("relu", "tanh")]
    long = [treat("sigmoid", spec, history, find_remedy("relu"))] if epochs > 3 else []
    return long or made


def test_every_trial_is_told_and_the_result_is_their_number(trials, qtbot):
    told, ends = [], []
    trials.tried.connect(told.append)
    trials.done.connect(ends.append)
    trials.start(treatments())
    with pytest.raises(VgdeskError, match="being tried already"):
        trials.start(treatments())
    qtbot.waitUntil(lambda: bool(ends), timeout=60_000)
    assert ends == [2]
    assert [trial.remedy.key for trial in told] == ["relu", "tanh"]


def test_a_trial_can_be_cancelled(trials, qtbot):
    with qtbot.waitSignal(trials.cancelled, timeout=60_000):
        trials.start(treatments(ENDLESS))
        trials.cancel()
    assert not trials.is_running
