"""How fast something grows or shrinks from layer to layer."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.numbers import MINUS, format_value

Row: TypeAlias = Literal["layer", "time step"]

_LEVEL = 0.5  # decades over all rows: a factor of about three
_FINE = 0.05  # decades a row; a slope below it shows a third digit


@dataclass(frozen=True)
class DepthRate:
    """A straight line through log10 of one number a row.

    Attributes:
        slope: decades a row; above 0 the number shrinks towards the input, or back in time.
        start: the line's log10 at the first row.
        r_squared: share of the variance that the line explains: 0..1.
        row: what a row is.
        rows: number of rows, those without a number too.
    """

    slope: float
    start: float
    r_squared: float
    row: Row = "layer"
    rows: int = 2

    @property
    def decades(self) -> float:
        """From the last row to the first, along the line; above 0 the number shrinks on its way."""
        return self.slope * (self.rows - 1)

    @property
    def is_level(self) -> bool:
        """Whether it hardly changes over all rows together."""
        return abs(self.decades) < _LEVEL

    @property
    def brief(self) -> str:
        """In few words, counted towards the input: ``−0.55 decades a layer · −2.2 in all``."""
        return f"{self.signed} decades a {self.row} · {_signed(-self.decades, 1)} in all"

    @property
    def signed(self) -> str:
        """Decades a row, counted towards the input: ``−0.55`` where it shrinks on its way."""
        return _signed(-self.slope, 2 if abs(self.slope) >= _FINE else 3)

    @property
    def text(self) -> str:
        """In words, such as ``shrinks by 0.62 decades a layer towards the input, a factor 1000 in 4.8 layers``."""
        over = f"over {self.rows} {self.row}s"
        if self.is_level:
            return f"stays level: {format_value(abs(self.decades))} decades {over}"
        verb = "shrinks" if self.slope > 0 else "grows"
        way = "towards the input" if self.row == "layer" else "back in time"
        change = f"{verb} by {format_value(abs(self.slope))} decades a {self.row} {way}"
        return f"{change}, {format_value(abs(self.decades))} {over} (R² {self.r_squared:.2f})"


def _signed(number: float, digits: int) -> str:
    """With its sign, and without one where it rounds to 0."""
    text = f"{number:+.{digits}f}".replace("-", MINUS)
    return text[1:] if not text.strip(f"+{MINUS}0.") else text


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
    return DepthRate(slope, float(y.mean() - slope * depth.mean()), r_squared, row, len(exponents))
