"""Which stretch of a training is looked at, and how it moves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """A stretch of training, in epochs; ``last`` is where the last cell ends."""

    first: float
    last: float

    @property
    def width(self) -> float:
        """Epochs from end to end."""
        return self.last - self.first

    def share_of(self, epoch: float) -> float:
        """Position of an epoch: 0 at the first end, 1 at the last."""
        return (epoch - self.first) / self.width

    def zoomed(self, whole: "Window", anchor: float, factor: float, least: float) -> "Window":
        """The window scaled by a factor about the point at a share of its width, kept within the whole.

        Args:
            whole: as far as it may reach.
            anchor: share of the width that keeps its place.
            factor: below 1 to look closer.
            least: epochs it must still hold.
        """
        width = min(max(self.width * factor, least), whole.width)
        first = self.first + anchor * (self.width - width)
        return _within(first, width, whole)

    def moved(self, whole: "Window", share: float) -> "Window":
        """The window moved by a share of its width, kept within the whole."""
        return _within(self.first + share * self.width, self.width, whole)


def _within(first: float, width: float, whole: Window) -> Window:
    if width >= whole.width:
        return whole
    first = min(max(first, whole.first), whole.last - width)
    return Window(first, first + width)
