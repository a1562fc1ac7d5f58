"""Clipping against torch's own functions and Keras' definitions, odd gradients included."""

import math

import numpy as np
import pytest
import torch

from tests.oracle.tolerance import assert_close
from vgdesk.experiment.training import ClipByGlobalNorm, ClipByNorm, ClipByValue
from vgdesk.training.clipping import make_clipping
from vgdesk.training.parameters import Parameters, Slot

SHAPES = ((3, 4), (4,), (4, 2), (2,))
LIMITS = (1e-3, 0.1, 1.0, 5.0, 1e6)
SIZES = (1e-38, 1e-20, 1.0, 1e20, 1e30)


def clipped(choice, *parts):
    """The gradients of tensors of these entries after clipping."""
    parameters = Parameters([Slot(number, "weight", np.shape(part)) for number, part in enumerate(parts, start=1)])
    for number, part in enumerate(parts, start=1):
        parameters.view(number, "weight")[1].copy_(torch.tensor(part))
    make_clipping(choice, parameters)()
    return [parameters.view(number, "weight")[1].clone() for number in range(1, len(parts) + 1)]


def drawn(size, seed=0):
    noise = torch.Generator().manual_seed(seed)
    return [(size * torch.randn(shape, generator=noise)).numpy() for shape in SHAPES]


def test_the_check_of_the_textbook():
    assert_close(clipped(ClipByValue(limit=1.0), [0.9, 100.0])[0], [0.9, 1.0], steps=1)
    for kind in (ClipByNorm, ClipByGlobalNorm):
        assert clipped(kind(limit=1.0), [0.9, 100.0])[0].tolist() == pytest.approx([0.00899964, 0.9999595], rel=1e-5)


@pytest.mark.parametrize("size", SIZES)
def test_values_are_cut_as_torch_cuts_them(size):
    for limit in LIMITS:
        theirs = parameters_with(drawn(size))
        torch.nn.utils.clip_grad_value_(theirs, limit)
        for ours, parameter in zip(clipped(ClipByValue(limit=limit), *drawn(size)), theirs, strict=True):
            assert torch.equal(ours, parameter.grad), limit


@pytest.mark.parametrize("size", SIZES)
def test_norms_are_clipped_by_definition(size):
    """In float64, where squares neither overflow nor underflow: of all tensors together, or of each alone."""
    parts = [part.astype(np.float64) for part in drawn(size)]
    own = [np.sqrt(np.square(part).sum()) for part in parts]
    common = np.sqrt(sum(np.square(part).sum() for part in parts))
    for kind, norms in ((ClipByNorm, own), (ClipByGlobalNorm, [common] * len(parts))):
        for limit in LIMITS:
            found = clipped(kind(limit=limit), *drawn(size))
            for ours, part, norm in zip(found, parts, norms, strict=True):
                wanted = part * min(1.0, limit / norm)
                assert_close(ours, wanted, steps=4, scale=wanted, what=f"{kind.__name__} of {limit}")


@pytest.mark.parametrize("limit", [0.1, 1.0, 5.0])
def test_the_global_norm_of_ordinary_gradients_ends_where_torch_ends(limit):
    """Torch adds 1e-6 to the norm that it divides by."""
    theirs = parameters_with(drawn(1.0))
    norm = torch.nn.utils.clip_grad_norm_(theirs, limit).item()
    for ours, parameter in zip(clipped(ClipByGlobalNorm(limit=limit), *drawn(1.0)), theirs, strict=True):
        terms = sum(part.numel() for part in theirs)
        assert_close(ours * norm / (norm + 1e-6), parameter.grad, steps=terms + 4, scale=parameter.grad)


def parameters_with(gradients):
    """Tensors of torch with these gradients."""
    found = [torch.nn.Parameter(torch.zeros(part.shape)) for part in gradients]
    for parameter, part in zip(found, gradients, strict=True):
        parameter.grad = torch.tensor(part)
    return found


@pytest.mark.parametrize("kind", [ClipByValue, ClipByNorm, ClipByGlobalNorm])
def test_gradients_within_the_limit_stay_bit_for_bit(kind):
    parts = [part / 100 for part in drawn(1.0)]
    for ours, part in zip(clipped(kind(limit=1.0), *parts), parts, strict=True):
        assert torch.equal(ours, torch.tensor(part))


@pytest.mark.parametrize("kind", [ClipByValue, ClipByNorm, ClipByGlobalNorm])
def test_zero_stays_zero(kind):
    (ours,) = clipped(kind(limit=1.0), np.zeros(3, np.float32))
    assert ours.tolist() == [0, 0, 0]


@pytest.mark.parametrize("kind", [ClipByNorm, ClipByGlobalNorm])
@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_clipped_to_what_torch_makes_of_it(kind, odd):
    part = np.array([1.0, odd, 0.0], np.float32)
    theirs = torch.nn.Parameter(torch.zeros(3))
    theirs.grad = torch.tensor(part)
    torch.nn.utils.clip_grad_norm_([theirs], 1.0)
    assert str(clipped(kind(limit=1.0), part)[0].tolist()) == str(theirs.grad.tolist())


def test_a_nan_spoils_its_own_tensor_alone_or_all_where_the_norm_is_global():
    parts = (np.array([math.nan, 1.0], np.float32), np.array([3.0, 4.0], np.float32))
    by_norm, by_global_norm = (clipped(kind(limit=1.0), *parts) for kind in (ClipByNorm, ClipByGlobalNorm))
    assert by_norm[0].isnan().all()
    assert_close(by_norm[1], [0.6, 0.8], steps=4)
    assert all(part.isnan().all() for part in by_global_norm)


def test_a_value_that_is_not_finite_is_cut_or_stays_nan():
    (ours,) = clipped(ClipByValue(limit=1.0), np.array([math.nan, math.inf, -math.inf, 0.5], np.float32))
    assert str(ours.tolist()) == "[nan, 1.0, -1.0, 0.5]"
