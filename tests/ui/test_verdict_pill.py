import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from tests.analysis.measured_runs import measured_history
from tests.session.examples import small_spec
from vgdesk.ui import verdict_pill
from vgdesk.ui.theme import apply_theme
from vgdesk.ui.verdict_pill import VerdictPill

VANISHING = {("signal", "rms"): [1e-4, 1e-3, 1e-2, 1e-1], ("gradient", "rms"): [1e-9] * 4}


@pytest.fixture
def pill(qtbot, qapp):
    apply_theme(qapp, "dark")
    pill = VerdictPill("a")
    qtbot.addWidget(pill)
    pill.resize(400, 20)
    pill.show()
    return pill


def button(pill) -> QToolButton:
    return pill.findChild(QToolButton)


def rate(pill):
    return pill.findChild(object, "rate-a")


@pytest.mark.parametrize(
    ("values", "losses", "verdict", "color"),
    [
        (None, [0.7] * 3, "level", ""),
        (None, [0.7 * 0.97**step for step in range(200)], "level · learned", "ok"),
        (None, [0.7] * 90, "level · guessing", "bad"),
        (VANISHING, [0.7] * 3, "vanishing", "bad"),
        (None, [1e6] * 3, "exploding", "bad"),
        ({("weight", "rms"): None, ("signal", "rms"): None}, [0.7], "not judged", ""),
    ],
)
def test_the_verdict_has_a_word_and_a_colour(pill, values, losses, verdict, color):
    pill.show_run(measured_history(values, losses), len(losses) - 1)
    assert button(pill).text() == verdict
    assert (button(pill).property("verdict") or "") == color
    assert button(pill).accessibleName() == f"Verdict: {verdict}"
    assert button(pill).isVisible()


def test_the_rate_stands_beside_it(pill):
    pill.show_run(measured_history(VANISHING), 0)
    assert rate(pill).whole == "−1.00 decades a layer · −2.0 in all"
    assert "shrinks by 1.0 decades a layer" in button(pill).toolTip()


def test_an_untrained_lane_has_no_verdict(pill, qtbot):
    pill.show_run(measured_history(VANISHING), 0)
    pill.show_run(None, -1)
    qtbot.waitUntil(lambda: not button(pill).isVisible())
    assert rate(pill).whole == ""


def test_many_looks_cost_two_verdicts(pill, monkeypatch, qtbot):
    asked = []
    glance = verdict_pill.glance
    monkeypatch.setattr(verdict_pill, "glance", lambda *given: asked.append(given) or glance(*given))
    history = measured_history(losses=[0.7] * 50)
    for sample in range(50):
        pill.show_run(history, sample)
    assert [sample for _, sample in asked] == [0]
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1][1] == 49


def test_a_click_and_enter_ask_why(pill, qtbot):
    pill.show_run(measured_history(VANISHING), 0)
    with qtbot.waitSignal(pill.clicked):
        QTest.mouseClick(button(pill), Qt.MouseButton.LeftButton)
    assert button(pill).focusPolicy() == Qt.FocusPolicy.TabFocus


def test_the_rate_gives_way_before_the_verdict(pill):
    pill.show_run(measured_history(VANISHING), 0)
    whole = button(pill).sizeHint().width()
    pill.resize(whole + 60, 20)
    assert rate(pill).text().endswith("…")
    assert button(pill).width() >= whole
    assert rate(pill).geometry().right() <= pill.width()


def test_in_the_window_a_click_selects_the_lane_and_shows_why(desk):
    desk.finish()
    second = desk.session.lanes[1]
    desk.click(f"verdict-{second.key}")
    findings = desk.find("pane-findings")
    assert findings.isVisible()
    assert desk.session.selected is second
    assert findings.frame.label == "relu"


def test_in_the_window_it_follows_the_cursor_and_leaves_the_scores_alone(desk, qtbot):
    desk.train(2)
    desk.engine.train(2, np.full((2, 3), np.nan))
    desk.settle()
    pill = desk.find(f"verdict-{desk.session.lanes[0].key}")
    live = pill.text()
    desk.session.time.look_at(0.0)
    qtbot.waitUntil(lambda: pill.text() != live)
    desk.window.resize(1024, 700)
    desk.settle()
    row = desk.rows[0]
    parts = [desk.find(name, row) for name in ("lane-name", f"rate-{row.lane.key}", "lane-scores")]
    ends = [(part.mapTo(row, part.rect().topLeft()).x(), part.width()) for part in parts]
    assert ends[0][0] + ends[0][1] <= ends[1][0]
    assert ends[1][0] + ends[1][1] <= ends[2][0]


def test_a_long_name_leaves_the_verdict_whole(desk, qtbot):
    desk.session.load([small_spec("a name as long as a name may be " + "w" * 48)])
    desk.finish()
    desk.window.resize(1000, 700)
    desk.settle()
    row = desk.rows[0]
    pill = desk.find(f"verdict-{row.lane.key}")
    qtbot.waitUntil(pill.isVisible)
    desk.settle()
    assert pill.width() >= pill.sizeHint().width()
    assert desk.find("lane-name", row).text().endswith("…")
    end = pill.mapTo(row, pill.rect().topRight()).x()
    assert end <= desk.find("lane-scores", row).x()


def test_the_first_verdict_moves_no_picture(desk):
    desk.settle()
    before = [pane.mapTo(desk.window, QPoint()).y() for row in desk.rows for pane in row.panes]
    desk.finish()
    assert [pane.mapTo(desk.window, QPoint()).y() for row in desk.rows for pane in row.panes] == before
