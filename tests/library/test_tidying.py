from pathlib import Path

from vgdesk.library.entries import RunEntry, RunState
from vgdesk.library.tidying import offer_removal, total_bytes
from vgdesk.runs.schema import Shown


def entry(number, **more):
    return RunEntry(Path(f"{number}.vgrun"), 100, float(number), **{"state": RunState.FINISHED, **more})


def test_the_oldest_are_offered_until_the_rest_fits():
    entries = [entry(number) for number in (5, 1, 3, 2, 4)]
    assert [each.path.stem for each in offer_removal(entries, 250)] == ["1", "2", "3"]
    assert offer_removal(entries, total_bytes(entries)) == []


def test_those_with_a_star_under_way_or_on_the_screen_are_never_offered():
    entries = [
        entry(1, shown=Shown(is_starred=True)),
        entry(2, state=RunState.RUNNING),
        entry(3),
        entry(4, state=RunState.CUT_OFF),
    ]
    assert [each.path.stem for each in offer_removal(entries, 0, {Path("3.vgrun")})] == ["4"]
