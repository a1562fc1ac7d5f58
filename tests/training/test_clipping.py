"""Which tensors are clipped together; values are held against torch in ``tests/oracle``."""

from typing import get_args

import pytest
import torch

from tests.oracle.tolerance import assert_close
from tests.training.examples import CLIPPINGS
from vgdesk.experiment.training import ClipByGlobalNorm, ClipByNorm, ClipByValue, Clipping, NoClipping
from vgdesk.training.clipping import make_clipping
from vgdesk.training.parameters import Parameters, Slot


@pytest.fixture
def parameters():
    """A weight with gradient (3, 4) and a bias with gradient (0, 12)."""
    found = Parameters([Slot(1, "weight", (1, 2)), Slot(1, "bias", (2,))], torch.float64)
    found.values.fill_(1)
    found.gradients.copy_(torch.tensor([3.0, 4.0, 0.0, 12.0]))
    return found


def test_every_choice_is_tested():
    kinds = {member().kind for member in get_args(get_args(Clipping)[0])}
    assert {choice["kind"] for choice in CLIPPINGS} == kinds == {"none", "value", "norm", "global_norm"}


def test_nothing_is_clipped_by_nothing(parameters):
    assert make_clipping(NoClipping(), parameters) is None


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (ClipByValue(limit=3.5), [3, 3.5, 0, 3.5]),
        (ClipByNorm(limit=6.0), [3, 4, 0, 6]),
        (ClipByNorm(limit=2.5), [1.5, 2, 0, 2.5]),
        (ClipByGlobalNorm(limit=6.5), [1.5, 2, 0, 6]),
        (ClipByGlobalNorm(limit=13.0), [3, 4, 0, 12]),
    ],
    ids=lambda value: getattr(value, "label", ""),
)
def test_gradients_are_clipped_in_their_place_and_nothing_else(parameters, choice, wanted):
    views = parameters.view(1, "weight")[1], parameters.view(1, "bias")[1]
    make_clipping(choice, parameters)()
    assert_close(parameters.gradients, wanted, steps=len(wanted) + 3)
    assert torch.equal(torch.cat([view.flatten() for view in views]), parameters.gradients)
    assert parameters.values.tolist() == [1] * 4
