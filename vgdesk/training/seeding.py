"""Random generators of a run: one for each purpose, so that no choice disturbs another."""

import zlib

import numpy as np
import torch


def make_generator(seed: int, purpose: str, index: int = 0) -> torch.Generator:
    """A generator of its own for each purpose and index of a run's seed.

    Two runs of one seed draw the same numbers for one purpose, whatever else differs between them.
    """
    entropy = np.random.SeedSequence([seed, zlib.crc32(purpose.encode()), index])
    return torch.Generator().manual_seed(int(entropy.generate_state(1, np.uint64)[0]))


def draw_noise(seed: int, purpose: str, index: int, shape: tuple[int, ...]) -> torch.Tensor:
    """Uniform float64 noise in the open interval (0, 1) of that shape."""
    noise = torch.rand(shape, dtype=torch.float64, generator=make_generator(seed, purpose, index))
    tiny = 2.0**-54
    return noise.clamp_(tiny, 1 - 2.0**-53)
