"""Dropout: a part of a layer's outputs is put to 0 in every pass that trains.

The mask of a layer depends on the seed, the layer and the step alone, so that measuring takes none from training, and
a training that goes on from a step needs nothing kept.
"""

from torch import Tensor

from vgdesk.training.seeding import draw_noise


class Dropout:
    """Puts outputs to 0 and makes up for it, as torch does.

    Args:
        share: of the outputs that are dropped.
        seed: of the run.
        layer: whose outputs.

    Attributes:
        step: updates done; the mask is that of this step.

    Source: Srivastava et al. (2014), section 10, for scaling in training.
    """

    def __init__(self, share: float, seed: int, layer: int):
        self._share, self._seed, self._layer = share, seed, layer
        self.step = 0

    def draw_mask(self, rows: int, units: int) -> Tensor:
        """Float64 [row, unit]: 0 where an output is dropped, else 1 / (1 - share)."""
        noise = draw_noise(self._seed, f"dropout {self._layer}", self.step, (rows, units))
        return (noise >= self._share).double().div_(1 - self._share)

    def forward(self, x: Tensor) -> Tensor:
        """Outputs [row, unit] as a pass that trains hands them on."""
        self._mask = self.draw_mask(*x.shape).to(x.dtype)
        return x * self._mask

    def backward(self, delta: Tensor) -> Tensor:
        """dL/d outputs from dL/d what was handed on in the last pass."""
        return delta * self._mask
