import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgdesk.analysis import keys
from vgdesk.analysis.keys import decode, encode, exponents

ASCENDING = [0.0, 1.4e-45, -1e-40, 1e-20, -3e-5, 1.0, -2.0, 3.4e38, -np.inf, np.inf, np.nan]


def test_keys_ascend_from_zero_by_magnitude_to_infinity_and_nan():
    found = encode(np.array(ASCENDING, np.float32))
    assert np.all(np.diff(found.astype(int)) > 0)
    assert found[0] == keys.ZERO > keys.MISSING


@given(st.floats(1e-44, 3e38), st.booleans())
def test_a_key_keeps_a_value_and_its_sign_to_half_a_percent(size, negative):
    value = np.float32(-size if negative else size)
    assert decode(encode(np.array([value])))[0] == pytest.approx(float(value), rel=0.005)


@pytest.mark.parametrize("value", [0.0, np.inf, -np.inf])
def test_special_values_come_back_as_they_were(value):
    assert decode(encode(np.array([value])))[0] == value


def test_nan_of_either_sign_and_negative_zero_have_the_one_key():
    assert encode(np.array([np.nan, -np.nan])).tolist() == [keys.NAN, keys.NAN]
    assert encode(np.array([-0.0])).tolist() == [keys.ZERO]


def test_the_smallest_denormal_is_no_zero():
    assert exponents(encode(np.array([1.4e-45], np.float32)))[0] == pytest.approx(-44.85, abs=0.01)


def test_shape_is_kept():
    assert encode(np.ones((3, 2))).shape == (3, 2)
