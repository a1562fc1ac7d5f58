"""What can go wrong on the way in or out, said so that a user can act on it."""

from dataclasses import dataclass


class VgdeskError(Exception):
    """A mistake or a mishap with one clear sentence: what, which value, and the way out."""


class BusyError(VgdeskError):
    """Refused only because lanes are training: it can be done once they are stopped."""

    def __init__(self) -> None:
        super().__init__("the lanes are training; stop them first")


class NoRoomError(VgdeskError):
    """Refused only because there are as many lanes as there is room for: one of them can make way."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a spec.

    Attributes:
        field: dotted path of the field, such as ``network.hidden.2.units``; empty for the whole spec.
        value: the value found there, as text.
        message: what is wrong with it and the way out.
    """

    field: str
    value: str
    message: str

    def __str__(self) -> str:
        where = self.field or "spec"
        return f"{where} = {self.value}: {self.message}" if self.value else f"{where}: {self.message}"


class SpecError(VgdeskError):
    """A spec with problems, all of them at once.

    Attributes:
        problems: every problem found, in the order of the fields.
    """

    def __init__(self, problems: tuple[Problem, ...]):
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class DataError(VgdeskError):
    """A data set that cannot be made or read."""


class RunFileError(VgdeskError):
    """A run file that cannot be opened, read or written."""


class ExportError(VgdeskError):
    """A picture or table that cannot be written."""


class EngineError(VgdeskError):
    """The training process died, hung or refused."""
