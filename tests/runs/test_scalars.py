import math

from tests.runs.examples import example_started
from vgdesk.events import Logged
from vgdesk.runs.history import History


def test_each_name_has_its_own_times():
    history = History(example_started())
    for step, name, value in ((0, "lr", 0.5), (2, "noise", math.inf), (6, "lr", 0.25)):
        history.append(Logged(history.run, step, name, value))
    assert {name: each.steps.tolist() for name, each in history.scalars.items()} == {"lr": [0, 6], "noise": [2]}
    assert history.scalars["lr"].epochs.tolist() == [0, 1.5]
    assert history.scalars["lr"].values.tolist() == [0.5, 0.25]
    assert history.scalars["noise"].values.tolist() == [math.inf]
    assert history.step == 6
