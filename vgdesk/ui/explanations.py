"""What am I looking at? A text for each pane, in a popup of its header or in a dialog."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from vgdesk.paths import resource
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.theme import current_theme

LIBRARY = "library"
WIDTH = 380
"""Of a readable text, in logical pixels before scaling."""


@dataclass(frozen=True)
class Explanation:
    """What a pane shows, what healthy and sick look like there, and what to try.

    Attributes:
        title: the pane's name.
        text: paragraphs in Markdown.
    """

    title: str
    text: str


@cache
def read_explanation(key: str) -> Explanation:
    """The explanation of the pane of that key; ``heatmap`` is that of all heatmaps, ``library`` that of the library.

    Raises:
        FileNotFoundError: there is none.
    """
    place = f"help/{key}.md" if key == LIBRARY else f"help/panes/{key}.md"
    heading, _, text = resource(place).read_text(encoding="utf-8").partition("\n")
    return Explanation(heading.removeprefix("# ").strip(), text.strip())


class ExplanationView(QWidget):
    """Title and text of an explanation."""

    def __init__(self) -> None:
        super().__init__()
        self._title = named(QLabel(), "explanation-title", "name")
        self._text = named(QLabel(wordWrap=True, textFormat=Qt.TextFormat.MarkdownText), "explanation-text")
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        fill(QVBoxLayout(self), self._title, self._text, 1, gap=current_theme().pixels(8))

    def show_explanation(self, key: str) -> None:
        """Show that of the pane of that key."""
        explanation = read_explanation(key)
        self._title.ensurePolished()
        self._text.ensurePolished()
        self._title.setText(explanation.title)
        self._text.setText(explanation.text)
        self._text.setAccessibleName(explanation.title)


def pop_up(key: str, below: QWidget) -> QFrame:
    """Show an explanation below a widget, within its screen, until the user clicks or presses Escape."""
    popup = named(QFrame(below, Qt.WindowType.Popup), "explanation")
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    view, pixels = ExplanationView(), current_theme().pixels
    view.show_explanation(key)
    rows = QVBoxLayout(popup)
    rows.setContentsMargins(pixels(16), pixels(12), pixels(16), pixels(14))
    rows.addWidget(view)
    popup.setFixedSize(pixels(WIDTH), rows.totalHeightForWidth(pixels(WIDTH)))
    screen = below.screen().availableGeometry()
    place = below.mapToGlobal(QPoint(below.width() - popup.width(), below.height() + pixels(4)))
    place.setX(max(screen.left(), min(place.x(), screen.right() - popup.width())))
    if place.y() + popup.height() > screen.bottom():
        place.setY(max(screen.top(), below.mapToGlobal(QPoint()).y() - popup.height() - pixels(4)))
    popup.move(place)
    popup.show()
    return popup
