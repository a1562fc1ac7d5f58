"""Which names are shown beside the rows of a picture, and how much room they take."""

from collections.abc import Sequence

from vgdesk.ui.theme import current_theme

GUTTER = 56
WIDEST_GUTTER = 96


def gutter_width(names: Sequence[str]) -> int:
    """Logical pixels that the names of layers take beside a heatmap."""
    theme = current_theme()
    widest = max((len(name) for name in names), default=0) * theme.pixels(7)
    return min(max(widest, theme.pixels(GUTTER)), theme.pixels(WIDEST_GUTTER))


def shown_layers(count: int, height: float, line: float) -> tuple[int, ...]:
    """Layers (0 at the input) whose names fit beside rows that share a height; input and output always do.

    Those between are at equal steps of 1, 2, 5, 10 ... counted in layer numbers from 1.
    """
    if count == 1:
        return (0,)
    row = height / count
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if step * row >= line), count)
    if step == 1:
        return tuple(range(count))
    least = line / row
    between = (number - 1 for number in range(step, count, step))
    kept = [layer for layer in between if layer >= least and count - 1 - layer >= least]
    return (0, *kept, count - 1)
