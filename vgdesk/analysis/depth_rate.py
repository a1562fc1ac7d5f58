"""How fast something grows or shrinks from layer to layer."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.numbers import MINUS, format_value

Row: TypeAlias = Literal["layer", "time step"]

_LEVEL = 0.05  # decades; a factor 1000 takes 60 layers
_NEAR = 10  # rows; a thousandth that lies further off is not worth a word


@dataclass(frozen=True)
class DepthRate:
    """A straight line through log10 of one number a row.

    Attributes:
        slope: decades a row; above 0 the number shrinks towards the input, or back in time.
        start: the line's log10 at the first row.
        r_squared: share of the variance that the line explains: 0..1.
        row: what a row is.
    """

    slope: float
    start: float
    r_squared: float
    row: Row = "layer"

    @property
    def rows_to_thousandth(self) -> float:
        """Rows over which the number changes by a factor 1000; infinite where it stays level."""
        return 3 / abs(self.slope) if self.slope else float("inf")

    @property
    def brief(self) -> str:
        """In few words, counted towards the input: ``−0.55 decades a layer · ×1000 in 5.4 layers``."""
        words = f"{self.signed} decades a {self.row}"
        rows = self.rows_to_thousandth
        return f"{words} · ×1000 in {format_value(rows)} {self.row}s" if self.slope > 0 and rows < _NEAR else words

    @property
    def signed(self) -> str:
        """Decades a row, counted towards the input: ``−0.55`` where it shrinks on its way."""
        text = f"{-self.slope:+.2f}".replace("-", MINUS)
        return "0.00" if text.endswith("0.00") else text

    @property
    def text(self) -> str:
        """In words, such as ``shrinks by 0.62 decades a layer towards the input, a factor 1000 in 4.8 layers``."""
        if abs(self.slope) < _LEVEL:
            return f"stays level: {format_value(abs(self.slope))} decades a {self.row}"
        verb = "shrinks" if self.slope > 0 else "grows"
        way = "towards the input" if self.row == "layer" else "back in time"
        change = f"{verb} by {format_value(abs(self.slope))} decades a {self.row} {way}"
        rows = f"a factor 1000 in {format_value(self.rows_to_thousandth)} {self.row}s"
        return f"{change}, {rows} (R² {self.r_squared:.2f})"


def fit_depth_rate(exponents: NDArray[np.float64], row: Row = "layer") -> DepthRate | None:
    """The least-squares line through log10 values [row], the input side first; None without two finite ones.

    Args:
        exponents: of the rows that count; the non-finite ones, such as those of exact zeros, are left out.
        row: what a row is.
    """
    finite = np.isfinite(exponents)
    depth, y = np.flatnonzero(finite).astype(np.float64), exponents[finite]
    if len(y) < 2:
        return None
    from_middle, from_mean = depth - depth.mean(), y - y.mean()
    slope = float(from_middle @ from_mean / (from_middle @ from_middle))
    spread = float(from_mean @ from_mean)
    left = from_mean - slope * from_middle
    r_squared = 1 - float(left @ left) / spread if spread else 1.0
    return DepthRate(slope, float(y.mean() - slope * depth.mean()), r_squared, row)
