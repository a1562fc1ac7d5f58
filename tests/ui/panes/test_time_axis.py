from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from tests.analysis.made_runs import made_history
from vgdesk.pictures.heatmap import HeatmapFrame, HeatmapSource
from vgdesk.analysis.scales import Tick
from vgdesk.ui.panes.time_axis import TimeAxis
from vgdesk.ui.theme import apply_theme, current_theme


@pytest.fixture
def axis(qtbot, qapp):
    apply_theme(qapp, "dark")
    axis = TimeAxis()
    qtbot.addWidget(axis)
    axis.resize(460, axis.sizeHint().height())
    axis.show()
    return axis


def at(*marks: tuple[float, str]) -> HeatmapFrame:
    """A heatmap with these marks of time."""
    source = HeatmapSource(made_history(np.ones((3, 2))), "gradient", "mean_abs")
    frame = source.frame(source.limits(), None, 3, None)
    return replace(frame, time_ticks=tuple(Tick(*mark) for mark in marks))


def inked(axis) -> list[int]:
    """Columns in which anything stands."""
    image, ground = axis.grab().toImage(), axis.palette().window().color()
    return [x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in range(image.height()))]


def test_without_epochs_nothing_is_painted(axis):
    assert inked(axis) == []
    axis.draw(at((0.5, "50")), 60)
    assert inked(axis)
    axis.draw(None, 60)
    assert inked(axis) == []


def test_an_epoch_stands_at_its_share_beside_the_gutter(axis):
    axis.draw(at((0.5, "50")), 60)
    beside = [x for x in inked(axis) if x >= 60]
    assert abs((beside[0] + beside[-1]) / 2 - (60 + 0.5 * 400)) <= 2
    assert max(x for x in inked(axis) if x < 60) <= 50


def test_epochs_at_both_ends_stay_within_the_picture(axis):
    axis.draw(at((0.0, "1000"), (1.0, "2000")), 60)
    beside = [x for x in inked(axis) if x >= 58]
    assert 60 <= beside[0] <= 64
    assert 452 <= beside[-1] <= 459


def test_epochs_without_room_are_left_out(axis):
    axis.draw(at((0.5, "50")), 60)
    alone = axis.grab().toImage()
    axis.draw(at((0.5, "50"), (0.51, "51")), 60)
    assert axis.grab().toImage() == alone


def test_it_follows_the_theme(axis, qapp):
    axis.draw(at((0.5, "50")), 60)
    before = axis.grab().toImage()
    apply_theme(qapp, "light")
    assert axis.grab().toImage() != before
    assert QColor(current_theme().muted).lightness() < 128
