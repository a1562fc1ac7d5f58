import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.runs.examples import example_history
from vgdesk.errors import VgdeskError
from vgdesk.session.first_bad import go_first_bad


def test_the_first_bad_sample_is_looked_at_and_told(session):
    with pytest.raises(VgdeskError, match="'sigmoid' has no run yet"):
        go_first_bad(session)
    session.lanes[0].history = measured_history(losses=[np.nan] * 3)
    go_first_bad(session)
    assert session.time.epoch == 0.0
    assert session.said[-1][0].startswith("sigmoid: ")
    assert "epoch 0" in session.said[-1][0]


def test_where_nothing_went_bad_the_cursor_stays(session, monkeypatch):
    monkeypatch.setattr("vgdesk.session.first_bad.first_bad", lambda history: None)
    session.lanes[0].history = example_history(5)
    session.time.look_at(3.0)
    go_first_bad(session)
    assert session.time.epoch == 3.0
    assert session.said == [("sigmoid: healthy so far", False)]
