"""What a widget is called and what it is for: the style sheet, tests and saved arrangements know widgets by that."""

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

_Object = TypeVar("_Object", bound=QObject)


def named(made: _Object, name: str, role: str = "") -> _Object:
    """What was just made, with an object name, and a role for the style sheet; Qt's type stubs lack the keyword."""
    made.setObjectName(name)
    if role:
        made.setProperty("role", role)
    return made


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for, and have the widget styled again if it has changed."""
    if (widget.property(name) or "") != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
