"""The lesson's story and its notes, a page at a time, in one line above the panes."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from vgdesk.lessons.catalog import Lesson
from vgdesk.lessons.pages import Page, pages_of
from vgdesk.ui.claims_badge import ClaimsBadge
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.theme import current_theme, themed

_NOTES = "What is not so simple here, and where the lesson comes from; again: back to the step"


class _PageText(QLabel):
    """A page; tells when it has another width."""

    width_changed = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.width_changed.emit()


class StoryBar(QFrame):
    """Shows one page of a story, a step or a note; hidden without one.

    Args:
        badge: whether the lesson's claims hold; shown behind the story.
    """

    def __init__(self, badge: ClaimsBadge):
        super().__init__()
        self.setObjectName("story")
        self.setAccessibleName("Story")
        self._pages: tuple[Page, ...] = ()
        self._steps = self._place = self._left_at = 0
        self._badge = badge
        self._count = named(QLabel(), "story-count", "heading")
        self._text = named(_PageText(wordWrap=True), "story-text")
        self._text.width_changed.connect(self._make_room)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._notes = self._button("notes", _NOTES, self.turn_to_notes)
        self._notes.setCheckable(True)
        self._back = self._button("PgUp", "The page before", self.go_back)
        self._on = self._button("PgDn", "The next page", self.go_on)
        self._badge_room = QWidget()
        fill(QHBoxLayout(self._badge_room), badge)
        self._row = QHBoxLayout(self)
        for widget in (self._count, self._text, self._badge_room, self._notes, self._back, self._on):
            self._row.addWidget(widget)
        self._row.setStretch(1, 1)
        self.restyle()
        themed.changed.connect(self.restyle)
        self.hide()

    @property
    def place(self) -> int:
        """Number of the page, 0 the first."""
        return self._place

    def show_lesson(self, lesson: Lesson | None) -> None:
        """Begin the story of a lesson; None hides the bar."""
        self._pages = pages_of(lesson) if lesson is not None else ()
        self._steps = len(lesson.story) if lesson is not None else 0
        self._place = self._left_at = 0
        self._notes.setText(f"{len(self._pages) - self._steps} notes")
        self._badge.show_lesson(lesson)
        self._make_room()
        self.setVisible(lesson is not None)
        self._show()
        self._make_room()

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        pixels = current_theme().pixels
        self._row.setContentsMargins(pixels(12), pixels(8), pixels(10), pixels(8))
        self._row.setSpacing(pixels(12))
        self._make_room()

    def hide_badge(self, is_hidden: bool) -> None:
        """Hide the badge of the claims, or show it again."""
        self._badge_room.setVisible(not is_hidden)

    @Slot()
    def go_on(self) -> None:
        """Show the next page: after the last step come the notes."""
        self.turn(self._place + 1)

    @Slot()
    def go_back(self) -> None:
        """Show the page before."""
        self.turn(self._place - 1)

    @Slot()
    def turn_to_notes(self) -> None:
        """Show the first note, or the step that was left for the notes."""
        self.turn(self._steps if self._place < self._steps else self._left_at)

    @Slot()
    def _make_room(self) -> None:
        """Keep room for the longest page, so that nothing jumps when the story goes on."""
        widest = max((self._count.fontMetrics().horizontalAdvance(page.place) for page in self._pages), default=0)
        self._count.setMinimumWidth(widest)
        room, wrap = QRect(0, 0, self._text.width(), 0), Qt.TextFlag.TextWordWrap
        metrics = self._text.fontMetrics()
        heights = [metrics.boundingRect(room, wrap, page.text).height() for page in self._pages]
        self._text.setMinimumHeight(max(heights, default=0))

    def turn(self, place: int) -> None:
        """Show the page of that number; the ends hold."""
        if not self._pages:
            return
        self._left_at = self._place if self._place < self._steps else self._left_at
        self._place = min(max(place, 0), len(self._pages) - 1)
        self._show()

    def _show(self) -> None:
        if not self._pages:
            return
        page = self._pages[self._place]
        self._count.setText(page.place)
        self._text.setText(page.text)
        self._notes.setChecked(self._place >= self._steps)
        self._back.setEnabled(self._place > 0)
        self._on.setEnabled(self._place < len(self._pages) - 1)

    def _button(self, text: str, tip: str, slot: Callable[[], None]) -> QToolButton:
        button = named(QToolButton(), f"story-{text}")
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setProperty("role", "key")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(slot)
        return button
