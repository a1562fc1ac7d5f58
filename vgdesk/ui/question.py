"""A question in place: it lies over the foot of the window, and each answer has one key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vgdesk.ui.lane_tabs import dot_icon
from vgdesk.ui.named import named
from vgdesk.ui.overlay import Overlay
from vgdesk.ui.plain_text import plain_button
from vgdesk.ui.theme import current_theme

_ABOVE_FOOT, _BESIDE, _DOT = 78, 40, 12
_WIDTH = 420  # of the words, so that a sentence has two lines
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Answer:
    """What may be answered.

    Attributes:
        text: on its button.
        act: what then happens.
        digit: the key that chooses it; 0 is Enter.
        color: index of the colour of a lane, for a dot; None for none.
    """

    text: str
    act: Callable[[], object]
    digit: int = 0
    color: int | None = None

    @property
    def key(self) -> str:
        """Name of the key."""
        return str(self.digit) if self.digit else "Enter"

    def is_chosen_by(self, key: int) -> bool:
        """Whether a key chooses it."""
        return key == Qt.Key.Key_0 + self.digit if self.digit else key in _ENTER


class Question(Overlay):
    """Asks until an answer is chosen; Escape, or another question, declines all.

    Args:
        window: what it lies over.
    """

    def __init__(self, window: QWidget):
        super().__init__(window, "question")
        self._answers: tuple[Answer, ...] = ()
        self._decline: Callable[[], object] = _nothing
        self._text = named(QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText), "question-text")
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout()
        rows = QVBoxLayout(self)
        rows.addWidget(self._text)
        rows.addLayout(self._row)

    def ask(self, text: str, answers: Sequence[Answer], refusal: str, decline: Callable[[], object]) -> None:
        """Put a question.

        Args:
            text: of it.
            answers: from the left.
            refusal: what Escape means, for its button.
            decline: called where no answer was chosen.
        """
        self.dismiss()
        self._answers, self._decline = tuple(answers), decline
        self._text.setText(text)
        self.setAccessibleName(text)
        for button in self._buttons:
            button.deleteLater()
        made = [self._make_button(answer) for answer in answers]
        escape = named(QPushButton(f"{refusal}   Esc"), "question-no")
        escape.clicked.connect(self.dismiss)
        self._buttons = [*made, escape]
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._row.addWidget(button)
        made[0].setProperty("primary", len(made) == 1)
        self._restyle()
        self.open()

    def first_focus(self) -> QWidget:
        """The first answer."""
        return self._buttons[0]

    def target_geometry(self, room: QRect) -> QRect:
        """In the middle above the transport bar."""
        pixels = current_theme().pixels
        width = min(self.sizeHint().width(), max(room.width() - 2 * pixels(_BESIDE), 1))
        height = self.sizeHint().height()
        left = room.left() + (room.width() - width) // 2
        return QRect(left, room.bottom() - pixels(_ABOVE_FOOT) - height, width, height)

    def dismiss(self) -> None:
        """Go; whoever asked is told that there is no answer."""
        decline, self._decline = self._decline, _nothing
        super().dismiss()
        decline()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the answers from the window's own shortcuts."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and any(answer.is_chosen_by(event.key()) for answer in self._answers)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the answer of a key; Enter presses the button that has the focus."""
        if event.isAutoRepeat():
            return  # it is still held for what was asked about
        focused = next((button for button in self._buttons if button.hasFocus()), None)
        if event.key() in _ENTER and focused is not None:
            focused.click()
            return
        chosen = next((answer for answer in self._answers if answer.is_chosen_by(event.key())), None)
        if chosen is not None:
            self._choose(chosen)
        else:
            super().keyPressEvent(event)

    def _make_button(self, answer: Answer) -> QPushButton:
        button = named(
            QPushButton(plain_button(f"{answer.text}   {answer.key}")), f"question-{answer.digit or 'yes'}"
        )
        if answer.color is not None:
            button.setIcon(dot_icon(current_theme().lane(answer.color)))
            button.setIconSize(QSize(_DOT, _DOT))
        button.clicked.connect(partial(self._choose, answer))
        return button

    def _choose(self, answer: Answer, checked: bool = False) -> None:  # noqa: ARG002
        self._decline = _nothing
        self.dismiss()
        answer.act()

    def _restyle(self) -> None:
        pixels, rows = current_theme().pixels, self.layout()
        assert rows is not None
        rows.setContentsMargins(pixels(16), pixels(12), pixels(16), pixels(12))
        rows.setSpacing(pixels(10))
        self._row.setSpacing(pixels(8))
        self._text.setMinimumWidth(pixels(_WIDTH))


def _nothing() -> None:
    pass
