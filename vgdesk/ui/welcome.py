"""The welcome of the first start: three lessons to begin with, or a recorded run."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vgdesk.lessons.catalog import Lesson, find_lesson
from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.ui.named import named
from vgdesk.ui.overlay import Overlay
from vgdesk.ui.question import Answer
from vgdesk.ui.theme import current_theme

OFFERED = ("circles-4h-sigmoid", "fashion-explode", "recurrent-memory")
"""Lessons to begin with: a gradient that vanishes, one that explodes, and depth in time."""
_WIDTH = 560
_RECENT, _RECENT_WIDTH = 3, 108
_DIM = 200  # of 255: how much of the window behind is hidden


class Welcome(Overlay):
    """Lies over the window until something is chosen, the user clicks beside it, or Escape.

    Args:
        window: what it lies over.
        session: the welcome is over as soon as it trains.
        show_lesson: what a chosen lesson is given to.
        open_library: shows all recorded runs.
        recent: opens one of the newest runs each; the hidden ones are left out.
    """

    def __init__(
        self,
        window: QWidget,
        session: Session,
        show_lesson: Callable[[Lesson], object],
        open_library: Callable[[], object],
        recent: Sequence[QAction] = (),
    ):
        super().__init__(window, "welcome")
        session.state_changed.connect(self._leave_when_busy)
        self.setAccessibleName("Welcome")
        self._show_lesson, self._open_library = show_lesson, open_library
        self._cards = [self._make_card(find_lesson(id)) for id in OFFERED]
        self._card = named(QFrame(self), "welcome-card")
        self._card.setFixedWidth(current_theme().pixels(_WIDTH))
        rows = QVBoxLayout(self._card)
        pixels = current_theme().pixels
        rows.setContentsMargins(pixels(28), pixels(24), pixels(28), pixels(20))
        rows.setSpacing(pixels(10))
        rows.addWidget(_label("Why does a deep network not learn?", "name"))
        rows.addWidget(_label("Watch its gradients, layer by layer, while it trains. Begin with a lesson:", "muted"))
        self._offers = QVBoxLayout()
        rows.insertLayout(1, self._offers)
        for card in self._cards:
            rows.addWidget(card)
        shown = [action for action in recent if action.isVisible()][:_RECENT]
        if shown:
            rows.addLayout(self._list_recent(shown))
        rows.addLayout(self._foot())
        whole = QVBoxLayout(self)
        whole.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)

    def first_focus(self) -> QWidget:
        """The first lesson: Enter shows it."""
        return self._cards[0]

    def offer(self, text: str, answers: Sequence[Answer]) -> None:
        """Say something above the lessons, with buttons for what can be done about it."""
        row = QHBoxLayout()
        row.addWidget(_label(text, ""), 1)
        for answer in answers:
            button = named(QPushButton(answer.text), f"welcome-offer-{answer.digit}")
            button.setProperty("primary", answer is answers[0])
            button.clicked.connect(partial(self._choose, answer.act))
            row.addWidget(button)
        self._offers.addLayout(row)

    @Slot()
    def dismiss(self) -> None:
        """Close and delete it; another welcome is made when it is wanted."""
        super().dismiss()
        self.deleteLater()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go with a click beside the card."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A shade over the window."""
        painter, shade = QPainter(self), QColor(current_theme().ground)
        shade.setAlpha(_DIM)
        painter.fillRect(event.rect(), shade)
        painter.end()

    @Slot(object)
    def _leave_when_busy(self, state: State) -> None:
        if state.is_busy:
            self.dismiss()

    def _make_card(self, lesson: Lesson) -> "_Card":
        card = named(_Card(), f"welcome-{lesson.id}", "choice")
        card.setAccessibleName(lesson.title)
        card.setAccessibleDescription(lesson.summary)
        pixels = current_theme().pixels
        card.rows.setContentsMargins(pixels(14), pixels(10), pixels(14), pixels(10))
        card.rows.setSpacing(2)
        for text, role in ((lesson.title, ""), (lesson.summary, "muted")):
            label = _label(text, role)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            card.rows.addWidget(label)
        card.clicked.connect(partial(self._choose, partial(self._show_lesson, lesson)))
        return card

    def _list_recent(self, actions: Sequence[QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(_label("Recent runs", "label"))
        for place, action in enumerate(actions):
            button = named(QPushButton(), f"welcome-recent-{place}")
            room = current_theme().pixels(_RECENT_WIDTH)
            button.setText(button.fontMetrics().elidedText(action.text(), Qt.TextElideMode.ElideMiddle, room))
            button.setToolTip(action.toolTip())
            button.clicked.connect(partial(self._choose, action.trigger))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        library = named(QPushButton("All recorded runs"), "welcome-open")
        library.clicked.connect(partial(self._choose, self._open_library))
        close = named(QPushButton("Close"), "welcome-close")
        close.clicked.connect(self.dismiss)
        row.addWidget(library)
        row.addStretch(1)
        row.addWidget(_label("Help › Welcome brings this back", "label"))
        row.addSpacing(10)
        row.addWidget(close)
        return row

    def _choose(self, act: Callable[[], object], checked: bool = False) -> None:  # noqa: ARG002
        self.dismiss()
        act()


class AfterPaint(QObject):
    """Does something once, as soon as a window has painted itself."""

    def __init__(self, window: QWidget, act: Callable[[], object]):
        super().__init__(window)
        self._act = act
        window.installEventFilter(self)

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        """Wait for the paint."""
        if event.type() == QEvent.Type.Paint:
            window.removeEventFilter(self)
            QTimer.singleShot(0, window, self._act)
        return False


class _Card(QPushButton):
    """A button as high as the labels on it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = QVBoxLayout(self)

    def sizeHint(self) -> QSize:
        return self.rows.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.rows.totalMinimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.rows.totalHeightForWidth(width)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text, wordWrap=role != "label")
    label.setProperty("role", role)
    return label
