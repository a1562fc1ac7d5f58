import re

import pytest

from vgdesk.measures import (
    HISTOGRAM_BINS,
    HISTOGRAM_COLUMNS,
    HISTOGRAM_EDGES,
    HISTOGRAM_TENSORS,
    LOWEST_EXPONENT,
    NONFINITE,
    SCORES,
    TENSORS,
    ZEROS,
    Scale,
    find_measure,
    find_tensor,
    gradient_of,
    measures_of,
)

SHOWN = ["activation", "signal", "gradient", "weight", "update", "recurrent_gradient", "recurrent_weight"]
KEY = re.compile(r"[a-z][a-z0-9_]*")


def test_keys_are_plain_and_stand_once():
    assert len({tensor.key for tensor in TENSORS}) == len(TENSORS)
    for tensor in TENSORS:
        keys = [measure.key for measure in measures_of(tensor.key)]
        assert len(set(keys)) == len(keys)
        assert all(KEY.fullmatch(key) for key in (tensor.key, *keys))


def test_the_keys_of_files_never_change():
    assert [tensor.key for tensor in TENSORS if tensor.shown] == SHOWN
    hidden = ("bias", "scale", "shift", "slope", "recurrent_bias", "input_scale", "input_shift")
    assert [tensor.key for tensor in TENSORS if not tensor.shown] == [
        f"{name}{of}" for name in hidden for of in ("_gradient", "")
    ]
    activation = ["mean", "std", "rms", "saturated_fraction", "dead_fraction", "effective_rank"]
    activation += ["unresponsive_fraction", "nonfinite"]
    assert [measure.key for measure in measures_of("activation")] == activation
    assert [measure.key for measure in measures_of("signal")] == ["rms", "mean_abs", "max_abs", "nonfinite"]
    assert [measure.key for measure in measures_of("update")] == ["ratio"]
    gradient = ["mean", "std", "mean_abs", "rms", "l2", "max_abs", "zero_fraction", "nonfinite"]
    assert [measure.key for measure in measures_of("gradient")] == gradient
    weight = ["mean", "std", "mean_abs", "rms", "l2", "min", "max", "negative_fraction", "nonfinite"]
    assert [measure.key for measure in measures_of("weight")] == weight
    assert SCORES == ("loss", "accuracy", "test_loss", "test_accuracy")


def test_gradients_of_all_kinds_share_their_measures_and_so_do_weights():
    for tensor in TENSORS:
        if tensor.key not in ("activation", "signal", "update"):
            assert measures_of(tensor.key) == measures_of("gradient" if tensor.key.endswith("gradient") else "weight")


def test_the_gradient_of_every_trained_tensor_is_measured_too():
    trained = [tensor for tensor in TENSORS if tensor.family == "weight"]
    assert gradient_of("weight") == "gradient"
    for tensor in trained:
        assert find_tensor(gradient_of(tensor.key)).family == "gradient"


def test_a_measure_has_a_label_a_short_one_a_scale_a_formula_and_a_source():
    for tensor in TENSORS:
        assert tensor.label
        assert tensor.symbol
        for measure in measures_of(tensor.key):
            assert measure.label
            assert 0 < len(measure.short) <= min(10, len(measure.label))
            assert measure.formula
            assert measure.source
            assert isinstance(measure.scale, Scale)


def test_the_short_names_of_a_tensors_measures_tell_them_apart():
    for tensor in TENSORS:
        names = [measure.short for measure in measures_of(tensor.key)]
        assert len(set(names)) == len(names)


def test_what_may_be_negative_is_not_drawn_on_a_log_scale():
    for tensor in TENSORS:
        scales = {measure.key: measure.scale for measure in measures_of(tensor.key)}
        signed = {key: scales[key] for key in ("mean", "min", "max", "ratio") if key in scales}
        assert set(signed.values()) <= {Scale.LINEAR, Scale.EXPONENT}
        assert signed or tensor.key == "signal"


def test_a_measure_is_found_by_its_keys():
    assert find_tensor("bias").label == "bias"
    assert find_measure("gradient", "mean_abs").label == "mean absolute value"


@pytest.mark.parametrize(
    ("tensor", "measure"), [("nonsense", "mean"), ("gradient", "nonsense"), ("weight", "max_abs")]
)
def test_what_is_not_measured_is_refused(tensor, measure):
    with pytest.raises(KeyError, match=r"no (tensor|measure of \w+) '"):
        find_measure(tensor, measure)


def test_the_bins_of_files_never_change():
    assert (HISTOGRAM_BINS, LOWEST_EXPONENT, ZEROS, NONFINITE, HISTOGRAM_COLUMNS) == (64, -51, 64, 65, 66)
    assert HISTOGRAM_TENSORS == ("gradient", "weight", "recurrent_gradient", "recurrent_weight")
    assert len(HISTOGRAM_EDGES) == 65
    assert (10 ** HISTOGRAM_EDGES[1], 10 ** HISTOGRAM_EDGES[-2]) == pytest.approx((2**-50, 2**12))


def test_sizes_of_entries_are_drawn_as_powers_of_ten():
    sizes = {"std", "rms", "l2", "mean_abs", "max_abs"}
    scales = {measure.scale for tensor in TENSORS for measure in measures_of(tensor.key) if measure.key in sizes}
    assert scales == {Scale.LOG}
