"""A planted fault: one change of one file that some test must notice."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """A fault to plant.

    Attributes:
        key: room and number, such as ``training-3``.
        kind: what sort of mistake it is, such as ``off by one``.
        file: path in the checkout.
        old: text that stands once in the file.
        new: what stands there instead.
        what: the fault in one sentence.
    """

    key: str
    kind: str
    file: str
    old: str
    new: str
    what: str

    @property
    def room(self) -> str:
        """The key without its number."""
        return self.key.rpartition("-")[0]

    def apply(self, source: str) -> str:
        """The file's text with the fault in it.

        Raises:
            ValueError: the old text does not stand there exactly once.
        """
        if source.count(self.old) != 1:
            raise ValueError(f"{self.key}: its old text stands {source.count(self.old)} times in {self.file}")
        return source.replace(self.old, self.new)

    def plant(self, checkout: Path) -> None:
        """Put the fault into a checkout."""
        path = checkout / self.file
        path.write_text(self.apply(path.read_text(encoding="utf-8")), encoding="utf-8")
        forget_compiled(path)


def forget_compiled(path: Path) -> None:
    """Delete what Python compiled of a file: a change of the same second and size would go unnoticed."""
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()
