"""A data set of the user's own: a file with a table, text or arrays, whose columns are numbers, texts and labels."""

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from vgdesk.errors import DataError, Problem
from vgdesk.experiment.labelled_data import Fingerprint, PartedData, Scaling, TestFraction
from vgdesk.experiment.read_once import ReadOnce, UnreadError
from vgdesk.experiment.reading import fingerprint_files
from vgdesk.experiment.table_file import Missing, Table, TableChoices, TableError, TableFacts, read_table
from vgdesk.experiment.table_numbers import DecimalMark, DecimalMarkError
from vgdesk.experiment.table_roles import ColumnFacts, LabelColumnError, Learned, Role
from vgdesk.experiment.table_source import list_columns
from vgdesk.experiment.words import Words

FEW_ROWS = 10
"""With fewer rows all are trained on and scored."""

_STAND_IN = TableFacts(rows=1000, columns=2, classes=("0", "1"))  # of a file that cannot be read, or is not read yet


_FILE_HELP = (
    "A text file, however its cells, numbers and letters are written; or .npz of arrays x and y, or .npy of a table. "
    "What was found is said below."
)
_TEST_HELP = (
    "Share of the shuffled rows, the last ones, kept for the test score; 0, or under ten rows, scores on all."
)
_FIELDS = ((LabelColumnError, "data.label_column"), (DecimalMarkError, "data.decimal_mark"))


def _as_pairs(value: Any) -> Any:
    """Roles by name as pairs, which can be hashed."""
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(tuple(pair) for pair in value) if isinstance(value, list) else value


Roles = Annotated[
    tuple[tuple[str, Role], ...], BeforeValidator(_as_pairs), PlainSerializer(dict, return_type=dict[str, str])
]


class Csv(PartedData):
    """A table of the user's own."""

    words: ClassVar[Words] = Words("CSV file", "Rows with a label or numbers to learn each, from a file; shuffled.")
    kind: Literal["csv"] = "csv"
    path: Annotated[str, Words("File", _FILE_HELP)] = Field("", max_length=4096)
    label_column: Annotated[
        str, Words("Label column", "What is learned, by name or by number from 1; empty for a guess.", "Labels")
    ] = Field("", max_length=1000)
    learned: Annotated[
        Learned,
        Words(
            "Learned",
            "Classes or numbers of the label column; a guess takes texts and whole numbers as classes.",
            "Learn",
        ),
    ] = "guess"
    columns: Annotated[
        Roles,
        Words(
            "Columns",
            "What columns are for, by name: number, one_hot, leave_out, or target for numbers to learn; those not "
            "named are guessed.",
        ),
    ] = Field((), max_length=1000)
    missing: Annotated[
        Missing,
        Words(
            "Blanks",
            "Rows with blanks are left out, or blanks filled with the median; of texts with the commonest.",
            options={"leave_out": "leave rows out", "median": "fill with median"},
        ),
    ] = "leave_out"
    decimal_mark: Annotated[DecimalMark, Words("Decimal mark", "Of the numbers in the file.", "Decimals")] = "guess"
    scaling: Scaling = "standardize"
    target_scaling: Annotated[
        Literal["none", "standardize"],
        Words(
            "Target scaling",
            "Of numbers that are learned: as they are, or to mean 0 and deviation 1; the loss is that of the scaled.",
            "Targets",
            options={"standardize": "z-score"},
        ),
    ] = "standardize"
    test_fraction: Annotated[TestFraction, Words(help=_TEST_HELP)] = 0.2

    @property
    def points(self) -> int:
        """Number of rows that are learned from, those kept for the test included."""
        return self.facts.rows

    @property
    def test_points(self) -> int:
        """Number of rows kept for the test score: none of fewer than ten."""
        return super().test_points if self.points >= FEW_ROWS else 0

    @property
    def inputs(self) -> int:
        """Number of columns of numbers that come of the file's."""
        return self.facts.columns

    @property
    def classes(self) -> int:
        """Number of different labels; 1 where numbers are learned."""
        return len(self.facts.classes) or 1

    @property
    def class_names(self) -> tuple[str, ...]:
        """The labels as the file has them."""
        return self.facts.classes or super().class_names

    @property
    def targets(self) -> int:
        """Columns of numbers that are learned."""
        return len(self.facts.targets) or 1

    @property
    def facts(self) -> TableFacts:
        """What was found in the file; of one that cannot be read, or is not read yet, those of a stand-in."""
        facts = self._try_facts()
        return _STAND_IN if isinstance(facts, DataError) else facts

    @property
    def seen(self) -> tuple[tuple[ColumnFacts, ...], tuple[tuple[str, ...], ...]]:
        """Every column of the file and its first rows as they were read; nothing of one that is no table."""
        facts = self._try_facts()
        return (facts.described, facts.preview) if isinstance(facts, TableFacts | TableError) else ((), ())

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the file's columns from left to right; none of one that is no table, or is not read yet."""
        if self.is_unread:
            return ()
        described, _ = self.seen
        if described:
            return tuple(column.name for column in described)
        try:
            found = _NAMES.find(self.fingerprint())
        except DataError:
            return ()
        return () if isinstance(found, DataError) else found

    @property
    def is_unread(self) -> bool:
        """Whether the file is being read in the background; until then its facts are those of a stand-in."""
        return isinstance(self._try_facts(), UnreadError)

    def find_problems(self) -> tuple[Problem, ...]:
        """Says everything that is wrong with the file."""
        if not self.path:
            return (Problem("data.path", "", "names no file; name a CSV file of numbers with a column of labels"),)
        facts = self._try_facts()
        if isinstance(facts, TableError):
            return tuple(Problem("data.path", "", fault) for fault in facts.faults)
        if isinstance(facts, DataError):
            field = next((field for kind, field in _FIELDS if isinstance(facts, kind)), "data.path")
            return (Problem(field, "", str(facts)),)
        return ()

    def fingerprint(self) -> Fingerprint:
        """Changes when the file has changed.

        Raises:
            DataError: the file is missing.
        """
        return fingerprint_files((Path(self.path),))

    def read(self) -> Table:
        """The content of the file.

        Raises:
            DataError: the file is missing or broken.
        """
        ((file, _, _),) = self.fingerprint()
        return read_table(Path(file), self._choices)

    @property
    def _choices(self) -> TableChoices:
        return TableChoices(self.label_column, self.columns, self.learned, self.missing, self.decimal_mark)

    def _try_facts(self) -> TableFacts | DataError:
        try:
            return _FACTS.find(self.fingerprint(), self._choices)
        except DataError as error:
            return error


def _read_facts(path: Path, choices: TableChoices) -> TableFacts | DataError:
    try:
        return read_table(path, choices).facts
    except DataError as error:
        return error


def _read_names(path: Path, _: None) -> tuple[str, ...] | DataError:
    try:
        return list_columns(path)
    except DataError as error:
        return error


_FACTS: ReadOnce[TableFacts] = ReadOnce(_read_facts)
_NAMES: ReadOnce[tuple[str, ...]] = ReadOnce(_read_names)
