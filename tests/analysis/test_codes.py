import numpy as np
import pytest

from vgdesk.analysis import codes, keys
from vgdesk.analysis.codes import Specials, code_table, count_specials, shade_codes
from vgdesk.analysis.keys import encode
from vgdesk.analysis.scales import Limits
from vgdesk.measures import Scale

LOG = Limits(Scale.LOG, -4.0, 0.0)


def coded(values, limits=LOG):
    return code_table(limits)[encode(np.asarray(values, np.float64))]


def test_every_special_value_has_a_code_of_its_own():
    found = coded([0.0, 1e-9, 1e-2, 50.0, np.inf, np.nan]).tolist()
    assert found[:2] == [codes.ZERO, codes.BELOW]
    assert codes.FIRST_SHADE <= found[2] <= codes.LAST_SHADE
    assert found[3:] == [codes.ABOVE, codes.INFINITE, codes.NAN]
    assert code_table(LOG)[keys.MISSING] == codes.MISSING


def test_both_infinities_are_infinite_and_sign_does_not_matter_on_a_log_scale():
    assert coded([-np.inf]).tolist() == [codes.INFINITE]
    assert coded([-1e-2]) == coded([1e-2])


def test_shades_follow_log10_within_one_step():
    values = np.logspace(-4, 0, 1000)
    exact = codes.FIRST_SHADE + (np.log10(values) + 4) / 4 * codes.SHADES
    assert np.abs(coded(values) + 0.5 - exact).max() <= 1.2


def test_the_ends_of_the_limits_are_shades():
    assert coded([1e-4, 1.0]).tolist() == [codes.FIRST_SHADE, codes.LAST_SHADE]


def test_codes_ascend_with_magnitude():
    every = [0.0, 1e-30, 1e-5, 1e-4, 1e-3, 0.9, 2.0, 1e30, np.inf, np.nan]
    assert np.all(np.diff(coded(every).astype(int)) >= 0)


def test_linear_shades_follow_the_signed_value():
    limits = Limits(Scale.LINEAR, -2.0, 2.0)
    values = np.linspace(-2, 2, 401)
    exact = codes.FIRST_SHADE + (values + 2) / 4 * codes.SHADES
    assert np.abs(coded(values, limits) + 0.5 - exact).max() <= 1.5
    assert coded([-2.5, 2.5, 0.0], limits).tolist() == [codes.BELOW, codes.ABOVE, coded([1e-9], limits)[0]]


@pytest.mark.parametrize("scale", [Scale.LINEAR, Scale.FRACTION])
def test_zero_is_a_value_like_any_other_on_a_linear_scale(scale):
    assert coded([0.0], Limits(scale, 0.0, 1.0)).tolist() == [codes.FIRST_SHADE]


def test_specials_are_counted():
    cells = np.array([[codes.ZERO, codes.ZERO, 100], [codes.NAN, codes.ABOVE, codes.MISSING]], np.uint8)
    assert count_specials(cells) == Specials(zero=2, above=1, nan=1)


def test_places_on_an_axis_have_the_codes_of_their_values():
    values = np.logspace(-3.999, -0.001, 500)
    assert np.abs(shade_codes(np.log10(values), LOG).astype(int) - coded(values)).max() <= 1
    found = shade_codes(np.array([-4.0, 0.0, -4.1, 0.1, np.nan, np.inf, -np.inf]), LOG).tolist()
    ends = [codes.FIRST_SHADE, codes.LAST_SHADE, codes.BELOW, codes.ABOVE]
    assert found == [*ends, codes.NAN, codes.INFINITE, codes.INFINITE]
