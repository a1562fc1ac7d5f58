import math

import numpy as np
import pytest
from pydantic import ValidationError

from vgdesk.lessons.claims import Bounds, Claim


@pytest.mark.parametrize(
    ("bounds", "inside", "outside"),
    [
        ({"at_least": 0.85}, [0.85, 1e300], [0.8499, -1]),
        ({"at_most": 0.45}, [0.45, -1e300], [0.4501]),
        ({"at_least": 15, "at_most": 90}, [15, 36, 90], [14.9, 90.1]),
    ],
)
def test_a_figure_lies_within_bounds_or_outside(bounds, inside, outside):
    bounds = Bounds(**bounds)
    assert all(bounds.hold(figure) for figure in inside)
    assert not any(bounds.hold(figure) for figure in (*outside, math.inf, -math.inf, math.nan))


@pytest.mark.parametrize(
    ("bounds", "label"),
    [
        ({"at_least": 0.85}, ">= 0.85"),
        ({"at_most": 1e-13}, "<= 1e-13"),
        ({"at_least": 5e-4, "at_most": 0.01}, "0.0005 to 0.01"),
        ({"at_least": 0.00899963, "at_most": 0.00899965}, "0.00899963 to 0.00899965"),
    ],
)
def test_bounds_are_said_shortly(bounds, label):
    assert Bounds(**bounds).label == label


def test_what_is_no_field_of_a_claim_goes_to_its_figure():
    claim = Claim(text="reaches 0.35", figure="epochs_to_loss", at_most=40, loss=0.35)
    assert claim.arguments == {"loss": 0.35}
    assert Claim(text="learns", figure="accuracy", at_least=0.9).arguments == {}


def test_bounds_for_the_shipped_part_of_a_data_set_apply_there_alone():
    claim = Claim(text="learns", figure="accuracy", at_least=0.85, subset=Bounds(at_least=0.8, at_most=0.99))
    assert claim.bounds() == Bounds(at_least=0.85)
    assert claim.bounds(subset=True) == Bounds(at_least=0.8, at_most=0.99)
    assert Claim(text="learns", figure="accuracy", at_least=0.85).bounds(subset=True) == Bounds(at_least=0.85)


@pytest.mark.parametrize("share", [0.5, 0.8, 0.9, 0.95])
@pytest.mark.parametrize("networks", [1, 5, 20])
def test_fewer_networks_than_expected_satisfy_a_claim_in_less_than_one_check_of_a_hundred(share, networks):
    claim = Claim(text="learns", figure="accuracy", at_least=0.85, share=share, measured=1_000_000)
    least, draws = claim.least_of(networks), np.random.default_rng(0).binomial(networks, share, 200_000)
    assert np.mean(draws < least) < 0.011
    assert np.mean(draws < least + 1) > 0.009


def test_a_share_of_all_that_were_measured_leaves_room_for_one_that_fails():
    claim = Claim(text="learns", figure="accuracy", at_least=0.85, share=1.0, measured=20)
    assert [claim.least_of(networks) for networks in (1, 2, 5)] == [0, 1, 4]


WRONG = [
    {"at_least": math.nan},
    {"at_least": "1"},
    {"share": 1.1},
    {"share": 0.4},
    {"measured": 5},
    {"compare": "sum"},
]


@pytest.mark.parametrize("fields", WRONG)
def test_a_field_of_the_wrong_kind_is_refused(fields):
    with pytest.raises(ValidationError, match=next(iter(fields))):
        Claim(**{"text": "learns", "figure": "accuracy", "at_least": 0.85, **fields})
