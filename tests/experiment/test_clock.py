from datetime import UTC, datetime

import pytest

from vgdesk.experiment.clock import read_clock, to_date_range


@pytest.mark.parametrize(("wrong", "said"), [(-1e9, 1970), (0.0, 1970), (1.7e9, 2023), (1e12, 9999), (1e300, 9999)])
def test_a_clock_that_is_wrong_still_gives_a_date(monkeypatch, wrong, said):
    monkeypatch.setattr("time.time", lambda: wrong)
    assert datetime.fromtimestamp(read_clock(), UTC).year == said
    assert to_date_range(wrong) == read_clock()
