"""Data sets of sequences, for recurrent networks."""

from typing import Literal

from pydantic import Field

from vgdesk.experiment.labelled_data import PartedData


class SequenceData(PartedData):
    """Sequences, with a class or a number each.

    Attributes:
        n: number of sequences.
        length: time steps of each.
    """

    n: int = Field(1000, ge=10, le=100_000, title="Sequences")
    length: int = Field(60, ge=2, le=1000, title="Length")
    test_fraction: float = Field(0.2, ge=0, le=0.9, title="Test share")

    @property
    def points(self) -> int:
        """Number of sequences, those kept for the test included."""
        return self.n

    @property
    def step_columns(self) -> int:
        """Numbers that come in at each time step."""
        raise NotImplementedError

    @property
    def inputs(self) -> int:
        """All numbers of a sequence."""
        return self.length * self.step_columns


class Adding(SequenceData):
    """Add two marked numbers of a sequence. Guessing 1 costs 0.167. Source: Hochreiter and Schmidhuber (1997)."""

    kind: Literal["adding"] = "adding"

    @property
    def step_columns(self) -> int:
        """A number of 0..1, and 1 where it is marked."""
        return 2

    @property
    def classes(self) -> int:
        """None: the sum is a number."""
        return 1


class DelayedRecall(SequenceData):
    """Say at the end which symbol came first; noise in between."""

    kind: Literal["delayed_recall"] = "delayed_recall"
    symbols: int = Field(4, ge=2, le=20, title="Symbols")

    @property
    def step_columns(self) -> int:
        """One a symbol."""
        return self.symbols

    @property
    def classes(self) -> int:
        """One a symbol."""
        return self.symbols
