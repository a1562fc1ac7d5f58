import math

import numpy as np
import pytest

from tests.analysis.kept_networks import add_gradients, add_snapshot, kept_history, layers_of, signal_history, spec_of
from tests.pictures.views import frame_of, lane_of
from vgdesk.analysis.scales import Limits
from vgdesk.measures import Scale
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.network import MOST_COLUMNS, MOST_LINKS, NETWORK, choose_units, find_diagram
from vgdesk.pictures.picture import Sources

LIMITS = Limits(Scale.LOG, -6.0, -2.0)


def diagram(history, sample=None, epoch=None):
    return find_diagram(lane_of(history), sample if epoch is None else epoch, LIMITS)


def links(frame) -> int:
    return sum(column.weights.size for column in frame.columns if column.weights is not None)


@pytest.mark.parametrize(
    ("count", "most", "shown"),
    [
        (1, 8, (0,)),
        (8, 8, (0, 1, 2, 3, 4, 5, 6, 7)),
        (9, 8, (0, 1, 2, 3, None, 5, 6, 7, 8)),
        (784, 3, (0, 1, None, 783)),
        (5, 2, (0, None, 4)),
    ],
)
def test_of_many_units_the_first_few_and_the_last_few_are_shown(count, most, shown):
    assert choose_units(count, most) == shown


def test_columns_are_the_inputs_and_every_layer():
    frame = diagram(kept_history())
    assert [column.name for column in frame.columns] == ["inputs", "1 input", "2", "3 output"]
    assert [column.units for column in frame.columns] == [2, 4, 3, 1]
    assert [column.activation for column in frame.columns] == ["", "tanh", "tanh", "sigmoid"]


@pytest.mark.parametrize(("epoch", "snapshot"), [(0, 0), (1.9, 1), (None, 2)])
def test_links_carry_the_weights_of_the_snapshot_at_the_cursor(epoch, snapshot):
    history = kept_history()
    frame = diagram(history, epoch=epoch)
    assert frame.epoch == snapshot
    for number, column in enumerate(frame.columns[1:], start=1):
        assert np.array_equal(column.weights, history.snapshots.tensor(snapshot, number))
    largest = max(abs(history.snapshots.tensor(snapshot, number)).max() for number in (1, 2, 3))
    assert frame.largest_weight == pytest.approx(largest)


def test_links_of_units_left_out_are_left_out():
    history = kept_history(spec_of(network__hidden=[{"units": 40}, {"units": 3}]))
    first, second = diagram(history).columns[1:3]
    kept = [unit for unit in first.shown if unit is not None]
    assert len(kept) == 8
    assert np.array_equal(first.weights, history.snapshots.tensor(2, 1)[:, kept])
    assert np.array_equal(second.weights, history.snapshots.tensor(2, 2)[kept])


def test_without_a_snapshot_the_weights_are_not_known():
    frame = diagram(kept_history(snapshots=0))
    assert (frame.epoch, frame.largest_weight) == (None, 0)
    assert all(np.isnan(column.weights).all() for column in frame.columns[1:])
    assert [column.weights.shape for column in frame.columns[1:]] == [(2, 4), (4, 3), (3, 1)]


def test_weights_that_are_no_numbers_do_not_count_as_the_largest():
    history = kept_history(snapshots=0)
    values = np.ones(sum(slot.size for slot in history.layout.slots))
    values[:3] = np.nan, np.inf, -4
    add_snapshot(history, values)
    assert diagram(history).largest_weight == 4


def test_a_layer_is_as_strong_as_its_gradient_on_the_log_scale():
    history = kept_history(gradients=[[1e-6, 1e-4, 1e-2], [1e-9, 1e-3, 1]])
    first, second = diagram(history, 0), diagram(history, 1)
    assert first.columns[0].measured is None
    assert [column.measured for column in first.columns[1:]] == pytest.approx([1e-6, 1e-4, 1e-2])
    assert [column.strength for column in first.columns] == pytest.approx([0, 0, 0.5, 1], abs=1e-6)
    assert [column.strength for column in second.columns] == pytest.approx([0, 0, 0.75, 1], abs=1e-6)
    assert [column.measured for column in diagram(kept_history()).columns] == [None] * 4


def test_zero_and_what_is_no_number_have_their_place():
    columns = diagram(kept_history(gradients=[[0, np.inf, np.nan]]), 0).columns[1:]
    assert [column.strength for column in columns] == [0, 1, 0]
    assert columns[0].measured == 0
    assert math.isnan(columns[2].measured)


@pytest.mark.parametrize("layers", [1, 5, 50, 59, 60, 61, 200])
def test_however_deep_it_is_there_are_some_hundred_links_and_both_ends(layers):
    history = kept_history(spec_of(network__hidden=[{"units": 10}] * (layers - 1)), snapshots=1)
    frame = diagram(history)
    assert len(frame.columns) == min(layers + 1, MOST_COLUMNS + 1)
    assert links(frame) <= MOST_LINKS
    assert (frame.columns[0].name, frame.columns[-1].name) == ("inputs", layers_of_history(history)[-1])
    gaps = [column for column in frame.columns if column.is_gap]
    assert len(gaps) == (layers + 1 > MOST_COLUMNS)
    if gaps:
        after = frame.columns[frame.columns.index(gaps[0]) + 1]
        assert gaps[0].name == f"{layers + 1 - MOST_COLUMNS} more"
        assert after.weights is None


def test_ways_around_layers_are_known():
    skips = spec_of(network__hidden=[{"units": 4}, {"units": 4}, {"units": 2}], network__skip="identity")
    assert [column.has_skip for column in diagram(kept_history(skips)).columns] == [False, False, True, False, False]
    square = spec_of(network__hidden=[{"units": 2}], network__skip="identity")
    assert [column.has_skip for column in diagram(kept_history(square)).columns] == [False, True, False]
    assert not any(column.has_skip for column in diagram(kept_history()).columns)


def test_a_recurrent_layer_comes_back_and_its_gates_have_no_links():
    spec = spec_of(
        data={"kind": "delayed_recall", "n": 64, "length": 5, "symbols": 4},
        network__recurrence={"kind": "lstm", "units": 3},
        network__hidden=[{"units": 3}],
        network__skip="identity",
    )
    columns = diagram(kept_history(spec)).columns
    assert [column.units for column in columns] == [4, 3, 3, 4]
    assert [column.is_recurrent for column in columns] == [False, True, False, False]
    assert [column.has_skip for column in columns] == [False, False, True, False]
    assert np.isnan(columns[1].weights).all()
    assert np.isfinite(columns[2].weights).all()


def test_all_lanes_share_one_scale_that_grows_with_them():
    weak, strong = kept_history(gradients=[[1e-8] * 3] * 20), kept_history(gradients=[[1e-1] * 3] * 20, run="other")
    alone = frame_of(NETWORK, [weak, None], epoch=0.0)
    both = frame_of(NETWORK, [weak, strong], epoch=0.0)
    assert alone.columns[1].strength > 0.4
    assert both.columns[1].strength < 0.2
    assert both.limits == frame_of(NETWORK, [weak, strong], epoch=0.0, selected=1).limits
    sources = Sources()
    frame_of(NETWORK, [weak, strong], sources, epoch=0.0)
    add_gradients(strong, [[1e3] * 3] * 20)
    grown = frame_of(NETWORK, [weak, strong], sources, epoch=0.0)
    assert grown.limits == frame_of(NETWORK, [weak, strong], epoch=0.0).limits
    assert grown.limits.high > both.limits.high


def layers_of_history(history) -> list[str]:
    return [layer.name for layer in history.layout.layers]


def test_the_layers_of_the_examples_are_called_as_the_engine_calls_them():
    assert [layer.name for layer in layers_of(spec_of())] == ["1 input", "2", "3 output"]


def signals(values, epoch=None, **changes):
    run = signal_history(values, spec_of(**changes))
    return frame_of(NETWORK, [run], option="signal", epoch=epoch)


def test_a_signal_is_its_layer_s_own_factor_times_the_signal_of_the_layer_behind():
    frame = signals([[1e-6, 1e-4, 1e-2], [2e-3, 8e-3, 4e-3]])
    _, first, second, last = frame.columns
    assert [column.measured for column in (first, second, last)] == pytest.approx([2e-3, 8e-3, 4e-3])
    assert [column.upstream for column in (first, second)] == pytest.approx([8e-3, 4e-3])
    assert [column.local for column in (first, second)] == pytest.approx([0.25, 2])
    assert (last.upstream, last.local, last.product) == (None, None, "")
    assert first.product == "0.25 × 0.0080"
    assert "1 input: 0.0020 = 0.25 × 0.0080" in frame.description
    assert (frame.has_gradients, frame.has_signals) == (True, True)
    assert signals([[1e-6, 1e-4, 1e-2], [1, 1, 1]], epoch=0.0).columns[1].local == pytest.approx(0.01)


def test_a_factor_of_nothing_is_no_number():
    _, first, second, _ = signals([[0, 0, 1e-2]]).columns
    assert first.product == "NaN × 0"
    assert second.product == "0 × 0.010"


def test_gradients_are_no_products():
    assert all(column.product == "" for column in diagram(kept_history(gradients=[[1, 2, 3]]), 0).columns)


def test_the_signal_of_a_recurrent_network_is_not_that_of_its_layers():
    data = {"kind": "delayed_recall", "n": 64, "length": 5}
    found = signals([[1]], data=data, network__recurrence="gru")
    assert isinstance(found, Nothing)
    assert "time step" in found.reason
