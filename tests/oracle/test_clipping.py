"""Clipping against torch's own functions and Keras' definitions, odd gradients included."""

import math

import numpy as np
import pytest
import torch

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
    assert clipped(ClipByValue(limit=1.0), [0.9, 100.0])[0].tolist() == pytest.approx([0.9, 1.0])
    for kind in (ClipByNorm, ClipByGlobalNorm):
        wanted = pytest.approx([0.00899964, 0.9999595], rel=1e-5)
        assert clipped(kind(limit=1.0), [0.9, 100.0])[0].tolist() == wanted


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("size", SIZES)
def test_values_are_cut_as_torch_cuts_them(limit, size):
    theirs = [torch.nn.Parameter(torch.zeros(shape)) for shape in SHAPES]
    for parameter, part in zip(theirs, drawn(size), strict=True):
        parameter.grad = torch.tensor(part)
    torch.nn.utils.clip_grad_value_(theirs, limit)
    for ours, parameter in zip(clipped(ClipByValue(limit=limit), *drawn(size)), theirs, strict=True):
        assert torch.equal(ours, parameter.grad)


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("size", SIZES)
def test_the_global_norm_is_clipped_as_torch_does_it(limit, size):
    """In float64, where the squares of torch neither overflow nor underflow, and without its 1e-6 in the divisor."""
    parts = drawn(size)
    theirs = [torch.nn.Parameter(torch.zeros(shape, dtype=torch.float64)) for shape in SHAPES]
    for parameter, part in zip(theirs, parts, strict=True):
        parameter.grad = torch.tensor(part).double()
    norm = torch.nn.utils.clip_grad_norm_(theirs, math.inf)
    scale = min(1.0, limit / norm.item())
    for ours, parameter in zip(clipped(ClipByGlobalNorm(limit=limit), *parts), theirs, strict=True):
        wanted = (parameter.grad * scale).float()
        torch.testing.assert_close(ours, wanted, rtol=1e-6, atol=1e-45)


@pytest.mark.parametrize("limit", [0.1, 1.0, 5.0])
def test_the_global_norm_of_ordinary_gradients_ends_where_torch_ends(limit):
    theirs = [torch.nn.Parameter(torch.zeros(shape)) for shape in SHAPES]
    for parameter, part in zip(theirs, drawn(1.0), strict=True):
        parameter.grad = torch.tensor(part)
    torch.nn.utils.clip_grad_norm_(theirs, limit)
    for ours, parameter in zip(clipped(ClipByGlobalNorm(limit=limit), *drawn(1.0)), theirs, strict=True):
        assert (ours - parameter.grad).abs().max() <= 1e-6


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("size", SIZES)
def test_every_tensor_has_a_norm_of_its_own(limit, size):
    parts = drawn(size)
    for ours, part in zip(clipped(ClipByNorm(limit=limit), *parts), parts, strict=True):
        exact = part.astype(np.float64)
        wanted = exact * min(1.0, limit / np.sqrt(np.square(exact).sum()))
        np.testing.assert_allclose(ours.numpy(), wanted.astype(np.float32), rtol=1e-6, atol=1e-45)


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
    assert by_norm[1].tolist() == pytest.approx([0.6, 0.8])
    assert all(part.isnan().all() for part in by_global_norm)


def test_a_value_that_is_not_finite_is_cut_or_stays_nan():
    (ours,) = clipped(ClipByValue(limit=1.0), np.array([math.nan, math.inf, -math.inf, 0.5], np.float32))
    assert str(ours.tolist()) == "[nan, 1.0, -1.0, 0.5]"
