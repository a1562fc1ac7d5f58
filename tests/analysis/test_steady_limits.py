import numpy as np
import pytest

from vgdesk.analysis.keys import encode
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.steady_limits import SteadyLimits
from vgdesk.measures import Scale

RANDOM = np.random.default_rng(0)
FALLING = 10.0 ** (np.linspace(-1, -6, 2000)[:, None] + RANDOM.normal(0, 0.1, (2000, 5)))


def after(samples, sizes=None, scale=Scale.LOG):
    """Limits of samples [sample, layer] that came in blocks of some sizes."""
    steady, first = SteadyLimits(scale), 0
    for size in sizes or [len(samples)]:
        steady.add(encode(np.asarray(samples[first : first + size], np.float32)))
        first += size
    return steady.limits


def seen(samples, scale=Scale.LOG):
    steady, found = SteadyLimits(scale), []
    for sample in samples:
        steady.add(encode(sample[None].astype(np.float32)))
        if not found or steady.limits != found[-1]:
            found.append(steady.limits)
    return found


@pytest.mark.parametrize("size", [1, 7, 100, 513])
@pytest.mark.parametrize("scale", [Scale.LOG, Scale.LINEAR])
def test_limits_are_the_same_however_many_samples_come_at_once(size, scale):
    for count in (63, 64, 131, 1500, 2000):
        whole = after(FALLING[:count], scale=scale)
        assert after(FALLING[:count], [size] * -(-count // size), scale) == whole


def test_a_growing_run_changes_its_limits_seldom_and_never_back():
    found = seen(FALLING)
    assert len(found) <= 12
    assert len(found) == len(set(found))


def test_values_that_waver_about_a_border_do_not_move_the_limits():
    wavering = 10.0 ** (np.array([-3.0, -0.5]) + RANDOM.normal(0, 0.05, (3000, 2)))
    assert len(seen(wavering)[5:]) <= 1


def test_limits_that_lie_far_out_come_in_again():
    loud_then_quiet = np.concatenate([np.full((2, 3), 1e3), np.full((3000, 3), 2e-3)])
    assert after(loud_then_quiet).high <= 0


@pytest.mark.parametrize("samples", [np.zeros((4, 2)), np.full((4, 2), np.nan), np.zeros((0, 2))])
def test_nothing_to_show_has_no_limits(samples):
    assert after(samples) is None


def test_signed_limits_stay_symmetric():
    values = np.concatenate([np.full((9, 2), -0.2), np.full((200, 2), 3.0)])
    limits = after(values, [1] * 209, Scale.LINEAR)
    assert limits == Limits(Scale.LINEAR, -5.0, 5.0)
