"""How far apart two right ways to compute one number may lie, on any processor.

Processors add in different orders, with or without fused operations, and their exp and log differ in the last digit.
One rounding is off by at most half of ``eps`` times what it rounds, a library's function by a few times that. An
outcome behind ``steps`` roundings, one after the other, of terms whose absolute values add up to ``scale`` is
therefore off by at most ``steps * eps / 2 * scale``, to first order in ``eps``. Two computations may err in opposite
directions, hence

    |ours - wanted| <= steps * eps * scale

(Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, sections 3.1 and 4.2). ``scale`` is the size of
what was added up and not that of the outcome: a gradient that is exactly 0 in exact arithmetic, as that of a bias
before batch normalisation, is a sum of rounded terms that cancel.

Where many operations follow each other, as in a network or a training, the scale is measured: the reference runs once
more with every intermediate value off by ``NUDGE`` of itself, up or down at random, and what that changes, over
``NUDGE``, is what relative errors grow to on their way (Monte Carlo arithmetic: Parker, 1997). The nudges are the
same on every processor. ``steps`` is then the longest sum in one operation, and covers its other roundings, too.

So a bound is never a number that some machine happened to meet. The worst case is ten to a thousand times what is
usually found; float64 leaves nine digits and more to tell a fault by.
"""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

NUDGE = 2.0**-30


def nudged(x: torch.Tensor, noise: torch.Generator) -> torch.Tensor:
    """Every entry off by ``NUDGE`` of itself, up or down."""
    return x * (1 + NUDGE * (2 * torch.randint(2, x.shape, generator=noise, dtype=x.dtype) - 1))


def bound(scale: Any, steps: float, dtype: Any = np.float64) -> NDArray[np.float64]:
    """The largest difference that rounding explains, entry by entry of ``scale``.

    Args:
        scale: sum of the absolute values of the terms; infinite entries bound nothing.
        steps: roundings one after the other.
        dtype: in which it is computed; the coarser one of two.
    """
    limits = np.finfo(dtype)
    underflow = float(limits.smallest_subnormal)  # below the smallest normal number the error is absolute
    return steps * (float(limits.eps) * np.abs(as_float64(scale)) + underflow)


def assert_close(
    ours: Any, wanted: Any, *, steps: float, scale: Any = None, dtype: Any = None, what: str = ""
) -> None:
    """Both are the same numbers but for rounding; what is not finite is the same NaN or infinity in both.

    Args:
        ours: array, tensor or number.
        wanted: the same from the reference; of that shape.
        steps: roundings one after the other.
        scale: size of what was added up, of a shape that fits; of ``wanted`` as a whole, its largest, by default.
        dtype: of the coarser computation; by default that of ``ours``.
        what: words for the message.
    """
    dtype = dtype or np.asarray(plain(ours)).dtype
    found, wanted = as_float64(ours), as_float64(wanted)
    assert found.shape == wanted.shape, f"{what}: {found.shape} is not {wanted.shape}"
    if scale is None:
        scale = np.abs(wanted[np.isfinite(wanted)]).max(initial=0.0)
    assert_within(found, wanted, bound(scale, steps, dtype), what)


def assert_measured(
    ours: Any, wanted: Any, *, terms: int, size: Any = None, spoilt: Any = 0.0, what: str = ""
) -> None:
    """As ``assert_close``, of what is added up in float64 and handed out in float32.

    Args:
        ours: array, tensor or number.
        wanted: the same from the reference.
        terms: of the sums.
        size: mean of the absolute values of the terms where that is more than ``wanted``.
        spoilt: further difference, where numbers that are almost equal were subtracted.
        what: words for the message.
    """
    found, wanted = as_float64(ours), as_float64(wanted)
    sums = bound(wanted if size is None else size, terms + 10)
    assert_within(found, wanted, bound(wanted, 1, np.float32) + sums + spoilt, what)


def assert_within(found: NDArray[np.float64], wanted: NDArray[np.float64], allowed: Any, what: str) -> None:
    """No finite entry is off by more than what is allowed; the others are the same NaN or infinity."""
    finite = np.isfinite(wanted)
    np.testing.assert_array_equal(found[~finite], wanted[~finite], what)
    allowed = np.broadcast_to(allowed, wanted.shape)[finite]
    off = np.abs(found[finite] - wanted[finite])
    off[np.isnan(off)] = np.inf
    worst = np.argmax(off - allowed) if off.size else 0
    assert (off <= allowed).all(), (
        f"{what}: off by {off[worst]:.3g} where rounding explains {allowed[worst]:.3g};"
        f" found {found[finite][worst]!r}, wanted {wanted[finite][worst]!r}"
    )


def plain(values: Any) -> Any:
    """Tensors as arrays, the rest as it is."""
    return values.detach().numpy() if isinstance(values, torch.Tensor) else values


def as_float64(values: Any) -> NDArray[np.float64]:
    """Any numbers as an array."""
    return np.asarray(plain(values), np.float64)
