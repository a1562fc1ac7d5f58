"""What panes look at in tests."""

from collections.abc import Sequence

from PySide6.QtTest import QTest

from tests.analysis.kept_networks import points_of
from tests.pictures.views import lanes_of
from vgdesk.analysis.window import Window
from vgdesk.experiment.spec import parse_spec
from vgdesk.pictures.catalog import find_picture
from vgdesk.pictures.view import View, view_lane
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.catalog import make_pane


def pane_of(key):
    """The pane of the picture of that key."""
    return make_pane(find_picture(key)[0])


def view(
    lanes: Sequence[Lane] = (), selected: Lane | None = None, epoch: float | None = None, window: Window | None = None
) -> View:
    """Lanes of a session."""
    shown = tuple(view_lane(lane.name, lane.color, lane.history, None, lane.key) for lane in lanes)
    return View(
        lanes=shown, selected=lanes.index(selected) if selected is not None else 0, epoch=epoch, window=window
    )


def look_at(*histories, epoch=None, selected=0, has_points=True, window=None) -> View:
    """A lane each, the first selected, with the points they were trained on."""
    points = [points_of(parse_spec(each.started.spec_json)) for each in histories] if has_points else []
    return View(lanes=lanes_of(histories, points), selected=selected, epoch=epoch, window=window)


def show(pane, qtbot, width=500, height=300):
    """Bring a pane into sight."""
    qtbot.addWidget(pane)
    pane.resize(width, height)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def move_pointer(widget, place) -> None:
    """Move the pointer to a place of a widget, whatever window that tests share lies at the same place."""
    window = widget.window()
    QTest.mouseMove(window.windowHandle(), widget.mapTo(window, place))


def picture_of(pane):
    """The pixels of its canvas."""
    return pane.canvas.grab().toImage()
