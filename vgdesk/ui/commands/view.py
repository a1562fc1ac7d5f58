"""The View menu: which time is looked at, which pictures are shown, and how they look."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from vgdesk.analysis.colors import COLORMAPS
from vgdesk.analysis.columns import OFFERED
from vgdesk.measures import find_tensor
from vgdesk.session.first_bad import go_first_bad
from vgdesk.session.settings import Mode
from vgdesk.session.time import TimeUnit
from vgdesk.ui.command import Command, Menu
from vgdesk.ui.commands.conditions import can_play, has_any_run
from vgdesk.ui.desk import Desk
from vgdesk.ui.theme import apply_theme, current_theme

_TIME = (
    Command(
        "go_start",
        "&First sample",
        "Ctrl+Home",
        "Look at the untrained network",
        lambda desk: desk.session.time.go_start(),
    ),
    Command(
        "go_back",
        "Pre&vious sample",
        ",",
        "Look at the previous sample",
        lambda desk: desk.session.time.step(-1),
    ),
    Command("go_on", "Ne&xt sample", ".", "Look at the next sample", lambda desk: desk.session.time.step(1)),
    Command(
        "go_first_bad",
        "First unhealth&y sample",
        "Ctrl+B",
        "Look at the first unhealthy sample of the selected lane",
        lambda desk: go_first_bad(desk.session),
        has_any_run,
    ),
    Command(
        "go_live",
        "&live",
        "Ctrl+End",
        "Look at the newest sample",
        lambda desk: desk.session.time.go_live(),
        checked=lambda desk: desk.session.time.is_live,
    ),
)

_REPLAY = (
    Command(
        "replay",
        "&Replay",
        "P",
        "Play through what is recorded, from the cursor on",
        lambda desk: desk.session.time.toggle_play(),
        can_play,
        title_now=lambda desk: "Pause &replay" if desk.session.time.is_playing else "&Replay",
    ),
    Command(
        "replay_slower",
        "Replay &slower",
        "[",
        "Play at the next lower speed",
        lambda desk: desk.session.time.change_speed(-1),
        can_play,
    ),
    Command(
        "replay_faster",
        "Replay fas&ter",
        "]",
        "Play at the next higher speed",
        lambda desk: desk.session.time.change_speed(1),
        can_play,
    ),
)


def _toggle_unit(desk: Desk) -> None:
    time = desk.session.time
    time.set_unit(TimeUnit.EPOCH if time.unit is TimeUnit.STEP else TimeUnit.STEP)


_UNIT = Command(
    "count_steps",
    "C&ount steps",
    "Ctrl+T",
    "Count steps in place of epochs on every axis of time",
    _toggle_unit,
    checked=lambda desk: desk.session.time.unit is TimeUnit.STEP,
)


def _toggle_column(tensor: str, desk: Desk) -> None:
    columns = desk.dashboard.heatmaps.columns
    desk.dashboard.set_columns(columns.with_tensor(tensor, not columns.has(tensor)))


def _toggle_relative(desk: Desk) -> None:
    columns = desk.dashboard.heatmaps.columns
    desk.dashboard.set_columns(columns.changed(relative=not columns.relative))


def _toggle_own_scales(desk: Desk) -> None:
    columns = desk.dashboard.heatmaps.columns
    desk.dashboard.set_columns(columns.changed(own_scales=not columns.own_scales))


def _set_colours(name: str, desk: Desk) -> None:
    desk.dashboard.set_columns(desk.dashboard.heatmaps.columns.changed(colormap=name))


def _make_column(tensor: str) -> Command:
    label, name = find_tensor(tensor).label, f"show-column-{tensor}"
    return Command(
        name,
        label[:1].upper() + label[1:],
        "",
        "",
        partial(_toggle_column, tensor),
        checked=lambda desk: desk.dashboard.heatmaps.columns.has(tensor),
        object_name=name,
    )


def _make_colours(colormap: str) -> Command:
    name = f"colours-{colormap}"
    return Command(
        name,
        colormap,
        "",
        "",
        partial(_set_colours, colormap),
        checked=lambda desk: desk.dashboard.heatmaps.columns.colormap == colormap,
        group="colours",
        object_name=name,
    )


_RELATIVE = Command(
    "relative-columns",
    "&Relative to the last layer",
    "",
    "",
    _toggle_relative,
    checked=lambda desk: desk.dashboard.heatmaps.columns.relative,
    object_name="relative-columns",
)


_SCALES = (
    Command(
        "own_scales",
        "A &scale for each lane",
        "",
        "Give each lane colours of its own in place of one scale for all",
        _toggle_own_scales,
        checked=lambda desk: desk.dashboard.heatmaps.columns.own_scales,
        object_name="own-scales",
    ),
    Command(
        "reset_scales",
        "&Fit the scales to the values",
        "",
        "Undo what was dragged at the ends of the colour bars",
        lambda desk: desk.dashboard.heatmaps.reset_limits(),
        lambda desk: bool(desk.dashboard.heatmaps.limits),
        object_name="reset-scales",
    ),
)


def _list_panes(desk: Desk) -> Iterable[QAction]:
    return desk.dashboard.docks.toggles


_PANES = (
    _list_panes,
    None,
    Command(
        "reset_layout",
        "&Reset the layout",
        "Ctrl+0",
        "Put the panes back to their usual places",
        lambda desk: desk.dashboard.arrange(),
    ),
)


def _choose_theme(mode: Mode, desk: Desk) -> None:
    desk.settings.theme = mode
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, mode, current_theme().scale)


def _make_theme(mode: Mode, title: str, keys: str, tip: str) -> Command:
    return Command(
        f"{mode}_theme",
        title,
        keys,
        tip,
        partial(_choose_theme, mode),
        checked=lambda desk: desk.settings.theme == mode,
        group="theme",
    )


_APPEARANCE = (
    _make_theme("system", "Follow &system", "Ctrl+Shift+Y", "Light or dark as the desktop is"),
    _make_theme("light", "&Light", "Ctrl+Shift+L", "Always light"),
    _make_theme("dark", "&Dark", "Ctrl+Shift+D", "Always dark"),
)

_MODES = (
    Command(
        "mask",
        "&Mask the panes",
        "M",
        "Ask what will happen: hide all panes until you choose this again",
        lambda desk: desk.mask.set_on(not desk.mask.is_on),
        checked=lambda desk: desk.mask.is_on,
        keeps_message=True,
    ),
    Command(
        "lecture",
        "Lect&ure mode",
        "F11",
        "Fill the screen with pictures, story and transport, in large type",
        lambda desk: desk.lecture.toggle(),
        checked=lambda desk: desk.lecture.is_on,
        keeps_message=True,
    ),
)

VIEW = Menu(
    "&View",
    (
        *_TIME,
        None,
        *_REPLAY,
        None,
        _UNIT,
        Menu("&Heatmaps", (*(_make_column(tensor) for tensor in OFFERED), None, _RELATIVE)),
        Menu("&Colours", (*(_make_colours(name) for name in COLORMAPS), None, *_SCALES)),
        Menu("Pa&nes", _PANES),
        None,
        Menu("A&ppearance", _APPEARANCE),
        *_MODES,
    ),
)
