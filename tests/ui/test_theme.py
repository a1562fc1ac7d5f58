from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit

from vgdesk.paths import resource
from vgdesk.ui import theme as theme_module
from vgdesk.ui.theme import DARK, LIGHT, Theme, apply_theme, build_palette, build_stylesheet, current_theme, themed


@pytest.fixture
def styles(tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme_module, "resource", lambda name: tmp_path)
        yield tmp_path / "a.qss"


@pytest.fixture(autouse=True)
def dark_again(qapp):
    yield
    apply_theme(qapp, "dark")


def luminance(colour):
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in QColor(colour).getRgbF()
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first, second):
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_text_can_be_read(theme: Theme):
    assert contrast(theme.text, theme.ground) >= 7
    for ground in (theme.ground, theme.field):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.bad, theme.ground) >= 4.5
    assert contrast(theme.ok, theme.ground) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_what_is_disabled_looks_so_and_can_still_be_seen(theme: Theme):
    assert 1.8 <= contrast(theme.faint, theme.ground) < contrast(theme.muted, theme.ground)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_lanes_stand_out_from_the_ground_and_come_round_again(theme: Theme):
    assert all(contrast(colour, theme.ground) >= 3 for colour in theme.lanes)
    assert theme.lane(4) == theme.lane(0) == theme.accent
    assert len(set(theme.lanes)) == 4


def test_the_mode_decides_the_colours(qapp):
    assert apply_theme(qapp, "light").name == "light"
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.ground)
    assert apply_theme(qapp, "dark").name == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    assert current_theme() == DARK


def test_painters_hear_of_a_change(qapp, qtbot):
    with qtbot.waitSignal(themed.changed):
        apply_theme(qapp, "light")


@pytest.fixture
def desktop(monkeypatch):
    scheme = {"now": Qt.ColorScheme.Light}
    monkeypatch.setattr(
        theme_module, "_wanted_theme", lambda mode, app: LIGHT if scheme["now"] == Qt.ColorScheme.Light else DARK
    )
    return scheme


def test_system_mode_follows_the_desktop(qapp, qtbot, desktop):
    apply_theme(qapp, "system")
    assert current_theme().name == "light"
    desktop["now"] = Qt.ColorScheme.Dark
    with qtbot.waitSignal(themed.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current_theme().name == "dark"


def test_a_chosen_mode_does_not_follow_the_desktop(qapp, desktop):
    apply_theme(qapp, "light")
    desktop["now"] = Qt.ColorScheme.Dark
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current_theme().name == "light"


def test_the_shipped_type_is_used_with_figures_of_equal_width(qapp):
    theme = apply_theme(qapp, "dark")
    assert QFontInfo(theme.font()).family() == "Inter"
    metrics = QFontMetricsF(theme.font())
    assert {metrics.horizontalAdvance(digit * 10) for digit in "0123456789"} == {metrics.horizontalAdvance("0" * 10)}


def test_a_lecture_has_no_text_under_17_pixels(qapp):
    theme = apply_theme(qapp, "dark", theme_module.LECTURE_SCALE)
    assert theme.label_font().pointSizeF() / theme_module._POINTS_PER_PIXEL >= 17
    assert theme.pixels(10) == 16


def test_widgets_take_the_size_from_the_theme(qapp, qtbot):
    apply_theme(qapp, "dark")
    label = QLabel("epoch 63")
    qtbot.addWidget(label)
    themed.add_window(label)
    label.ensurePolished()
    usual = label.sizeHint().width()
    apply_theme(qapp, "dark", 2.0)
    label.ensurePolished()
    assert label.sizeHint().width() >= 1.8 * usual


def test_a_field_shows_focus_and_disabled(qapp, qtbot):
    apply_theme(qapp, "dark")
    field = QLineEdit("circles")
    qtbot.addWidget(field)
    themed.add_window(field)
    field.resize(120, 26)
    pictures = {}
    field.show()
    pictures["plain"] = field.grab().toImage()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    pictures["focus"] = field.grab().toImage()
    field.setEnabled(False)
    pictures["disabled"] = field.grab().toImage()
    assert pictures["focus"].pixelColor(60, 0) == QColor(DARK.accent)
    assert pictures["plain"].pixelColor(60, 0) != QColor(DARK.accent)
    assert pictures["disabled"].pixelColor(60, 3) == QColor(DARK.ground)


def test_every_stylesheet_is_filled_in_and_its_icons_are_shipped():
    sheet = build_stylesheet(DARK)
    assert len(sheet) > 5000
    assert not theme_module._PLACEHOLDER.search(sheet)
    shipped = {path.as_posix() for path in resource("icons").glob("*.svg")}
    asked = {part.split('"')[0] for part in sheet.split('url("')[1:]}
    assert asked
    assert asked <= shipped


def test_lengths_grow_with_the_scale(styles):
    styles.write_text("QWidget { margin: {10px}; color: {lane2}; }")
    sheet = build_stylesheet(replace(DARK, scale=1.5))
    assert sheet == f"QWidget {{ margin: 15px; color: {DARK.lanes[1]}; }}"


def test_an_unknown_role_is_refused(styles):
    styles.write_text("QWidget { color: {colour}; }")
    with pytest.raises(ValueError, match=r"\{colour\}"):
        build_stylesheet(DARK)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_words_that_no_stylesheet_reaches_are_faint_where_they_are_disabled(theme: Theme):
    palette, roles = build_palette(theme), QPalette.ColorRole
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        assert palette.color(QPalette.ColorGroup.Disabled, role).name() == theme.faint
        assert palette.color(QPalette.ColorGroup.Active, role).name() == theme.text
