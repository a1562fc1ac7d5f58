"""Data sets of sequences, for recurrent networks."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.labelled_data import PartedData, TestFraction
from vgdesk.experiment.words import Words


class SequenceData(PartedData):
    """Sequences, with a class or a number each."""

    n: Annotated[int, Words("Sequences", "Number of sequences.")] = Field(1000, ge=10, le=100_000)
    length: Annotated[int, Words("Length", "Of each sequence.", unit="time steps")] = Field(60, ge=2, le=1000)
    test_fraction: TestFraction = 0.2

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
    """The adding problem. Source: Hochreiter and Schmidhuber (1997)."""

    words: ClassVar[Words] = Words(
        help="Add two marked numbers of a sequence. Guessing 1 costs 0.167. Hochreiter, Schmidhuber (1997)."
    )
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
    """Remember the first symbol."""

    words: ClassVar[Words] = Words(help="Say at the end which symbol came first; noise in between.")
    kind: Literal["delayed_recall"] = "delayed_recall"
    symbols: Annotated[int, Words("Symbols", "Number of different symbols, one a class.")] = Field(4, ge=2, le=20)

    @property
    def step_columns(self) -> int:
        """One a symbol."""
        return self.symbols

    @property
    def classes(self) -> int:
        """One a symbol."""
        return self.symbols
