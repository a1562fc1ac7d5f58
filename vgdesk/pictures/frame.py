"""What a frame is: arrays and words ready to draw, whoever draws them."""

from dataclasses import dataclass
from typing import Protocol, Self

from vgdesk.errors import VgdeskError


class Frame(Protocol):
    """A picture at one time. It is frozen, and its arrays are read-only."""

    @property
    def title(self) -> str:
        """What the picture shows."""

    @property
    def note(self) -> str:
        """What the picture cannot show, in words; empty for nothing."""

    @property
    def description(self) -> str:
        """The picture in words, for screen readers."""

    @property
    def layer_names(self) -> tuple[str, ...]:
        """Of the layers that one may be chosen from, input side first; none where nothing is chosen."""

    def in_steps(self, steps_per_epoch: int) -> Self:
        """The same with marks of time that count steps; nothing moves."""

    def until_cursor(self) -> Self:
        """The same without what came after its cursor; limits stay, so that nothing jumps while the run grows."""

    def without_readouts(self) -> Self:
        """The same without the numbers that only a pointer asks for, to be sent to another process."""

    def holding(self, before: "Frame") -> Self:
        """The same with limits wide enough for those of the frame before it, where they follow the cursor."""


class Still:
    """A frame without an axis of time, whose limits do not follow the cursor: it is the same in all ways."""

    @property
    def note(self) -> str:
        """Nothing is left out."""
        return ""

    @property
    def layer_names(self) -> tuple[str, ...]:
        """Nothing is chosen."""
        return ()

    def in_steps(self, steps_per_epoch: int) -> Self:  # noqa: ARG002
        """Nothing counts time."""
        return self

    def until_cursor(self) -> Self:
        """Nothing lies after the cursor."""
        return self

    def without_readouts(self) -> Self:
        """All of it is drawn."""
        return self

    def holding(self, before: Frame) -> Self:  # noqa: ARG002
        """Limits stay as they are."""
        return self


@dataclass(frozen=True)
class Nothing:
    """There is no picture.

    Attributes:
        reason: a sentence that says why, and what the user may do. It begins with a capital letter, or with the
            name of a lane as the user wrote it.
    """

    reason: str


def describe_unshown(zeros: int, nonfinite: int, row: str = "layer") -> str:
    """What a log axis cannot show of so many rows, in words: ``2 layers are exactly 0``; empty for none."""
    counts = ((zeros, "exactly 0"), (nonfinite, "NaN or infinite"))
    return ", ".join(f"{count} {row}{'s are' if count > 1 else ' is'} {what}" for count, what in counts if count)


def reason_of(error: VgdeskError) -> str:
    """What an error says, as a sentence begins."""
    words = str(error)
    return words[:1].upper() + words[1:]
