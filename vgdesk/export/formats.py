"""The formats of files for people: the one table that writers, dialogs and the command line read."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from vgdesk.errors import ExportError

FormatKind: TypeAlias = Literal["picture", "film", "table"]


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        suffix: ending of the file, without the dot; also the option of the command line.
        kind: what is in it.
        says: what the command line writes in it, in words.
        needs: the extra of vgdesk that it cannot do without, such as ``mp4``.
        date_key: the metadata in which matplotlib would put the date; equal runs shall give equal files.
    """

    suffix: str
    kind: FormatKind
    says: str
    needs: str = ""
    date_key: str = ""

    @property
    def name(self) -> str:
        """For people: ``PNG``."""
        return self.suffix.upper()

    @property
    def title(self) -> str:
        """For people, beside formats of other kinds: ``GIF, the run as a film``."""
        return f"{self.name}, the run as a film" if self.kind == "film" else self.name

    @property
    def file_filter(self) -> str:
        """For the dialogs that ask for a file: ``PNG pictures (*.png)``."""
        return f"{self.name} {self.kind}s (*.{self.suffix})"


FORMATS: tuple[Format, ...] = (
    Format("csv", "table", "every number, one a row"),
    Format("png", "picture", "the picture as PNG"),
    Format("svg", "picture", "the picture as SVG", date_key="Date"),
    Format("pdf", "picture", "the picture as PDF", date_key="CreationDate"),
    Format("gif", "film", "the run as a moving GIF"),
    Format("mp4", "film", "the run as a moving MP4", needs="mp4"),
)


def formats_of(*kinds: FormatKind) -> tuple[Format, ...]:
    """All formats of some kinds, in their order."""
    return tuple(each for each in FORMATS if each.kind in kinds)


def format_named(suffix: str) -> Format:
    """The format with that ending, without the dot.

    Raises:
        KeyError: there is none.
    """
    return {each.suffix: each for each in FORMATS}[suffix]


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
