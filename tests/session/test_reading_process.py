import multiprocessing
import os

import pytest

from tests.experiment.data_files import write_csv
from vgdesk.experiment import tables
from vgdesk.experiment.read_once import Reading, ReadOnce, report_share
from vgdesk.experiment.table_file import TableChoices, TableError
from vgdesk.session.reading_process import read_in_process


class StopError(Exception):
    """Ends a reading."""


def die(path, choices):
    """A reader that takes its process with it."""
    os._exit(1)


def work_forever(path, choices):
    """A reader that never ends."""
    while True:
        report_share(0.5)


def reading_of(path, read, choices=None) -> Reading:
    return Reading(ReadOnce(read), ((str(path), 1, 1),), choices)


def test_facts_and_faults_of_a_table_come_over_whole_and_its_progress_on_the_way(tmp_path):
    good, bad = write_csv(tmp_path / "good.csv", rows=50), tmp_path / "bad.csv"
    bad.write_text("\n".join(["a,b,y", *[f"{i / 2},{'x' if i == 3 else i / 3},{i % 2}" for i in range(20)]]))
    shares: list[float] = []
    for path in (good, bad):
        found = read_in_process(reading_of(path, tables._read_facts, TableChoices()), shares.append)
        here = tables._read_facts(path, TableChoices())
        if path == good:
            assert found == here
        else:
            assert isinstance(found, TableError)
            assert (str(found), found.described, found.preview) == (str(here), here.described, here.preview)
    assert max(shares) > 0


@pytest.mark.parametrize("case", ["dies", "cancelled"])
def test_a_process_that_dies_is_told_and_one_that_is_no_longer_wanted_ends(case):
    reading = reading_of("table.csv", die if case == "dies" else work_forever)

    def report(share: float) -> None:
        if share == 0.5:
            raise StopError

    if case == "dies":
        assert "table.csv was not read: its process died" in str(read_in_process(reading, report))
    else:
        with pytest.raises(StopError):
            read_in_process(reading, report)
    assert not multiprocessing.active_children()
