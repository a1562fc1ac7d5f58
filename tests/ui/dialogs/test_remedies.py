import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.session.examples import small_spec
from vgdesk.analysis.standing import Standing, Trial
from vgdesk.checking.networks import train_in_memory
from vgdesk.checking.treatment import treat
from vgdesk.experiment.remedies import find_remedy
from vgdesk.session.job import JobProgress
from vgdesk.session.remedy_trials import RemedyTrials
from vgdesk.ui.dialogs.remedies import RemediesDialog

SPEC = small_spec()
WELL = Standing("level", is_sick=False, loss=0.05, accuracy=0.99)
STUCK = Standing("vanishing", is_sick=True, loss=0.69, accuracy=0.5)


@pytest.fixture(scope="module")
def treatments():
    history = train_in_memory(SPEC)
    return [treat("my lane", SPEC, history, find_remedy(key)) for key in ("tanh", "relu")]


@pytest.fixture
def trials(qapp):
    trials = RemedyTrials()
    yield trials
    trials.close()


@pytest.fixture
def dialog(qtbot, treatments, trials):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = RemediesDialog("my lane", treatments, trials, window)
    dialog.show()
    yield dialog
    window.close()


def said(dialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def click(dialog, name) -> None:
    QTest.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_every_remedy_stands_there_with_its_price(dialog, treatments):
    for treatment in treatments:
        assert {treatment.remedy.title, treatment.remedy.price} <= set(said(dialog))
    assert any(text.startswith("my lane: ") for text in said(dialog))


def test_what_was_tried_fills_its_row_and_a_failure_is_red(dialog, treatments):
    before = treatments[0].before
    dialog.show_trial(Trial(treatments[0].remedy, before, WELL))
    dialog.show_trial(Trial(treatments[1].remedy, before, STUCK))
    roles = {label.text(): label.property("role") for label in dialog.findChildren(QLabel)}
    assert (roles["cured"], roles["failed"]) == ("ok", "bad")
    assert f"{before.word} → level" in said(dialog)
    assert any(text.endswith("→ 0.050") for text in said(dialog))


def test_all_are_tried_in_the_background_and_shown(dialog, trials, qtbot):
    with qtbot.waitSignal(trials.done, timeout=60_000):
        click(dialog, "try-all")
        assert dialog.findChild(QPushButton, "try-all").text() == "Cancel the trial"
    assert sum(text in ("cured", "helps", "failed") for text in said(dialog)) == 2
    assert dialog.findChild(QPushButton, "try-all").text() == "Try all"


def test_a_second_click_and_closing_end_the_trial(dialog, trials, qtbot):
    for end in (lambda: click(dialog, "try-all"), dialog.reject):
        click(dialog, "try-all")
        with qtbot.waitSignal(trials.cancelled, timeout=60_000):
            end()


def test_a_failure_is_said(dialog, trials):
    trials.failed.emit("no memory")
    assert "no memory" in said(dialog)


def test_progress_counts_networks(dialog):
    dialog.show_progress(JobProgress(1, 2))
    bar = dialog.findChild(QWidget, "remedies-progress")
    assert (bar.value(), bar.maximum()) == (1, 2)


def test_a_row_asks_for_a_lane(dialog, treatments, qtbot):
    with qtbot.waitSignal(dialog.lane_wanted) as wanted:
        click(dialog, "lane-of-relu")
    assert wanted.args == [treatments[1]]
