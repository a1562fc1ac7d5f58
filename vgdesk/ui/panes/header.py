"""The line above a pane: its title, its own choices, its legend, and a button that explains the picture."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from vgdesk.ui.explanations import pop_up
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.panes.folding_switch import FoldingSwitch
from vgdesk.ui.switch import Switch
from vgdesk.ui.theme import current_theme, themed

_HEIGHT = 20
_LEAST_WIDTH = 120
_SPACING, _NEAR, _CLOSE = 8, 6, 2


class _Form(NamedTuple):
    """What a header shows: all buttons of its switches, its title, what is at the right, the help button."""

    switches: bool = True
    title: bool = True
    right: bool = True
    help: bool = True


_FORMS = (
    _Form(),
    _Form(switches=False),
    _Form(right=False),
    _Form(switches=False, right=False),
    _Form(switches=False, right=False, help=False),
    _Form(switches=False, title=False, right=False),
    _Form(switches=False, title=False, right=False, help=False),
)
"""The best first."""


class PaneHeader(QWidget):
    """Title at the left, choices beside it, what explains the picture at the right, and small buttons behind that.

    Where there is little room switches fold to one button, then what is at the right goes, then the help button,
    then the title. All small buttons are hidden in a lecture.

    Attributes:
        title: the label that says what is shown.
    """

    def __init__(self, key: str, title: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName(f"header-{key}")
        self._key = key
        self.title = named(QLabel(title), f"title-{key}", "label")
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._choices: list[QWidget] = []
        self._at_right: list[QWidget] = []
        self._right, self._buttons, self._choice_row = QWidget(), QWidget(), QHBoxLayout()
        self._right_row, self._button_row = QHBoxLayout(self._right), QHBoxLayout(self._buttons)
        for part, spacing in ((self._choice_row, _NEAR), (self._right_row, _NEAR), (self._button_row, _CLOSE)):
            part.setContentsMargins(0, 0, 0, 0)
            part.setSpacing(spacing)
        fill(QHBoxLayout(self), self.title, self._choice_row, None, self._right, self._buttons, gap=_SPACING)
        self._small: list[QToolButton] = []
        self._help = small_button("?", f"explain-{key}", "What am I looking at?", f"Explain {title}")
        self._help.clicked.connect(self.explain)
        self.add_button(self._help)
        self.restyle()
        themed.changed.connect(self.restyle)

    def add_choice(self, widget: QWidget) -> None:
        """Put something to choose beside the title; a switch folds where it has no room."""
        if isinstance(widget, Switch):
            widget = FoldingSwitch(widget, self._key)
        self._choices.append(widget)
        self._choice_row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_right(self, widget: QWidget) -> None:
        """Put something before the small buttons; it is hidden where there is no room for it."""
        self._at_right.append(widget)
        self._right_row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_button(self, button: QToolButton) -> None:
        """Put a small button at the right end."""
        self._small.append(button)
        self._button_row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def event(self, event: QEvent) -> bool:
        """Fit again when a part needs another room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        """A pane may be narrower than all of its header."""
        return QSize(current_theme().pixels(_LEAST_WIDTH), self.minimumHeight())

    def sizeHint(self) -> QSize:
        """As high as all headers: plots side by side begin at one height."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    @Slot()
    def fit(self) -> None:
        """Show the best form that there is room for."""
        form = next((form for form in _FORMS if self._needed(form) <= self.width()), _FORMS[-1])
        for choice in self._choices:
            if isinstance(choice, FoldingSwitch):
                choice.fold(not form.switches)
        self.title.setVisible(form.title)
        self._right.setVisible(form.right)
        self._help.setVisible(form.help)

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        self.setFixedHeight(current_theme().pixels(_HEIGHT))
        self._buttons.setVisible(current_theme().scale == 1.0)
        self.fit()

    @Slot()
    def explain(self) -> None:
        """Say what the picture shows."""
        pop_up(self._key, self)

    def _needed(self, form: _Form) -> int:
        """Logical pixels that all parts of a form take."""
        parts: list[int] = [self.title.sizeHint().width()] if form.title else []
        choices = [_width_of(choice, form.switches) for choice in self._choices if not choice.isHidden()]
        if choices:
            parts.append(sum(choices) + _NEAR * (len(choices) - 1))
        at_right = [_least_width(widget) for widget in self._at_right if not widget.isHidden()] if form.right else []
        if at_right:
            parts.append(sum(at_right) + _NEAR * (len(at_right) - 1))
        if not self._buttons.isHidden():
            small = [button.sizeHint().width() for button in self._small if form.help or button is not self._help]
            parts.append(sum(small) + _CLOSE * (len(small) - 1))
        return sum(parts) + _SPACING * (len(parts) + 1)  # the stretch and its side of the spacing count too


def small_button(text: str, name: str, tip: str, words: str) -> QToolButton:
    """A button for the right end of a header.

    Args:
        text: on it, one letter.
        name: object name.
        tip: what it does.
        words: what it does and to which pane, for screen readers.
    """
    button = named(QToolButton(autoRaise=True), name, "close")
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _width_of(choice: QWidget, has_switches: bool) -> int:
    return choice.width_of(not has_switches) if isinstance(choice, FoldingSwitch) else choice.sizeHint().width()


def _least_width(widget: QWidget) -> int:
    """What a widget needs to be shown; a label without words needs none."""
    if isinstance(widget, QLabel) and not widget.text():
        return 0
    return widget.minimumSizeHint().width()
