import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from tests.analysis.made_runs import made_history
from tests.analysis.measured_runs import measured_history
from tests.session.examples import small_spec
from tests.ui.panes import plots
from tests.ui.panes.views import pane_of, view
from tests.ui.played_engine import played_history
from vgdesk.analysis.window import Window
from vgdesk.events import Logged, Scored
from vgdesk.pictures.catalog import AROUND
from vgdesk.pictures.view import View
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.catalog import kind_of
from vgdesk.ui.panes.time_curves import TimeCurvesPane
from vgdesk.ui.theme import apply_theme

UPDATES = {("update", "ratio"): [[-3.0, -4.0, -2.0, -3.5]] * 3}


def shown(qtbot, qapp, kind, *histories):
    apply_theme(qapp, "dark")
    pane = pane_of(kind)
    qtbot.addWidget(pane)
    pane.resize(500, 300)
    pane.show()
    qtbot.waitExposed(pane)
    lanes = tuple(Lane(small_spec(f"{color}"), color, history=history) for color, history in enumerate(histories))
    pane.look_at(view(lanes, lanes[-1] if lanes else None))
    return pane


def click(pane, name) -> None:
    QTest.mouseClick(pane.findChild(QToolButton, name), Qt.MouseButton.LeftButton)


def empty_text(pane) -> str:
    label = pane.findChild(QLabel, f"empty-{pane.key}")
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize("kind", ["gradient", "weight"])
def test_three_measures_are_offered(qtbot, qapp, kind):
    pane = shown(qtbot, qapp, kind, played_history(small_spec()))
    labels = {"mean": "mean", "std": "standard deviation", "rms": "root mean square"}
    assert pane.frame.y_label == labels["rms"]
    for measure, label in labels.items():
        click(pane, f"{pane.key}-{measure}")
        assert pane.frame.y_label.strip("|") == label


def test_the_update_pane_names_its_guide(qtbot, qapp):
    pane = shown(qtbot, qapp, "update", None, measured_history(UPDATES, [0.7] * 3))
    assert plots.names_of(pane) == ["1", "2", "3", "4", "usual"]
    assert plots.ends_of(pane)[-1].y == -3.0
    assert plots.straight_lines_of(pane, 0) == [-3.0]
    pane.look_at(view())
    assert plots.straight_lines_of(pane, 0) == []


def test_first_and_last_are_shown_as_a_ratio_or_both(qtbot, qapp):
    pane = shown(qtbot, qapp, "first_last", played_history(small_spec("a")), played_history(small_spec("b")))
    assert [(curve.label, curve.dashed) for curve in pane.frame.curves] == [("0", False), ("1", False)]
    assert pane.frame.curves[0].y == pytest.approx([1e-2] * 4)
    click(pane, "first_last-both")
    assert [curve.dashed for curve in pane.frame.curves] == [False, True] * 2
    assert [pen.style() for pen in plots.pens_of(pane)] == [Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine] * 2


@pytest.mark.parametrize("kind", ["gradient", "update", "first_last"])
def test_without_anything_to_draw_they_say_why(qtbot, qapp, kind):
    pane = shown(qtbot, qapp, kind)
    assert empty_text(pane) == "Press Space to train"
    run = made_history([[1.0]]) if kind == "first_last" else measured_history()
    if kind == "gradient":
        click(pane, "gradient-std")
    lane = Lane(small_spec(), 0, history=run)
    pane.look_at(view((lane,), lane))
    assert pane.frame is None
    assert empty_text(pane) == "Not recorded in this run"


CURVES = [picture.key for picture in AROUND if kind_of(picture) is TimeCurvesPane]


def branch(first, last=40):
    """A run with all that curves show, from one epoch on."""
    steps = range(first, last)
    values = {key: [rows[0]] * len(steps) for key, rows in UPDATES.items()}
    values["slope", "mean"] = [[0.25, 0.3]] * len(steps)
    history = measured_history(values, [0.7] * len(steps), steps=steps)
    for step in steps:
        history.append(Scored("run", step, 0.7, 0.5, None, None))
        history.append(Logged("run", step, "rate", 0.1))
    return history


def look_at(history, **more) -> View:
    lane = Lane(small_spec("lane"), 0, history=history)
    return view((lane,), lane, **more)


@pytest.mark.parametrize("kind", CURVES)
def test_all_curves_show_the_window_of_the_heatmaps(qtbot, qapp, kind):
    pane = shown(qtbot, qapp, kind, branch(0))
    pane.look_at(look_at(branch(0), window=Window(10.0, 20.0)))
    assert (pane.frame.x_limits.low, pane.frame.x_limits.high) == (10.0, 20.0)
    assert plots.range_of(pane)[0] == pytest.approx([10, 20], abs=0.1)


@pytest.mark.parametrize("kind", CURVES)
def test_before_the_first_sample_of_a_branch_the_cursor_stands_where_it_is(qtbot, qapp, kind):
    pane = shown(qtbot, qapp, kind, branch(2))
    for epoch, place in ((1.0, 1.0), (3.5, 3.0), (None, 39.0)):
        pane.look_at(look_at(branch(2), epoch=epoch))
        assert plots.straight_lines_of(pane, 90) == [pane.frame.cursor] == [place]


def test_a_network_that_learns_numbers_has_no_accuracy_and_says_so(qtbot, qapp):
    history = measured_history()
    history.append(Scored("run", 0, 0.7, None, None, None))
    pane = shown(qtbot, qapp, "accuracy", history)
    assert pane.frame is None
    assert empty_text(pane) == "These networks learn numbers, not classes: no guess is right or wrong"
    pane.look_at(view())
    assert empty_text(pane) == "Press Space to train"
