from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from tests.analysis.kept_networks import add_snapshot, kept_history, signal_history, spec_of
from tests.analysis.measured_runs import measured_history
from tests.session.examples import small_spec
from tests.ui.panes.drawn_circles import outlined_circles
from tests.ui.panes.views import look_at, pane_of, picture_of, show, view
from vgdesk.session.lane import Lane
from vgdesk.ui.theme import LIGHT, apply_theme, current_theme

FADING = [[1.1e-8, 1e-5, 0.9e-2]] * 20


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    return show(pane_of("network"), qtbot, 640, 300)


def legend(pane) -> str:
    return pane.header.findChild(QLabel, "network-legend").text()


def choose(pane, key: str) -> None:
    QTest.mouseClick(pane.header.findChild(QToolButton, f"network-{key}"), Qt.MouseButton.LeftButton)


@dataclass(frozen=True)
class Place:
    """Where the units of a column are drawn, from above, and the width that it has."""

    x: float
    units: tuple[float, ...]
    radius: float
    pitch: float


def places(pane) -> list[Place]:
    """One a column, from the left; what is left out has no units."""
    count, circles = len(pane.frame.columns), outlined_circles(pane.canvas)
    pitch = pane.canvas.width() / count
    found = []
    for at in range(count):
        here = [circle for circle in circles if at <= circle[0] / pitch < at + 1]
        assert len({(x, radius) for x, _, radius in here}) <= 1
        x, _, radius = here[0] if here else ((at + 0.5) * pitch, 0.0, 0.0)
        found.append(Place(x, tuple(y for _, y, _ in here), radius, pitch))
    return found


def brightest_between(pane, at: int) -> int:
    """The largest lightness of the picture halfway between two columns, at the height of their units."""
    image, (before, after) = picture_of(pane), places(pane)[at : at + 2]
    x = round((before.x + after.x) / 2)
    rows = range(round(min(after.units)) - 4, round(max(after.units)) + 5)
    return max(image.pixelColor(x, y).lightness() for y in rows)


def color_between(pane, at: int) -> QColor:
    image, (before, after) = picture_of(pane), places(pane)[at : at + 2]
    y = (before.units[0] + after.units[0]) / 2
    around = [image.pixelColor(round((before.x + after.x) / 2), round(y) + shift) for shift in (-1, 0, 1)]
    return max(around, key=lambda color: color.saturation() * color.lightness())


def test_the_gradient_fades_on_its_way_to_the_input(pane):
    pane.look_at(look_at(kept_history(gradients=FADING)))
    fade = [brightest_between(pane, at) for at in range(3)]
    assert fade[0] < fade[1] < fade[2]
    assert fade[2] - fade[0] > 60


def test_it_follows_the_cursor(pane):
    pane.look_at(look_at(kept_history(gradients=[[1e-8] * 3, [1e-2] * 3]), epoch=0.0))
    before = brightest_between(pane, 0)
    pane.look_at(look_at(kept_history(gradients=[[1e-8] * 3, [1e-2] * 3]), epoch=1.0))
    assert brightest_between(pane, 0) > before + 60


def test_the_switch_shows_the_weights_by_sign(pane):
    history = kept_history(spec_of(network__hidden=[{"units": 1}, {"units": 1}], data="circles"), snapshots=0)
    values = {"positive": [1, 1, 0, 2, 0, 2, 0], "negative": [-1, -1, 0, -2, 0, -2, 0]}
    add_snapshot(history, values["positive"])
    add_snapshot(history, values["negative"])
    choose(pane, "weight")
    pane.look_at(look_at(history, epoch=0.0))
    assert color_between(pane, 1).blue() > color_between(pane, 1).red() + 40
    assert color_between(pane, 1).blue() > color_between(pane, 0).blue() + 20
    pane.look_at(look_at(history))
    assert color_between(pane, 1).red() > color_between(pane, 1).blue() + 40
    assert "up to 2" in legend(pane)
    choose(pane, "gradient")
    assert "up to" not in legend(pane)


def test_the_legend_tells_the_ends_of_the_scale(pane):
    pane.look_at(look_at(kept_history(gradients=FADING)))
    assert legend(pane) == "faint 10⁻⁸ … bright 10⁻²"
    pane.look_at(look_at(kept_history(gradients=[[2e-5, 1e-3, 0.2]] * 20, run="b")))
    assert legend(pane) == "faint 10⁻⁵ … bright 0.3"
    pane.resize(220, 140)
    assert not pane.header.findChild(QLabel, "network-legend").isVisible()
    choose(pane, "weight")
    pane.look_at(look_at(kept_history(snapshots=0)))
    assert legend(pane) == "no weights are kept"


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf])
def test_what_is_no_gradient_stands_out_in_red(pane, value):
    pane.look_at(look_at(kept_history(gradients=[[value, 1e-3, 1e-2]])))
    image, bad = picture_of(pane), QColor(current_theme().bad)
    found = {x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == bad}
    assert found
    assert max(found) < places(pane)[1].x + places(pane)[1].pitch / 2


def test_the_pointer_reads_the_layer(pane, qtbot):
    pane.look_at(look_at(kept_history(gradients=FADING)))
    at = places(pane)
    assert pane.canvas.readout(QPointF(at[0].x, 40)) == "2 inputs"
    with qtbot.waitSignal(pane.readout_changed) as told:
        QTest.mouseMove(pane.canvas, QPointF(at[2].x + 5, 40).toPoint())
    assert told.args == ["layer 2, 3 units tanh: weight gradient, root mean square 1.0·10⁻⁵"]
    assert pane.canvas.readout(QPointF(at[3].x, 40)).startswith("layer 3 output, 1 unit sigmoid: ")
    assert "3 output: 0.0090" in pane.accessibleDescription()


def test_the_layers_left_out_of_a_deep_network_are_read_as_such(pane):
    pane.look_at(look_at(kept_history(spec_of(network__hidden=[{"units": 2}] * 99), snapshots=1)))
    gap = next(at for at, column in enumerate(pane.frame.columns) if column.is_gap)
    assert pane.canvas.readout(QPointF(places(pane)[gap].x, 40)) == "41 more layers"


@pytest.mark.parametrize("size", [(200, 130), (640, 300), (1400, 800)])
@pytest.mark.parametrize("layers", [1, 4, 60, 200])
def test_units_stand_within_the_picture_and_apart(pane, size, layers):
    pane.resize(*size)
    pane.look_at(look_at(kept_history(spec_of(network__hidden=[{"units": 30}] * (layers - 1)), snapshots=1)))
    room = pane.canvas.rect()
    for place in places(pane):
        assert all(y > place.radius and y + place.radius < room.height() for y in place.units)
        gaps = np.diff(place.units)
        assert not gaps.size or gaps.min() > 2 * place.radius
        assert place.radius < place.x < room.width() - place.radius
        assert 2 * place.radius < place.pitch


def test_skips_and_recurrences_are_drawn(pane):
    plain = spec_of(network__hidden=[{"units": 4}, {"units": 4}])
    pane.look_at(look_at(kept_history(plain)))
    bare = picture_of(pane)
    pane.look_at(
        look_at(kept_history(spec_of(network__hidden=[{"units": 4}, {"units": 4}], network__skip="identity")))
    )
    assert picture_of(pane) != bare
    spec = spec_of(
        data={"kind": "adding", "n": 64, "length": 5}, network__recurrence="lstm", training__loss="mean_squared_error"
    )
    pane.look_at(look_at(kept_history(spec)))
    assert pane.frame.columns[1].is_recurrent
    picture_of(pane)


def test_before_any_training_it_says_how_to_begin(pane):
    pane.look_at(view())
    assert (pane.canvas.frame, pane.canvas.empty_text, legend(pane)) == (None, "Press Space to train", "")


def test_it_takes_over_the_theme(pane, qapp):
    pane.look_at(look_at(kept_history(gradients=FADING)))
    choose(pane, "weight")
    assert current_theme().lane(0) in legend(pane)
    apply_theme(qapp, "light")
    assert LIGHT.lane(0) in legend(pane)
    assert picture_of(pane).pixelColor(1, 1) == QColor(LIGHT.ground)


def test_before_a_branch_begins_it_says_so(pane):
    history = measured_history(losses=[0.7] * 3, steps=[2, 3, 4])
    lane = Lane(small_spec("branch"), 0, history=history)
    pane.look_at(view((lane,), lane, 1.0))
    assert pane.frame is None
    assert pane.canvas.empty_text == pane.accessibleDescription() == "branch begins at epoch 2"
    pane.look_at(view((Lane(small_spec("new"), 0),), None))
    assert pane.canvas.empty_text == "Press Space to train"


def test_the_signal_is_read_as_a_product(pane):
    choose(pane, "signal")
    pane.look_at(look_at(signal_history([[2e-3, 8e-3, 4e-3]])))
    assert legend(pane).startswith("local × upstream")
    place = QPointF(places(pane)[1].x, 40)
    said = pane.canvas.readout(place)
    assert said == "layer 1 input, 4 units tanh: signal, root mean square 0.0020 = 0.25 × 0.0080 (local × upstream)"
    assert brightest_between(pane, 1) > brightest_between(pane, 0)
