"""What can be observed of a window: two that are equal in it are equal to any test."""

from dataclasses import dataclass, fields

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from vgdesk import paths
from vgdesk.ui.theme import current_theme

_SHOWN = {
    QAbstractButton: lambda widget: (widget.text(), widget.isChecked()),
    QLabel: lambda widget: widget.text(),
}
_CHOSEN = {
    QAbstractButton: lambda widget: widget.isChecked(),
    QAbstractSlider: lambda widget: (widget.minimum(), widget.maximum(), widget.value()),
    QComboBox: lambda widget: (widget.currentText(), widget.count()),
    QLineEdit: lambda widget: widget.text(),
}


@dataclass(frozen=True)
class DeskState:
    """Observable facts.

    Attributes:
        window: size, title, focus and the like.
        session: lanes, state, cursor and player.
        settings: everything that is remembered.
        actions: words, and whether they are enabled and checked.
        parts: every widget of the builder, the pictures, the story and the transport, hidden ones too.
        others: every other widget in sight, wherever it stands.
    """

    window: tuple
    session: tuple
    settings: tuple
    actions: tuple
    parts: tuple
    others: tuple

    def differences(self, other: "DeskState") -> list[str]:
        """What is here and not there, and the other way round, in words."""
        found = []
        for field in fields(self):
            here, there = getattr(self, field.name), getattr(other, field.name)
            found += [f"{field.name} no longer {fact}" for fact in here if fact not in there]
            found += [f"{field.name} now {fact}" for fact in there if fact not in here]
        return found


def observe(desk, settings: QSettings) -> DeskState:
    """The facts of a desk whose settings are kept there."""
    window, lanes = desk.window, desk.session.lanes
    names = {lane.key: f"lane {index}" for index, lane in enumerate(lanes)}
    owned = (window.builder, window.dashboard, window.story, window.transport)
    found = {child for part in owned for child in part.findChildren(QWidget)}
    parts = {part for part in found if part.isVisible() or part.objectName()}  # Qt makes scroll bars when it likes
    others = [child for child in window.findChildren(QWidget) if child not in found]
    return DeskState(
        window=_window_facts(desk),
        session=_session_facts(desk.session, desk.engine is not None),
        settings=tuple((key, str(settings.value(key))) for key in sorted(settings.allKeys())),
        actions=tuple(sorted(_action_facts(each) for each in window.findChildren(QAction) if each.objectName())),
        parts=tuple(sorted(((*_widget_facts(each, names), _place(each)) for each in parts), key=repr)),
        others=tuple(sorted((_widget_facts(each, names) for each in others if each.isVisible()), key=repr)),
    )


def settings_file() -> QSettings:
    """The settings of the window that is made now, by another door."""
    return QSettings(str(paths.settings_file()), QSettings.Format.IniFormat)


def _window_facts(desk) -> tuple:
    window, focus = desk.window, QApplication.focusWidget()
    above = (QApplication.activeModalWidget(), QApplication.activePopupWidget())
    popups = [each.objectName() for each in above if each]
    return (
        ("size", window.width(), window.height(), window.windowState()),
        ("title", window.windowTitle(), window.isVisible(), window.isActiveWindow(), *popups),
        ("focus", focus.objectName() if focus else "", focus and type(focus).__name__),
        ("theme", current_theme()),
        ("modes", window.lecture.is_on, window.pane_mask.is_on),
        ("way back", desk.session.way_back.undone_next, desk.session.way_back.redone_next),
        ("columns", window.dashboard.heatmaps.columns),
        ("layout", desk.layout),
        ("said", desk.said, desk.is_error),
    )


def _session_facts(session, is_played: bool) -> tuple:
    lanes = [(lane.spec, lane.color, lane.run, lane.path, lane.history, lane.start) for lane in session.lanes]
    return (
        *lanes,
        ("selected", session.selected.name),
        ("state", session.state),
        ("cursor", session.time.epoch, session.time.unit, session.time.window),
        ("player", session.time.is_playing, session.time.speed),
        ("previews", tuple(session.previews) if is_played else "a real engine sends them when it likes"),
    )


def _action_facts(action: QAction) -> tuple:
    return action.objectName(), action.text(), action.isEnabled(), action.isChecked()


def _widget_facts(widget: QWidget, lanes: dict[str, str]) -> tuple:
    """Of a hidden one only what is chosen in it: the rest is made anew when it is shown."""
    name, is_visible = widget.objectName(), widget.isVisible()
    for key, lane in lanes.items():
        name = name.replace(key, lane)
    readers = _CHOSEN | _SHOWN if is_visible else _CHOSEN
    value = next((read(widget) for kind, read in readers.items() if isinstance(widget, kind)), "")
    return type(widget).__name__, name, is_visible, widget.isEnabled(), value


def _place(widget: QWidget) -> tuple:
    return widget.geometry().getRect() if widget.isVisible() else ()
