from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from tests.analysis.kept_networks import add_snapshot, kept_history, points_of, spec_of
from tests.session.examples import small_spec
from tests.ui.panes.views import look_at, move_pointer, pane_of, picture_of, show, view
from vgdesk.analysis.numbers import format_value
from vgdesk.pictures.boundary import Boundary
from vgdesk.ui.panes.canvas import label_height
from vgdesk.ui.panes.class_marks import class_shape
from vgdesk.ui.theme import DARK, LIGHT, apply_theme, current_theme

STRIDE = 16


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    return show(pane_of("boundary"), qtbot)


def halves(run="run", lane="lane", **changes):
    """A network that takes x > 1 for class 1, and is sure of it."""
    history = kept_history(spec_of(network__hidden=[], **changes), snapshots=0, run=run, lane=lane)
    add_snapshot(history, [50.0, 0.0, -50.0])
    return history


def planes(pane) -> list[QRectF]:
    """Where each lane's plane answers the pointer; the lanes have names of their own."""
    inside = {}
    for x in range(0, pane.canvas.width(), STRIDE):
        for y in range(0, pane.canvas.height(), STRIDE):
            inside.setdefault(lane_at(pane, x, y), (x, y))
    return [around(pane, boundary.label, *inside[boundary.label]) for boundary in pane.frame.boundaries]


def lane_at(pane, x, y) -> str:
    """The name of the lane whose plane is there; empty beside all planes."""
    return pane.canvas.readout(QPointF(x, y)).partition(",")[0].partition(":")[0]


def around(pane, lane, x, y) -> QRectF:
    """The rectangle about a place that belongs to the same lane."""
    left, right = (edge(lambda at: lane_at(pane, at, y) == lane, x, end) for end in (-1, pane.canvas.width() + 1))
    top, bottom = (edge(lambda at: lane_at(pane, x, at) == lane, y, end) for end in (-1, pane.canvas.height() + 1))
    return QRectF(QPointF(left, top), QPointF(right, bottom))


def edge(is_inside, inside: float, outside: float) -> float:
    """Where a place from which one still is inside comes before one from which one no longer is."""
    while abs(outside - inside) > 0.05:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if is_inside(middle) else (inside, middle)
    return inside


def plane(pane, at=0) -> QRectF:
    return planes(pane)[at]


def spot(pane, x, y, at=0) -> QPointF:
    """Where a share of a plane's width and height stands."""
    room = plane(pane, at)
    return QPointF(room.left() + x * room.width(), room.top() + y * room.height())


def color_at(pane, x, y, at=0) -> QColor:
    return picture_of(pane).pixelColor(spot(pane, x, y, at).toPoint())


def test_each_place_has_the_colour_of_the_class_that_it_is_taken_for(pane):
    pane.look_at(look_at(halves()))
    left, right = color_at(pane, 0.03, 0.5), color_at(pane, 0.97, 0.5)
    assert left.green() > left.blue() + 30
    assert right.blue() > right.green() + 30


def test_a_network_that_is_not_sure_is_pale(pane):
    history = kept_history(spec_of(network__hidden=[]), snapshots=0)
    add_snapshot(history, [0.0, 0.0, 0.0])
    pane.look_at(look_at(history))
    assert color_at(pane, 0.03, 0.03) == QColor(current_theme().ground)


def test_the_line_stands_between_them(pane):
    pane.look_at(look_at(halves()))
    image, middle = picture_of(pane), spot(pane, 0.5, 0.03).toPoint()
    row = [image.pixelColor(middle.x() + shift, middle.y()).lightness() for shift in range(-3, 4)]
    assert max(row) > 150 > 2 * sorted(row)[3]


def test_points_have_the_colour_of_their_class(pane):
    pane.look_at(look_at(halves()))
    boundary, image = pane.frame.boundaries[0], picture_of(pane)
    room = plane(pane)
    for at in (0, 3, 11, 26):
        x, y = boundary.points[at]
        limits = boundary.x_limits, boundary.y_limits
        shares = [(v - limit.low) / (limit.high - limit.low) for v, limit in zip((x, y), limits, strict=True)]
        place = QPointF(room.left() + shares[0] * room.width(), room.bottom() - shares[1] * room.height())
        around = [image.pixelColor(place.toPoint() + QPoint(dx, dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        assert QColor(current_theme().classes[int(boundary.labels[at])]) in around


def test_up_to_four_lanes_stand_side_by_side_and_do_not_overlap(pane):
    pane.resize(640, 260)
    for count in (1, 2, 3, 4):
        pane.look_at(look_at(*(halves(run=f"{at}", lane=f"lane {at}") for at in range(count))))
        name = label_height(current_theme())  # stands above each plane
        cells = [plane.adjusted(0, -name, 0, 0) for plane in planes(pane)]
        assert len(cells) == count
        assert not any(a.intersects(b) for a in cells for b in cells if a is not b)
        assert all(pane.canvas.rect().toRectF().adjusted(-1, -1, 1, 1).contains(cell) for cell in cells)
    pane.resize(220, 420)
    assert len({round(plane.top()) for plane in planes(pane)}) > 1


def test_the_pointer_reads_place_class_and_probability(pane, qtbot):
    pane.look_at(look_at(halves(lane="relu")))
    with qtbot.waitSignal(pane.readout_changed) as told:
        move_pointer(pane.canvas, spot(pane, 0.9, 0.5).toPoint())
    assert told.args[0].startswith("relu, 2.")
    assert told.args[0].endswith("class 1, probability 100.0 %")
    with qtbot.waitSignal(pane.readout_changed) as told:
        QApplication.sendEvent(pane.canvas, QEvent(QEvent.Type.Leave))
    assert told.args == [""]
    assert pane.canvas.readout(QPointF(-5, -5)) == ""


def test_an_output_that_is_no_probability_is_read_as_it_is(pane):
    pane.look_at(look_at(halves(training__loss="mean_squared_error")))
    assert "class 1, output" in pane.canvas.readout(spot(pane, 0.9, 0.5))
    assert "%" not in pane.canvas.readout(spot(pane, 0.9, 0.5))


def test_no_number_is_read_as_none(pane):
    history = halves()
    add_snapshot(history, [np.nan, 0, 0])
    pane.look_at(look_at(history))
    assert pane.canvas.readout(spot(pane, 0.9, 0.5)).endswith("the network gives no number")
    assert color_at(pane, 0.03, 0.03) == QColor(current_theme().grid)


def test_it_follows_the_cursor_and_repaints_only_for_another_snapshot(pane):
    history = kept_history()
    look = look_at(history, epoch=0.0)
    pane.look_at(look)
    first, image = pane.frame, picture_of(pane)
    pane.look_at(replace(look, epoch=0.7))
    assert pane.frame is first
    pane.look_at(replace(look, epoch=1.0))
    assert picture_of(pane) != image


@pytest.mark.parametrize(
    ("history", "words"),
    [
        (lambda: kept_history(spec_of(data="digits")), "Only points of two columns"),
        (lambda: kept_history(snapshots=0), "No weights are kept"),
    ],
)
def test_it_says_why_it_is_empty(pane, history, words):
    pane.look_at(look_at(history()))
    assert pane.canvas.frame is None
    assert pane.canvas.empty_text.startswith(words)


def test_before_any_training_it_says_how_to_begin(pane):
    pane.look_at(view())
    assert pane.canvas.empty_text == "Press Space to train"


def test_a_lane_that_has_no_plane_says_so_in_its_place(pane):
    pane.look_at(look_at(halves(), kept_history(spec_of(data="digits"), run="b", lane="digits")))
    assert pane.canvas.frame is not None
    assert pane.canvas.readout(spot(pane, 0.5, 0.5, at=1)).startswith("digits: Only points of two columns")
    assert "digits: Only points" in pane.accessibleDescription()


def test_it_waits_for_points_that_are_not_here(pane):
    pane.look_at(look_at(halves(), has_points=False))
    assert (pane.canvas.frame, pane.canvas.empty_text) == (None, "Waiting for the points")
    pane.look_at(look_at(halves()))
    assert pane.canvas.frame is not None


def test_marks_are_painted_anew_when_the_theme_or_the_size_changes(pane, qapp, qtbot):
    pane.look_at(look_at(halves()))
    dark = picture_of(pane)
    apply_theme(qapp, "light")
    assert picture_of(pane).pixelColor(2, 2) == QColor(LIGHT.ground)
    apply_theme(qapp, "dark")
    assert picture_of(pane) == dark
    pane.resize(300, 200)
    small = show(pane_of("boundary"), qtbot, 300, 200)
    small.look_at(look_at(halves()))
    assert picture_of(pane) == picture_of(small)


def test_classes_differ_from_their_neighbours_and_have_marks_of_their_own():
    for theme in (DARK, LIGHT):
        for count in range(2, 11):
            colors = theme.class_colors(count)
            assert all(colors[at] != colors[(at + 1) % count] for at in range(count))
            marks = {(color, outline(class_shape(number, 3.0))) for number, color in enumerate(colors)}
            assert len(marks) == count
    assert class_shape(0, 3.0) != class_shape(1, 3.0)


def outline(path) -> tuple:
    return tuple((path.elementAt(at).x, path.elementAt(at).y) for at in range(path.elementCount()))


def test_a_boundary_without_anything_is_nowhere():
    assert Boundary("a", 0).shares_at(0, 0) is None
    assert len(points_of().inputs) == 40


def test_the_points_of_a_real_training_arrive(real_desk, qtbot):
    real_desk.session.load([small_spec("sigmoid", epochs=2)])
    real_desk.window.dashboard.arrange(["boundary"])
    real_desk.press("Space")
    pane = real_desk.find("pane-boundary")
    qtbot.waitUntil(lambda: pane.frame is not None and not pane.frame.note, timeout=60_000)
    (boundary,) = pane.frame.boundaries
    assert (len(boundary.points), boundary.shares.shape) == (64, (64, 64, 2))


def test_the_pointer_reads_upwards_from_the_foot(pane):
    pane.look_at(look_at(halves(lane="relu")))
    limits = pane.frame.boundaries[0].y_limits
    for share in (0.1, 0.9):
        height = limits.high - share * (limits.high - limits.low)
        assert f", {format_value(height)}: class" in pane.canvas.readout(spot(pane, 0.9, share))


def test_points_take_over_the_colours_of_another_theme(pane, qapp):
    pane.look_at(look_at(halves()))
    picture_of(pane)
    apply_theme(qapp, "light")
    image = picture_of(pane)
    found = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert {*LIGHT.classes[:2]} <= found
    assert not {*DARK.classes[:2]} & found
