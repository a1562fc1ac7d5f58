"""Object names: the style sheet, tests and saved arrangements know widgets by them."""

from typing import TypeVar

from PySide6.QtCore import QObject

_Object = TypeVar("_Object", bound=QObject)


def named(made: _Object, name: str) -> _Object:
    """What was just made, with an object name; Qt's type stubs lack the keyword for it."""
    made.setObjectName(name)
    return made
