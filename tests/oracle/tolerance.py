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
same on every processor. ``steps`` then follows from the longest sum in one operation: ``steps_of_nudged``.

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


def steps_of_nudged(terms: int) -> float:
    """The steps that belong to a scale found by nudges, by the terms of the longest sum.

    Such a sum rounds once a term, and the functions beside it some ten times. Nudges do not depend on each other, so
    that those of n terms grow to sqrt(n) of one; true errors may be the same for all, like that of a mean which is
    subtracted from each, and grow to n.
    """
    return (terms + 10) * terms**0.5


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


def measured_bound(wanted: Any, terms: int, size: Any = None) -> NDArray[np.float64]:
    """As ``bound``, of what is added up in float64 and handed out in float32.

    Args:
        wanted: the outcome.
        terms: of the sums.
        size: mean of the absolute values of the terms where that is more than ``wanted``.
    """
    return bound(wanted, 1, np.float32) + bound(wanted if size is None else size, terms + 10)


def assert_close(ours: Any, wanted: Any, *, steps: float, scale: Any = None, what: str = "") -> None:
    """Both are the same numbers but for rounding in the type of ours; NaN and infinities are the same in both.

    Args:
        ours: array, tensor or number of the type in which it was computed.
        wanted: the same from the reference; of that shape.
        steps: roundings one after the other.
        scale: size of what was added up, of a shape that fits; of ``wanted`` as a whole, its largest, by default.
        what: words for the message.
    """
    found, exact = as_float64(ours), as_float64(wanted)
    if scale is None:
        scale = np.abs(exact[np.isfinite(exact)]).max(initial=0.0)
    assert_within(found, exact, bound(scale, steps, np.asarray(plain(ours)).dtype), what)


def assert_measured(ours: Any, wanted: Any, *, terms: int, size: Any = None, what: str = "") -> None:
    """As ``assert_close``, of what is added up in float64 and handed out in float32; see ``measured_bound``."""
    exact = as_float64(wanted)
    assert_within(as_float64(ours), exact, measured_bound(exact, terms, size), what)


def assert_within(found: NDArray[np.float64], wanted: NDArray[np.float64], allowed: Any, what: str) -> None:
    """No finite entry is off by more than what is allowed; the others are the same NaN or infinity."""
    assert found.shape == wanted.shape, f"{what}: {found.shape} is not {wanted.shape}"
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
