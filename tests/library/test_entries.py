from pathlib import Path

from vgdesk.library.entries import RunEntry
from vgdesk.library.facts import RunFacts
from vgdesk.runs.schema import Shown

FACTS = RunFacts("r", "tanh", "circles", "", 7.0, 1, 1, note="its end is torn")


def test_a_name_is_the_last_that_was_given():
    path = Path("/runs/20251201-run.vgrun")
    assert RunEntry(path, 1, 2.0).name == "20251201-run"
    assert RunEntry(path, 1, 2.0, facts=FACTS).name == "tanh"
    assert RunEntry(path, 1, 2.0, facts=FACTS, shown=Shown("mine")).name == "mine"


def test_a_run_is_of_the_day_when_it_began_and_damage_is_told():
    path = Path("/runs/a.vgrun")
    assert (RunEntry(path, 1, 2.0).date, RunEntry(path, 1, 2.0, facts=FACTS).date) == (2.0, 7.0)
    assert RunEntry(path, 1, 2.0, facts=FACTS).trouble == "its end is torn"
    assert RunEntry(path, 1, 2.0, problem="is torn").trouble == "is torn"
