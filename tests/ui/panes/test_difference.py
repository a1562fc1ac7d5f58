import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from tests.analysis.measured_runs import measured_history
from tests.session.examples import small_spec
from tests.ui.panes.views import pane_of, view
from vgdesk.analysis.window import Window
from vgdesk.pictures import difference
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.heatmap import Heatmap
from vgdesk.ui.theme import apply_theme

EPOCHS = 8


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    pane = pane_of("difference")
    qtbot.addWidget(pane)
    pane.resize(500, 220)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def run(gradient=0.1, signal=0.1, layers=4):
    values = {key: [value] * layers for key, value in (("gradient", gradient), ("signal", signal), ("weight", 1.0))}
    return measured_history({(key, "rms"): row for key, row in values.items()}, [0.7] * EPOCHS)


def lanes_of(*histories) -> tuple[Lane, ...]:
    return tuple(Lane(small_spec(f"lane {color}"), color, history=run) for color, run in enumerate(histories))


def show(pane, lanes, epoch=None, window=None) -> None:
    pane.look_at(view(lanes, lanes[0] if lanes else None, epoch, window))


def combo(pane, name) -> QComboBox:
    return pane.findChild(QComboBox, f"difference-{name}")


def cells(pane) -> Heatmap:
    return pane.findChild(Heatmap)


def why(pane) -> str:
    assert cells(pane).frame is None
    return pane.accessibleDescription()


def test_the_first_two_lanes_are_compared_at_first(pane):
    show(pane, lanes_of(run(1e-3), run(1e-1), run(10)))
    assert [combo(pane, name).currentText() for name in ("first", "second")] == ["lane 0", "lane 1"]
    assert pane.frame.values == pytest.approx(np.full((EPOCHS, 4), -2.0))
    assert pane.frame.limits.low == -pane.frame.limits.high
    assert cells(pane).frame is pane.frame
    assert pane.findChild(ColorBar).accessibleDescription().startswith("from −")


def test_other_lanes_and_another_ledger_are_chosen(pane):
    show(pane, lanes_of(run(1e-3), run(1e-1), run(10, signal=1e-4)))
    combo(pane, "second").setCurrentIndex(2)
    assert pane.frame.values[0, 0] == pytest.approx(-4)
    combo(pane, "tensor").setCurrentText("signal")
    assert pane.frame.values[0, 0] == pytest.approx(3)
    assert pane.frame.title.startswith("signal")


def test_a_choice_stays_while_its_lane_does(pane):
    lanes = lanes_of(run(1e-3), run(1e-1), run(10))
    show(pane, lanes)
    combo(pane, "first").setCurrentIndex(2)
    show(pane, lanes[1:])
    assert combo(pane, "first").currentText() == "lane 2"
    assert combo(pane, "second").currentText() == "lane 1"
    show(pane, lanes[:2])
    assert combo(pane, "first").currentText() == "lane 0"


def test_it_says_why_there_is_nothing_to_compare(pane):
    show(pane, lanes_of(run()))
    assert why(pane) == "Two trained lanes are needed"
    lanes = lanes_of(run(), run())
    show(pane, lanes)
    combo(pane, "second").setCurrentIndex(0)
    assert why(pane) == "Choose two different lanes"
    combo(pane, "second").setCurrentIndex(1)
    assert cells(pane).frame is not None
    show(pane, lanes_of(run(), run(layers=6)))
    assert why(pane) == "Nothing to compare: lane 0 has 4 layers, lane 1 6"
    show(pane, lanes_of(run(), None))
    assert why(pane) == "Press Space to train"
    combo(pane, "tensor").setCurrentText("activation")
    show(pane, lanes_of(run(), run()))
    assert why(pane) == "Not recorded in these runs"


def test_cursor_and_window_are_those_of_all_panes(pane, qtbot):
    lanes = lanes_of(run(1e-3), run(1e-1))
    show(pane, lanes, 3.4, Window(0.0, 4.0))
    assert (pane.frame.cursor, pane.frame.window) == (3, Window(0.0, 4.0))
    picture = cells(pane).picture_rect()
    at = QPoint(int(picture.left() + 1.5 / 4 * picture.width()), int(picture.center().y()))
    with qtbot.waitSignal(pane.epoch_chosen) as chosen:
        QTest.mouseClick(cells(pane), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [1.0]
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(cells(pane), at + QPoint(1, 0))
    assert heard.args == ["layer 2, epoch 1: log₁₀(lane 0 / lane 1) −2.00"]


def test_the_source_is_kept_from_view_to_view(pane, monkeypatch):
    made = []
    make = difference.DifferenceSource
    monkeypatch.setattr(difference, "DifferenceSource", lambda *given: made.append(given) or make(*given))
    lanes = lanes_of(run(1e-3), run(1e-1))
    for epoch in (1.0, 2.0):
        show(pane, lanes, epoch)
        assert len(made) == 1
    lanes[1].history = run(1.0)
    show(pane, lanes, 2.0)
    assert len(made) == 2
    assert pane.frame.values[0, 0] == pytest.approx(-3)


def test_a_narrow_header_leaves_its_title_out(pane):
    show(pane, lanes_of(run(), run()))
    assert pane.header.title.isVisible()
    pane.resize(240, 160)
    assert not pane.header.title.isVisible()
    for name in ("first", "second", "tensor"):
        assert combo(pane, name).width() > 30


def test_before_both_lanes_have_a_sample_the_cursor_stands_where_it_is(pane):
    late = measured_history({("gradient", "rms"): [0.5] * 4}, [0.7] * 6, steps=range(2, 8))
    show(pane, lanes_of(run(), late), epoch=1.0)
    assert pane.frame.cursor is None
    assert pane.frame.cursor_position == pytest.approx(pane.frame.window.share_of(1.0))


def test_a_narrow_pane_has_no_colour_scale(pane):
    show(pane, lanes_of(run(), run()))
    bar = pane.findChildren(ColorBar)[-1]
    assert bar.isVisible()
    pane.resize(200, 150)
    assert not bar.isVisible()
    assert pane.width() < 210
