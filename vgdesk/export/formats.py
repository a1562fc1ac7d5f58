"""The formats of files for people: the one table that writers, dialogs and the command line read."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeAlias

from vgdesk.errors import ExportError

FormatKind: TypeAlias = Literal["picture", "film", "table", "report", "spec"]
WRITTEN: tuple[FormatKind, ...] = ("table", "report", "spec")
"""Kinds that are made of whole runs, whatever is looked at."""


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        suffix: ending of the file, without the dot.
        kind: what is in it.
        says: what the command line writes in it, in words.
        key: name, and the option of the command line; empty where it is the suffix.
        writer: of a kind in ``WRITTEN``: module of this room whose ``fill`` writes it.
        label: for people, where the key in capitals will not do.
        needs: the extra of vgdesk that it cannot do without, such as ``mp4``.
        package: what that extra installs, as Python imports it; empty where other programs will do.
        date_key: the metadata in which matplotlib would put the date; equal runs shall give equal files.
        is_folder: whether it is a folder of files.
    """

    suffix: str
    kind: FormatKind
    says: str
    key: str = ""
    writer: str = ""
    label: str = ""
    needs: str = ""
    package: str = ""
    date_key: str = ""
    is_folder: bool = False

    @property
    def id(self) -> str:
        """Its name in the code: the key, or the suffix."""
        return self.key or self.suffix

    @property
    def name(self) -> str:
        """For people: ``PNG``."""
        return self.label or self.suffix.upper()

    @property
    def title(self) -> str:
        """For people, beside formats of other kinds: ``GIF, the run as a film``."""
        if self.kind == "film":
            return f"{self.name}, the run as a film"
        return self.name if self.kind == "picture" else f"{self.name}: {self.says}"

    @property
    def file_filter(self) -> str:
        """For the dialogs that ask for a file: ``PNG pictures (*.png)``."""
        return f"{self.name} {self.kind}s (*.{self.suffix})"

    @property
    def missing(self) -> str:
        """What cannot be done without an extra that is not installed, and the way out; empty where all is there."""
        if not self.package or find_spec(self.package) is not None:
            return ""
        return f"{self.name} needs {self.package}: install it with  pip install 'vgdesk[{self.needs}]'"


FORMATS: tuple[Format, ...] = (
    Format("csv", "table", "every number, one a row", writer="tables"),
    Format("csv", "table", "a row a step, a column a layer and measure", "wide-csv", "wide", "Wide CSV"),
    Format(
        "parquet",
        "table",
        "every number, one a row, for pandas and polars",
        writer="parquet",
        label="Parquet",
        needs="parquet",
        package="pyarrow",
    ),
    Format("npz", "table", "arrays for numpy, with the names of their axes", writer="npz"),
    Format(
        "tensorboard",
        "table",
        "a folder with the curves and histograms of every layer",
        writer="tensorboard",
        label="TensorBoard",
        is_folder=True,
    ),
    Format("html", "report", "a page with verdict, pictures and tables", writer="report"),
    Format("json", "spec", "what was asked, to train it again", writer="specs"),
    Format("png", "picture", "the picture as PNG"),
    Format("svg", "picture", "the picture as SVG", date_key="Date"),
    Format("pdf", "picture", "the picture as PDF", date_key="CreationDate"),
    Format("gif", "film", "the run as a moving GIF"),
    Format("mp4", "film", "the run as a moving MP4", needs="mp4"),
)


def formats_of(*kinds: FormatKind) -> tuple[Format, ...]:
    """All formats of some kinds, in their order."""
    return tuple(each for each in FORMATS if each.kind in kinds)


def format_named(id: str) -> Format:
    """The format of that name.

    Raises:
        KeyError: there is none.
    """
    return {each.id: each for each in FORMATS}[id]


def find_format(path: Path, kind: FormatKind) -> Format:
    """The format of a kind that a file's ending asks for.

    Raises:
        ExportError: it ends otherwise; names the endings that will do.
    """
    offered = formats_of(kind)
    found = next((each for each in offered if path.suffix.lower() == f".{each.suffix}"), None)
    if found is None:
        endings = join_words([f".{each.suffix}" for each in offered])
        raise ExportError(f"{path}: a {kind} ends in {endings}; choose one of these endings")
    return found


def join_words(words: list[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
