"""Colours, fonts and spacing of the program, dark and light."""

import re
import sys
from dataclasses import dataclass, fields, replace
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from vgdesk.analysis import colors
from vgdesk.analysis.colors import Palette
from vgdesk.paths import resource
from vgdesk.session.settings import Mode

FAMILY = "Inter"
TEXT_SIZE = 12.5
LABEL_SIZE = 11.0
NAME_SIZE = 14.0
LECTURE_SCALE = 1.55
MARGIN = 14
GAP = 10

_FOLLOWS = "follows-theme"
_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
_POINTS_PER_PIXEL = 1.0 if sys.platform == "darwin" else 72 / 96
_PLACEHOLDER = re.compile(r"\{(?:(\d+)px|([a-z_]+\d?))\}")


@dataclass(frozen=True)
class Theme(Palette):
    """What painters and stylesheets draw with.

    Attributes:
        scale: of type and spacing; ``LECTURE_SCALE`` in a lecture.
    """

    scale: float = 1.0

    def pixels(self, size: float) -> int:
        """A length in logical pixels at the theme's scale."""
        return round(size * self.scale)

    def font(self, size: float = TEXT_SIZE) -> QFont:
        """The font with figures of equal width.

        Args:
            size: in logical pixels before scaling, such as ``LABEL_SIZE``.
        """
        font = QFont(FAMILY)
        font.setPointSizeF(size * self.scale * _POINTS_PER_PIXEL)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if hasattr(QFont, "Tag"):
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def label_font(self) -> QFont:
        """Type of labels and ticks."""
        return self.font(LABEL_SIZE)


DARK = Theme(**vars(colors.DARK))
LIGHT = Theme(**vars(colors.LIGHT))


class Themed(QObject):
    """Holds the theme in force and follows the desktop's while the mode says so.

    The style sheet is set on windows, never on the application: Qt polishes every widget once for each of its
    ancestors when the application's changes, which stalls a large window for a second.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = DARK
        self._mode: Mode = "dark"
        self._scale = 1.0
        self._app: QApplication | None = None
        self._sheet = ""

    def apply(self, app: QApplication, mode: Mode, scale: float) -> Theme:
        """Apply the theme to the application, and emit ``changed``."""
        if self._app is None:
            app.setStyle("Fusion")
            app.styleHints().colorSchemeChanged.connect(self.follow_desktop)
        self._app, self._mode, self._scale = app, mode, scale
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "system": Qt.ColorScheme.Unknown}
        app.styleHints().setColorScheme(schemes[mode])
        self._apply(app)
        return self.theme

    def rescale(self, scale: float) -> None:
        """Apply the theme in force again, larger or smaller."""
        self._scale = scale
        if self._app is not None:
            self._apply(self._app)

    def add_window(self, window: QWidget) -> None:
        """Give a window that has no parent the style sheet in force; it follows every later theme."""
        window.setProperty(_FOLLOWS, True)
        window.setStyleSheet(self._sheet)

    @Slot()
    def follow_desktop(self) -> None:
        """Follow the desktop's colour scheme, if the mode is ``system`` and it has changed."""
        app = self._app
        if app is not None and self._mode == "system" and _wanted_theme("system", app).name != self.theme.name:
            self._apply(app)

    def _apply(self, app: QApplication) -> None:
        base = _wanted_theme(self._mode, app)
        self.theme = replace(base, scale=self._scale)
        load_fonts()
        app.setPalette(build_palette(self.theme))
        app.setFont(self.theme.font())
        self._sheet = build_stylesheet(self.theme)
        for window in app.topLevelWidgets():
            if window.property(_FOLLOWS):
                self.add_window(window)
        self.changed.emit()


themed = Themed()


def apply_theme(app: QApplication, mode: Mode = "system", scale: float = 1.0) -> Theme:
    """Apply a theme; ``system`` follows the desktop from now on, dark where that is unknown."""
    return themed.apply(app, mode, scale)


def current_theme() -> Theme:
    """The theme in force; painters repaint at ``themed.changed``."""
    return themed.theme


@cache
def load_fonts() -> None:
    """Give Qt the shipped type, once.

    Raises:
        FileNotFoundError: the fonts are not there or cannot be read.
    """
    for name in _FONT_FILES:
        path = resource(f"fonts/{name}")
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(f"the font {name} cannot be read; the installation is damaged: install it again")


def build_stylesheet(theme: Theme) -> str:
    """All templates of resources/styles in order of their names, filled in.

    A template may name a role (``{muted}``), a size (``{text_size}``), a scaled length (``{6px}``), the folder
    of the icons (``{icons}``) or the theme's name (``{name}``).

    Raises:
        ValueError: a template names something else.
    """
    values = {item.name: getattr(theme, item.name) for item in fields(theme)}
    values |= {f"lane{index}": colour for index, colour in enumerate(theme.lanes, start=1)}
    sizes = {"text_size": TEXT_SIZE, "label_size": LABEL_SIZE, "name_size": NAME_SIZE}
    values |= {key: f"{size * theme.scale * _POINTS_PER_PIXEL:.3f}pt" for key, size in sizes.items()}
    values["icons"] = resource("icons").as_posix()

    def fill(match: re.Match[str]) -> str:
        length, role = match.groups()
        if length:
            return f"{theme.pixels(int(length))}px"
        value = values.get(role)
        if not isinstance(value, str):
            raise ValueError(f"a stylesheet asks for {match.group()}, which no theme has")
        return value

    sheets = sorted(resource("styles").glob("*.qss"))
    return "\n".join(_PLACEHOLDER.sub(fill, sheet.read_text("utf-8")) for sheet in sheets)


def build_palette(theme: Theme) -> QPalette:
    """Qt's own roles, for what no stylesheet reaches."""
    roles = {
        QPalette.ColorRole.Window: theme.ground,
        QPalette.ColorRole.Base: theme.field,
        QPalette.ColorRole.AlternateBase: theme.ground,
        QPalette.ColorRole.Button: theme.field,
        QPalette.ColorRole.Light: theme.hover,
        QPalette.ColorRole.Midlight: theme.hover,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Shadow: theme.ground,
        QPalette.ColorRole.ToolTipBase: theme.field,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.BrightText: theme.bad,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return palette


def _wanted_theme(mode: Mode, app: QApplication) -> Theme:
    if mode == "system":
        return LIGHT if app.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK
    return LIGHT if mode == "light" else DARK
