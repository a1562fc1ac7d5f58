import json
from dataclasses import asdict, replace

import pytest

from tests.sweeps.examples import small_plan
from vgdesk.errors import VgdeskError
from vgdesk.sweeps.folder import create_sweep, make_row, open_sweep
from vgdesk.sweeps.rows import Figures


@pytest.fixture
def sweep(tmp_path):
    return create_sweep(
        tmp_path / "a.vgsweep", small_plan("network.activation=tanh,relu,elu", "depth=1:3:3", seeds=9)
    )


def rows_of(networks, loss=0.5):
    return [make_row(network, asdict(Figures(loss=loss))) for network in networks]


def test_what_is_kept_is_not_missing(sweep):
    wanted = sweep.missing()
    assert len(wanted) == sweep.plan.size
    sweep.add(rows_of(wanted[:5]))
    sweep.add(rows_of(wanted[10:12]))
    again = open_sweep(sweep.path)
    assert again.missing() == wanted[5:10] + wanted[12:]
    columns, kept = again.read(), {network.key: network for network in wanted}
    for field in ("network.activation", "depth"):
        assert list(columns[field]) == [kept[key].coordinates[field] for key in columns["key"]]


def test_a_network_written_twice_counts_once(sweep):
    wanted = sweep.missing()
    sweep.add(rows_of(wanted[:5]))
    sweep.add(rows_of(wanted[3:8]))
    assert sorted(sweep.read()["key"]) == sorted(network.key for network in wanted[:8])


def test_many_parts_are_joined_without_losing_a_row(sweep):
    wanted = sweep.missing()
    for network in wanted[:70]:
        sweep.add(rows_of([network]))
    sweep.join()
    assert len(list((sweep.path / "parts").iterdir())) == 1
    assert sweep.done() == {network.key for network in wanted[:70]}


def test_the_same_plan_goes_on_and_another_is_refused(sweep):
    assert create_sweep(sweep.path, sweep.plan).plan == sweep.plan
    with pytest.raises(VgdeskError, match="holds another sweep; name another folder"):
        create_sweep(sweep.path, small_plan())
    with pytest.raises(VgdeskError, match=r"begun with vgdesk .*, and this is 99\.0"):
        create_sweep(sweep.path, replace(sweep.plan, version="99.0"))


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(VgdeskError, match="holds other files"):
        create_sweep(tmp_path, small_plan())
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("text", ["", "{}", json.dumps({"format": 1})])
def test_a_damaged_plan_is_told_with_its_folder(sweep, text):
    (sweep.path / "plan.json").write_text(text)
    with pytest.raises(VgdeskError, match=r"a\.vgsweep: this is no plan"):
        open_sweep(sweep.path)


def test_what_is_no_sweep_is_told(tmp_path):
    with pytest.raises(VgdeskError, match="is no sweep"):
        open_sweep(tmp_path / "none.vgsweep")


def test_a_part_that_is_half_there_is_told_and_the_way_out(sweep):
    sweep.add(rows_of(sweep.missing()[:2]))
    (part,) = (sweep.path / "parts").iterdir()
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(VgdeskError, match="delete it, and its networks are trained again"):
        sweep.read()


def test_rows_that_cannot_be_written_leave_nothing_half(sweep):
    wanted = sweep.missing()
    (sweep.path / "parts").rename(sweep.path / "elsewhere")
    with pytest.raises(VgdeskError, match="cannot write the sweep"):
        sweep.add(rows_of(wanted[:2]))
