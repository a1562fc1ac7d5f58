"""The Lane menu."""

from vgdesk.ui.command import Command, Menu
from vgdesk.ui.desk import Desk
from vgdesk.ui.dialogs.ask_name import ask_name

TAB_MENU = ("rename_lane", "recolor_lane", "lane_up", "lane_down", "lane_scale", None, "branch", None, "remove_lane")
"""Keys of what a right click on the tab of a lane offers; None is a line."""


def select_lane(desk: Desk, index: int) -> None:
    """Show another lane in the builder, with what is still being typed taken in before."""
    desk.builder.commit()
    desk.session.select(index)


def _add(desk: Desk) -> None:
    desk.session.refuse_while_busy()
    desk.builder.commit()
    desk.session.add_lane()


def _rename(desk: Desk) -> None:
    desk.builder.commit()
    name = ask_name(desk.window, desk.session.selected.name)
    if name is not None:
        desk.session.lane_list.rename(name)


def _remove(desk: Desk) -> None:
    desk.session.remove_lane(desk.session.lanes.index(desk.session.selected))


def _toggle_scale(desk: Desk) -> None:
    heatmaps, lane = desk.dashboard.heatmaps, desk.session.selected
    heatmaps.set_apart(lane, not heatmaps.stands_apart(lane))


def _stands_elsewhere(desk: Desk, place: int) -> bool:
    lanes = desk.session.lanes
    return bool(lanes) and desk.session.selected is not lanes[place]


LANE = Menu(
    "&Lane",
    (
        Command(
            "add_lane",
            "&Add lane",
            "Ctrl+L",
            "Copy the selected lane for a race from the same seed",
            _add,
        ),
        Command("rename_lane", "Re&name lane…", "F2", "Give the selected lane another name", _rename),
        Command(
            "recolor_lane",
            "Re&colour lane",
            "Ctrl+Shift+K",
            "Give the selected lane the next colour",
            lambda desk: desk.session.lane_list.recolor(),
        ),
        Command(
            "lane_up",
            "Move lane &up",
            "Ctrl+Shift+Up",
            "Put the selected lane above the previous one",
            lambda desk: desk.session.lane_list.move(-1),
            lambda desk: _stands_elsewhere(desk, 0),
        ),
        Command(
            "lane_down",
            "Move lane &down",
            "Ctrl+Shift+Down",
            "Put the selected lane below the next one",
            lambda desk: desk.session.lane_list.move(1),
            lambda desk: _stands_elsewhere(desk, -1),
        ),
        Command(
            "lane_scale",
            "A colour &scale of its own",
            "",
            "Give the heatmaps of the selected lane colours of their own in place of those that lanes share",
            _toggle_scale,
            lambda desk: not desk.dashboard.heatmaps.columns.own_scales,
            checked=lambda desk: (
                bool(desk.session.lanes) and desk.dashboard.heatmaps.stands_apart(desk.session.selected)
            ),
            object_name="action-lane_scale",
        ),
        None,
        Command(
            "remove_lane",
            "Re&move lane",
            "Ctrl+W",
            "Take the selected lane off the screen; its file is kept",
            _remove,
            lambda desk: len(desk.session.lanes) > 1,
        ),
    ),
)
