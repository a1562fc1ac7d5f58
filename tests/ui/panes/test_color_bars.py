from dataclasses import replace

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.pictures.views import lanes_of
from vgdesk.analysis.columns import Column, Columns
from vgdesk.analysis.scales import Limits
from vgdesk.measures import Scale
from vgdesk.pictures.heatmaps import HEATMAPS
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import View
from vgdesk.ui.panes.color_bars import ColorBars

SPANS = [(0, 100), (110, 210), (220, 320)]


@pytest.fixture
def bars(qtbot):
    made = ColorBars()
    qtbot.addWidget(made)
    made.resize(200, 320)
    return made


def frame_of(*sizes, columns):
    measured = [
        {("gradient", "rms"): np.full((3, 4), size), ("update", "ratio"): np.full((3, 4), -3.0)} for size in sizes
    ]
    histories = [measured_history(each, losses=[0.7] * 3) for each in measured]
    return HEATMAPS.frame_of(View(lanes=lanes_of(histories), columns=columns, judges=False), Sources())


def test_a_bar_stands_beside_its_own_lanes(bars):
    bars.draw(frame_of(0.1, 1e20, 0.1, columns=Columns((Column("gradient", "rms"),))), SPANS)
    assert [(bar.y(), bar.height()) for bar in bars.bars] == [(0, 100), (220, 100), (110, 100)]
    assert bars.bars[0].limits == bars.bars[1].limits != bars.bars[2].limits


def test_bars_of_several_kinds_stand_side_by_side_over_all_lanes(bars):
    columns = Columns((Column("gradient", "rms"), Column("update", "ratio")))
    frame = frame_of(0.1, 0.2, 0.1, columns=columns)
    assert bars.fit(frame)
    assert not bars.fit(frame)
    bars.draw(frame, SPANS)
    first, second = bars.bars
    assert first.geometry().right() < second.x() < bars.sizeHint().width()
    assert {(bar.y(), bar.height()) for bar in bars.bars} == {(0, 320)}
    assert [bar.title for bar in bars.bars] == [("rms", "log scale"), ("ratio", "log scale")]


def test_a_bar_stays_the_same_while_its_ends_are_dragged_and_names_its_scale(bars, qtbot):
    frame = frame_of(0.1, 0.2, 0.1, columns=Columns((Column("gradient", "rms"),)))
    bars.draw(frame, SPANS)
    (bar,) = bars.bars
    with qtbot.waitSignal(bars.limits_chosen) as chosen:
        bar.limits_chosen.emit(Limits(Scale.LOG, -3.0, 0.0))
    assert chosen.args == [("", Scale.LOG), Limits(Scale.LOG, -3.0, 0.0)]
    moved = replace(frame, scales=(replace(frame.scales[0], limits=chosen.args[1]),))
    bars.draw(moved, SPANS)
    assert bars.bars == (bar,)
    bars.draw(None, SPANS)
    assert bars.bars == ()
