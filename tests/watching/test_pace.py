import pytest

from vgdesk.errors import VgdeskError
from vgdesk.watching import pace as module
from vgdesk.watching.pace import make_pace


def test_every_so_many_steps_are_wanted():
    pace = make_pace(3)
    assert [step for step in range(10) if pace.wants(step)] == [0, 3, 6, 9]


def test_a_share_of_the_time_is_kept(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(module.time, "perf_counter", lambda: now[0])
    pace, taken = make_pace("5%"), 0
    for step in range(2000):
        now[0] += 1.0
        if pace.wants(step):
            taken += 1
            now[0] += 0.5
            pace.spend(0.2)
            pace.spend_beside(0.3)
    assert taken == pytest.approx(0.05 * now[0] / 0.5, rel=0.05)


@pytest.mark.parametrize("every", [0, -1, True, "5", "0%", "101%", "x%", "", None, 1.5])
def test_what_is_no_pace_is_told_with_the_way_out(every):
    with pytest.raises(VgdeskError, match=r"every=.*a number of steps from 1, or a share"):
        make_pace(every)
