"""Each cause just above and just below its limit, and the first number that is none in the order of a pass."""

import math

import numpy as np
import pytest

from tests.analysis.measured_runs import HEALTHY, measured_history
from vgdesk.analysis import causes
from vgdesk.analysis.evidence import Evidence
from vgdesk.experiment.data_facts import DataFacts

GUESSING = [0.7] * 60


def facts(low, high, guessing=0.7):
    return DataFacts(points=8, guessing=guessing, low=tuple(low), high=tuple(high), commonest=0.5)


def found(rule, values=None, cursor=None, **made):
    history = measured_history(values, **made)
    return rule(Evidence(history, history.sample_count - 1 if cursor is None else cursor))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ([0, 0], [1, 1], None),
        ([-3, -3], [4, 4], None),
        ([0, 0], [1, 20.5], "column 2 from 0 to 20"),
        ([0, -900], [1, 1], "column 2 from -900 to 1.0"),
        ([0, 0], [0.1, 3.1], "31 times the smallest"),
        ([0, 0], [0.2, 3.1], None),
        ([9.0, 0], [12.0, 1], "column 1 from 9.0 to 12"),
        ([0, 5], [1, 5], None),
        ([5, 5], [5, 5], "No input column varies"),
    ],
)
def test_inputs_are_named_by_their_ranges(low, high, words):
    finding = found(causes.find_inputs, losses=GUESSING, data=facts(low, high))
    assert (finding is None) == (words is None)
    assert finding is None or (words in finding.sentence.replace("\u2212", "-") and finding.is_cause)


def test_inputs_are_no_cause_where_the_network_learns():
    losses = 0.7 * np.exp(-np.arange(120) / 30)
    assert found(causes.find_inputs, losses=losses, data=facts([0], [1000])) is None
    assert found(causes.find_inputs, losses=GUESSING) is None


def test_many_columns_are_counted():
    sentence = found(causes.find_inputs, losses=GUESSING, data=facts([0] * 9, [100] * 9)).sentence
    assert "column 3" in sentence
    assert "and 6 more" in sentence


def test_one_label_leaves_nothing_to_learn():
    assert "All 8 points" in found(causes.find_one_label, data=facts([0], [1], guessing=0.0)).sentence
    assert found(causes.find_one_label, data=facts([0], [1])) is None


def test_equal_weights_are_found_where_they_began_and_only_in_layers_of_several_units():
    weights = {("weight", "std"): np.vstack([[0, 0.1, 0, 0], np.ones((59, 4))]), ("weight", "rms"): [1.0, 1, 0, 0]}
    finding = found(causes.find_constant_weights, weights, losses=GUESSING, data=facts([0], [1]))
    assert (finding.layers, finding.rule) == ((1, 3), "constant weights")
    assert "equal" in finding.sentence
    zeros = {("weight", "std"): [0.0] * 4, ("weight", "rms"): [0.0] * 4}
    assert "are 0" in found(causes.find_constant_weights, zeros, losses=GUESSING, data=facts([0], [1])).sentence


ORDER = ("weight", "activation", "signal", "gradient")


@pytest.mark.parametrize("tensor", ORDER)
@pytest.mark.parametrize(("value", "what"), [(np.inf, "overflows"), (np.nan, "is NaN")])
def test_the_first_number_that_is_none_is_found_in_the_order_of_a_pass(tensor, value, what):
    values = {}
    for later in ORDER[ORDER.index(tensor) :]:
        rows = np.tile(HEALTHY.get((later, "rms"), [0.1] * 4), (4, 1)).astype(float)
        rows[2:, 1:3] = value
        values[later, "rms"] = rows
    losses = [0.7, 0.7, np.nan, np.nan] if tensor in ("weight", "activation") else [0.7] * 4
    finding = found(causes.find_overflow, values, losses=losses)
    assert (finding.tensor, finding.sample, finding.since) == (tensor, 2, 2)
    assert finding.layers == ((2,) if tensor in ("weight", "activation") else (3,))
    assert what in finding.sentence
    assert "at step 2" in finding.sentence
    assert found(causes.find_overflow, values, 1, losses=losses) is None


def test_a_forward_pass_that_overflows_before_any_update_cannot_be_clipped():
    finding = found(causes.find_overflow, {("activation", "rms"): [1e30, np.nan, np.nan, np.nan]}, losses=[np.nan])
    assert finding.layers == (2,)
    assert "overflows" in finding.sentence
    assert "before any update" in finding.sentence
    assert "Neither clipping" in finding.sentence


def test_a_loss_alone_may_be_no_number():
    finding = found(causes.find_overflow, losses=[0.7, math.inf])
    assert (finding.tensor, finding.layers) == ("", ())
    assert "The loss overflows" in finding.sentence


@pytest.mark.parametrize(("exponent", "holds"), [(-0.51, True), (-0.53, False)])
def test_a_large_update_before_the_network_went_bad_is_its_cause(exponent, holds):
    ratios = np.full((60, 4), -3.0)
    ratios[3, 1] = exponent
    dead = np.zeros((60, 4))
    dead[4:, 0] = 1
    values = {("update", "ratio"): ratios, ("activation", "dead_fraction"): dead}
    finding = found(causes.find_large_update, values, losses=GUESSING)
    assert (finding is not None) == holds
    assert finding is None or (finding.layers, finding.sample, finding.rule) == ((2,), 3, "rate")
    dead[:] = 1
    assert found(causes.find_large_update, values | {("activation", "dead_fraction"): dead}, losses=GUESSING) is None


def test_a_softmax_of_one_unit_is_named_for_what_it_is():
    finding = found(causes.find_fixed_output, losses=GUESSING, network={"output_function": "softmax"})
    assert "softmax of one unit" in finding.sentence
    assert (finding.layers, finding.is_cause) == ((4,), True)
    assert found(causes.find_fixed_output, losses=GUESSING) is None
