"""What a lesson claims about its networks, so that it can be checked."""

import math
from typing import Any, Literal

from pydantic import ConfigDict, Field

from vgdesk.experiment.choices import Spec

_UNLIKELY = 0.01


class Bounds(Spec):
    """Where a figure must lie; a side left open is not checked."""

    at_least: float | None = None
    at_most: float | None = None

    def hold(self, figure: float) -> bool:
        """Whether a figure lies within; one that is infinite or no number never does."""
        above = self.at_least is None or figure >= self.at_least
        below = self.at_most is None or figure <= self.at_most
        return math.isfinite(figure) and above and below

    @property
    def label(self) -> str:
        """Such as ``>= 0.85`` or ``15 to 90``."""
        if self.at_least is not None and self.at_most is not None:
            return f"{self.at_least:g} to {self.at_most:g}"
        return f"<= {self.at_most:g}" if self.at_least is None else f">= {self.at_least:g}"


class Claim(Bounds):
    """One claim: the figure of most networks, drawn from different seeds, lies within bounds.

    All fields beside these are arguments of the figure.

    Attributes:
        text: what is claimed, for people.
        figure: key of what is read off a network: of ``vgdesk.analysis.claims``, or of ``vgdesk.checking``.
        variant: of the lesson; empty for its first, or when it has none.
        share: of the networks that satisfied it when it was measured.
        measured: how many networks that were.
        against: id of a lesson, or LESSON/VARIANT, whose figure from the same seed is compared.
        compare: the figure becomes this / that, or this - that.
        subset: the bounds where only the shipped part of a large image set was trained on.
    """

    model_config = ConfigDict(extra="allow")

    text: str = Field(min_length=1)
    figure: str
    variant: str = ""
    share: float = Field(1.0, ge=0.5, le=1)
    measured: int = Field(20, ge=20)
    against: str = ""
    compare: Literal["ratio", "difference"] | None = None
    subset: Bounds | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """What the figure takes beside the network."""
        return dict(self.model_extra or {})

    def bounds(self, *, subset: bool = False) -> Bounds:
        """Where the figure must lie on the full data set, or on its shipped part."""
        return self.subset if subset and self.subset else Bounds(at_least=self.at_least, at_most=self.at_most)

    def least_of(self, networks: int) -> int:
        """The fewest of a number of other networks that can be expected to satisfy it.

        Fewer do so by chance in less than 1 % of all checks. Where all that were measured did, the share of all there
        are may be a little lower: half a network more is counted as measured that did not.
        """
        share = (self.share * self.measured + 0.5) / (self.measured + 1)
        chance = 0.0
        for count in range(networks + 1):
            chance += math.comb(networks, count) * share**count * (1 - share) ** (networks - count)
            if chance >= _UNLIKELY:
                return count
        return networks

    def find_faults(self) -> list[str]:
        """What does not fit together, each as a sentence's end."""
        faults = []
        if self.at_least is None and self.at_most is None:
            faults.append("has no bound; add at_least or at_most")
        if bool(self.against) != bool(self.compare):
            faults.append('names only one of against and compare; add the other, compare as "ratio" or "difference"')
        return faults
