import numpy as np
import pytest
from PySide6.QtGui import QColor

from vgdesk.ui.builder.thumbnail import Thumbnail
from vgdesk.ui.theme import apply_theme, current_theme


@pytest.fixture
def thumbnail(qtbot, qapp) -> Thumbnail:
    apply_theme(qapp, "dark")
    thumbnail = Thumbnail()
    qtbot.addWidget(thumbnail)
    thumbnail.resize(79, 79)
    return thumbnail


def corners() -> tuple[np.ndarray, np.ndarray]:
    """Class 0 at the lower left, class 1 at the upper right, each often enough to be drawn without a soft edge."""
    return np.repeat(np.array([[0, 0], [1, 1]], np.float32), 30, axis=0), np.repeat([0, 1], 30)


def near(picture, color: QColor) -> np.ndarray:
    """Places [pixel, (x, y)] of about that colour."""
    image = picture.toImage()
    found = []
    for x in range(image.width()):
        for y in range(image.height()):
            pixel = image.pixelColor(x, y)
            off = (pixel.red() - color.red(), pixel.green() - color.green(), pixel.blue() - color.blue())
            if max(map(abs, off)) < 40:
                found.append((x, y))
    return np.array(found).reshape(-1, 2)


def test_each_class_is_drawn_in_the_colour_of_its_lane_with_y_upwards(thumbnail):
    thumbnail.show_points(*corners())
    picture = thumbnail.grab()
    low, high = near(picture, QColor(current_theme().lane(0))), near(picture, QColor(current_theme().lane(1)))
    assert len(low)
    assert len(high)
    assert low[:, 0].max() < 40 < high[:, 0].min()
    assert low[:, 1].min() > 40 > high[:, 1].max()


def test_without_points_there_is_a_note(thumbnail):
    assert thumbnail.is_empty
    assert len(near(thumbnail.grab(), QColor(current_theme().muted)))
    thumbnail.show_points(np.zeros((3, 2), np.float32), np.zeros(3, np.int64))
    assert not thumbnail.is_empty
    thumbnail.clear()
    assert thumbnail.is_empty


@pytest.mark.parametrize("inputs", [np.zeros((0, 2)), np.full((4, 2), np.nan), np.full((4, 2), 7.0), np.ones((4, 5))])
def test_odd_points_are_drawn_as_far_as_they_can_be(thumbnail, inputs):
    thumbnail.show_points(inputs.astype(np.float32), np.zeros(len(inputs), np.int64))
    thumbnail.grab()
    assert thumbnail.is_empty == (not np.isfinite(inputs).all() or not len(inputs))


def test_a_new_theme_repaints_the_points(thumbnail, qapp):
    thumbnail.show_points(*corners())
    apply_theme(qapp, "light")
    assert len(near(thumbnail.grab(), QColor("#0072b2")))
