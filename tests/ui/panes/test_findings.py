from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSlider, QTextBrowser

from tests.analysis.measured_runs import measured_history
from tests.session.examples import small_spec
from tests.ui.panes.views import pane_of, view
from tests.ui.played_engine import played_history
from vgdesk.analysis.findings import name_rows
from vgdesk.pictures.view import View
from vgdesk.session.lane import Lane
from vgdesk.ui.theme import apply_theme, current_theme

VANISHING = {("signal", "rms"): [1e-4, 1e-3, 1e-2, 1e-1], ("gradient", "rms"): [1e-9] * 4}


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    pane = pane_of("findings")
    qtbot.addWidget(pane)
    pane.resize(400, 200)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def look(history, epoch=None, name="sigmoid") -> View:
    lane = Lane(small_spec(name), 1, history=history)
    return view((lane,), lane, epoch)


def browser(pane) -> QTextBrowser:
    return pane.findChild(QTextBrowser)


def text(pane) -> str:
    return browser(pane).toPlainText()


def go(pane) -> QPushButton:
    return pane.findChild(QPushButton, "go-first-bad")


def test_it_gives_the_evidence(pane):
    pane.look_at(look(measured_history(VANISHING, [0.7] * 3), 1.0))
    said = text(pane)
    (finding,) = pane.frame.diagnosis.findings
    assert "vanishing at epoch 1" in said
    assert f"{name_rows(finding.layers)}, since epoch 0 · 3.0 against a limit of 1.5" in said
    assert finding.sentence in said
    assert all(remedy.title in said for remedy in finding.remedies[:5])
    assert f"try all {len(finding.remedies)}" in said
    assert "The signal shrinks by 1.0 decades a layer" in said


def test_a_click_on_a_remedy_asks_for_its_trial_and_one_on_all_for_all(pane):
    asked = []
    pane.remedy_chosen.connect(asked.append)
    pane.look_at(look(measured_history(VANISHING, [0.7] * 3)))
    (finding,) = pane.frame.diagnosis.findings
    first = finding.remedies[0]
    document = browser(pane).document()
    for words in (first.title, "try all"):
        cursor = document.find(words)
        cursor.setPosition(cursor.position() - 1)
        browser(pane).setTextCursor(cursor)
        spot = browser(pane).cursorRect(cursor).center()
        QTest.mouseClick(browser(pane).viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked == [first.key, ""]


def test_what_the_remedy_of_its_lane_did_stands_above_the_findings(pane):
    looked = look(measured_history(VANISHING, [0.7] * 3))
    pane.look_at(replace(looked, lanes=(replace(looked.lanes[0], note="He, against x: failed."),)))
    assert text(pane).index("He, against x: failed.") < text(pane).index("What may help")


def test_the_rules_of_others_stand_below_with_their_limits(pane):
    values = {("gradient", "mean_abs"): [1e-9] * 4, ("gradient", "l2"): [1e-9] * 4}
    pane.look_at(look(measured_history(values)))
    said = text(pane)
    assert said.index("Rules of others beside ours") < said.index("SageMaker")
    for ruling in pane.frame.court.rulings:
        assert ruling.rule.source in said
        assert ruling.rule.says in said
    assert "1.0·10⁻⁷" in said


def test_the_slider_says_which_rules_flip_where_the_loss_is_a_multiple_of_itself(pane):
    pane.look_at(look(measured_history({("gradient", "mean_abs"): [2e-6] * 4})))
    QTest.keyClick(pane.findChild(QSlider, "loss-scale"), Qt.Key.Key_PageDown)
    assert pane.findChild(QLabel, "loss-scale-text").text() == "loss × 0.10"
    said = text(pane)
    assert "With the loss times 0.10: 1 of 8 rules flip" in said
    assert "flips, at 1 it is fine" in said


def test_a_button_goes_to_where_it_first_went_bad(pane, qtbot):
    values = {("gradient", "rms"): [[0.1] * 4, [0.1] * 4, [0.1, np.nan, 0.1, 0.1]]}
    pane.look_at(look(measured_history(values, [0.7] * 3)))
    assert pane.findChild(object, "first-bad").whole == "First went bad: layer 2, epoch 2: weight gradient exploding"
    with qtbot.waitSignal(pane.epoch_chosen) as chosen:
        QTest.mouseClick(go(pane), Qt.MouseButton.LeftButton)
    assert chosen.args == [2.0]


def test_a_healthy_run_has_no_such_button(pane, qtbot):
    pane.look_at(look(measured_history(losses=[0.7] * 3)))
    assert "level" in text(pane)
    assert not go(pane).isVisible()
    with qtbot.assertNotEmitted(pane.epoch_chosen):
        pane.go_to_first_bad()


def test_it_keeps_its_place_while_the_numbers_change(pane):
    pane.look_at(look(measured_history(VANISHING, [0.7] * 90), 60.0))
    browser(pane).verticalScrollBar().setValue(30)
    before = text(pane)
    pane.look_at(look(measured_history(VANISHING, [0.7] * 90), 61.0))
    assert text(pane) != before
    assert browser(pane).verticalScrollBar().value() == 30


def test_too_little_measured_and_nothing_trained_are_said(pane):
    pane.look_at(look(measured_history({("weight", "rms"): None, ("signal", "rms"): None})))
    assert "Too little was measured for a verdict." in text(pane)
    pane.look_at(view())
    assert text(pane) == "Press Space to train"


def test_a_lane_called_like_html_is_shown_as_it_is(pane):
    pane.look_at(look(played_history(small_spec()), name="<b>odd</b>"))
    assert "<b>odd</b>" in text(pane)


def test_long_text_wraps(pane):
    pane.look_at(look(measured_history(VANISHING)))
    pane.resize(220, 150)
    pane.grab()
    assert browser(pane).horizontalScrollBar().maximum() == 0
    assert browser(pane).verticalScrollBar().maximum() > 0


def test_it_follows_the_theme(pane, qapp):
    pane.look_at(look(measured_history(VANISHING)))
    for mode in ("light", "dark"):
        apply_theme(qapp, mode)
        assert current_theme().bad in browser(pane).toHtml()


def test_before_a_branch_begins_it_says_so(pane):
    pane.look_at(look(measured_history(VANISHING, [0.7] * 3, steps=[2, 3, 4]), 1.0))
    assert text(pane) == pane.accessibleDescription() == "sigmoid begins at epoch 2"
    pane.look_at(look(measured_history(VANISHING, [0.7] * 3), 1.0))
    assert "begins at" not in text(pane)


def test_a_run_that_never_went_bad_leaves_no_empty_line(pane):
    pane.look_at(look(measured_history(VANISHING, [0.7] * 3)))
    QApplication.processEvents()
    below = browser(pane).y()
    pane.look_at(look(measured_history(losses=[0.7] * 3)))
    QApplication.processEvents()
    assert browser(pane).y() < below
