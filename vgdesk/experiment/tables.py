"""A data set of the user's own: a CSV file of numbers with a column of labels."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.errors import DataError, Problem
from vgdesk.experiment.labelled_data import Fingerprint, PartedData, Scaling, TestFraction
from vgdesk.experiment.reading import fingerprint_files
from vgdesk.experiment.table_file import LabelColumnError, TableFacts, read_table
from vgdesk.experiment.words import Words

_STAND_IN = TableFacts(rows=1000, columns=2, classes=2)  # of a file that cannot be read: find_problems says why


_FILE_HELP = (
    "A text file in UTF-8, a row a line, separated by commas, semicolons or tabs; a first row without numbers names "
    "the columns."
)
_TEST_HELP = "Share of the shuffled rows, the last ones, kept for the test score; 0 scores on all."


class Csv(PartedData):
    """A table of the user's own."""

    words: ClassVar[Words] = Words(
        "CSV file", "Rows of numbers with a label each, from a file; shuffled by the seed."
    )
    kind: Literal["csv"] = "csv"
    path: Annotated[str, Words("File", _FILE_HELP)] = Field("", max_length=4096)
    label_column: Annotated[
        str, Words("Label column", "Of the labels, by name or by number from 1; empty for the last one.", "Labels")
    ] = Field("", max_length=1000)
    scaling: Scaling = "standardize"
    test_fraction: Annotated[TestFraction, Words(help=_TEST_HELP)] = 0.2

    @property
    def points(self) -> int:
        """Number of rows, those kept for the test included."""
        return self._facts.rows

    @property
    def inputs(self) -> int:
        """Number of columns but for the labels'."""
        return self._facts.columns

    @property
    def classes(self) -> int:
        """Number of different labels."""
        return self._facts.classes

    def find_problems(self) -> tuple[Problem, ...]:
        """Says what is wrong with the file."""
        if not self.path:
            return (Problem("data.path", "", "names no file; name a CSV file of numbers with a column of labels"),)
        try:
            self._read_facts()
        except LabelColumnError as error:
            return (Problem("data.label_column", "", str(error)),)
        except DataError as error:
            return (Problem("data.path", "", str(error)),)
        return ()

    def fingerprint(self) -> Fingerprint:
        """Changes when the file has changed.

        Raises:
            DataError: the file is missing.
        """
        return fingerprint_files((Path(self.path),))

    @property
    def _facts(self) -> TableFacts:
        try:
            return self._read_facts()
        except DataError:
            return _STAND_IN

    def _read_facts(self) -> TableFacts:
        facts = _facts_of(self.fingerprint(), self.label_column)
        if isinstance(facts, DataError):
            raise facts
        return facts


@lru_cache(maxsize=16)
def _facts_of(fingerprint: Fingerprint, label: str) -> TableFacts | DataError:
    """The facts of a file, or what is wrong with it; read once as long as it does not change."""
    try:
        return read_table(Path(fingerprint[0][0]), label).facts
    except DataError as error:
        return error
