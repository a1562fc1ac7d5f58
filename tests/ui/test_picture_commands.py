"""Pictures of what the window shows: files, films, the clipboard, paper."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor, QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from tests.ui.desk import Desk
from vgdesk.errors import VgdeskError
from vgdesk.ui.dialogs.export_picture import PictureWish
from vgdesk.ui.dialogs.job_progress import JobProgressDialog
from vgdesk.ui.picture_commands import WHOLE, PictureCommands

SMALL = (320, 180)


@pytest.fixture
def trained(desk):
    desk.finish()
    return desk


@pytest.fixture
def pictures(trained) -> PictureCommands:
    return trained.window.pictures


@pytest.fixture
def filming(fresh_desk, qtbot) -> Iterator[Desk]:
    """A window of its own: one that is closed ends its film for good."""
    fresh_desk.finish()
    yield fresh_desk
    qtbot.waitUntil(lambda: not multiprocessing.active_children(), timeout=60_000)


@pytest.fixture
def wish(monkeypatch, answers):
    """Answers the form and names a file, whose ending is the kind; tells what was asked for it, and offered."""
    offered = []

    def answer(pane, target, **more):
        def ask(panes, has_caption, parent):
            offered.append(panes)
            return PictureWish(pane, target.suffix[1:], SMALL, **more)

        monkeypatch.setattr("vgdesk.ui.picture_commands.ask_picture", ask)
        offered.append(answers(target))
        return offered

    return answer


@pytest.fixture
def nowhere(monkeypatch):
    monkeypatch.setattr(QCursor, "pos", lambda: QPoint(-50, -50))


def pixels_of(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.parametrize("pane", [WHOLE, "heatmap", "loss", "accuracy", "gradient", "network"])
def test_a_pane_is_written_in_the_size_asked_for(trained, pictures, tmp_path, wish, pane):
    wish(pane, tmp_path / "a.png")
    pictures.export()
    assert pixels_of(tmp_path / "a.png").shape == (180, 320, 3)
    assert trained.said == "wrote a.png"


def test_the_form_offers_every_pane_and_first_the_whole(trained, pictures, tmp_path, wish, nowhere):
    trained.window.dashboard.setFocus()
    offered = wish("loss", tmp_path / "a.png")
    pictures.export()
    assert list(offered[1])[:3] == [WHOLE, "dashboard", "heatmap"]
    assert set(offered[1]) == {WHOLE, "dashboard", "heatmap", *trained.window.dashboard.keys}


def test_the_dashboard_is_that_of_the_command_line_whatever_is_shown(trained, pictures, tmp_path, wish):
    trained.window.dashboard.arrange(["gradient"])
    for pane in ("dashboard", WHOLE):
        wish(pane, tmp_path / f"{pane}.svg", has_caption=pane == "dashboard")
        pictures.export()
    whole, shown = ((tmp_path / f"{pane}.svg").read_text() for pane in ("dashboard", WHOLE))
    assert "accuracy</text>" in whole
    assert "accuracy</text>" not in shown
    assert ("vgdesk 0" in whole, "vgdesk 0" in shown) == (True, False)
    assert not trained.window.settings.has_captions


def test_files_are_light_unless_they_are_asked_to_be_as_the_window(trained, pictures, tmp_path, wish):
    corners = []
    for theme in ("", "light", "dark"):
        wish("loss", tmp_path / f"a{theme}.png", theme=theme)
        pictures.export()
        corners.append(tuple(pixels_of(tmp_path / f"a{theme}.png")[0, 0]))
    assert corners[1] == (255, 255, 255)
    assert corners[0] == corners[2] == (0x15, 0x17, 0x1B)


def test_a_picture_is_of_the_cursor_and_of_the_panes_choice(trained, pictures, tmp_path, wish):
    files = []
    trained.window.dashboard.docks.show_pane("gradient")
    for epoch, choice in ((0.0, "std"), (2.0, "std"), (2.0, "rms")):
        trained.session.time.look_at(epoch)
        trained.find(f"gradient-{choice}").click()
        trained.settle()
        files.append(tmp_path / f"{len(files)}.png")
        wish("gradient", files[-1])
        pictures.export()
    first, second, third = (pixels_of(file) for file in files)
    assert (first != second).any()
    assert (second != third).any()


def test_a_pane_without_a_picture_is_refused(pictures, wish, tmp_path):
    wish("histogram", tmp_path / "a.png")
    with pytest.raises(VgdeskError, match="Histogram shows nothing now"):
        pictures.export()


def test_nothing_is_drawn_before_a_training(desk):
    for act in (desk.window.pictures.export, desk.window.pictures.print_dashboard):
        with pytest.raises(VgdeskError, match="train a lane first"):
            act()


def test_the_pane_under_the_pointer_is_copied_as_it_is(trained, pictures, monkeypatch):
    pane = trained.window.dashboard.pane("loss")
    monkeypatch.setattr(QCursor, "pos", lambda: pane.mapToGlobal(pane.rect().center()))
    pictures.copy()
    copied = QApplication.clipboard().pixmap()
    assert copied.width() == pane.parentWidget().width()
    assert pane.height() <= copied.height() < trained.window.height() / 2
    assert trained.said == "copied Loss as a picture"


def test_the_heatmaps_or_else_the_whole_dashboard_is_copied(trained, pictures, monkeypatch, nowhere):
    trained.window.builder.setFocus()
    trained.window.setFocus()
    pictures.copy()
    assert QApplication.clipboard().pixmap().size() == trained.window.dashboard.size()
    ledgers = trained.window.dashboard.heatmaps
    monkeypatch.setattr(QCursor, "pos", lambda: ledgers.mapToGlobal(ledgers.rect().center()))
    pictures.copy()
    assert QApplication.clipboard().pixmap().size() == ledgers.size()


def test_the_dashboard_is_printed_on_a_page(pictures, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    pictures.paint_page(printer)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "a.pdf").stat().st_size > 20_000


@pytest.mark.parametrize("answer", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected])
def test_paper_is_used_only_when_the_user_says_so(trained, pictures, monkeypatch, answer):
    printed = []
    monkeypatch.setattr("vgdesk.ui.picture_commands.QPrintDialog.exec", lambda _: answer)
    monkeypatch.setattr(pictures, "paint_page", printed.append)
    pictures.print_dashboard()
    accepted = answer == QDialog.DialogCode.Accepted
    assert [printer.pageLayout().orientation() for printer in printed] == [
        QPageLayout.Orientation.Landscape
    ] * accepted
    assert (trained.said == "printed all panes shown") == accepted


def test_a_film_is_written_behind_the_window(filming, tmp_path, wish, qtbot):
    trained, pictures = filming, filming.window.pictures
    wish(WHOLE, tmp_path / "a.gif", seconds=2.0)
    told = []
    pictures.filming.progressed.connect(lambda progress: told.append((progress.done, progress.total)))
    with qtbot.waitSignal(pictures.filming.done, timeout=120_000):
        pictures.export()
        assert trained.window.findChild(JobProgressDialog).isVisible()
    assert told == [(place, 4) for place in range(5)]
    with Image.open(tmp_path / "a.gif") as image:
        assert (image.n_frames, image.size, image.info["duration"]) == (4, SMALL, 500)
    assert trained.said == "wrote a.gif"
    assert trained.session.time.epoch is None


def test_a_film_that_is_cancelled_leaves_no_file(filming, tmp_path, wish, qtbot):
    trained, pictures = filming, filming.window.pictures
    wish("heatmap", tmp_path / "a.gif")
    pictures.export()
    with qtbot.waitSignal(pictures.filming.progressed, timeout=120_000):
        pass
    with pytest.raises(VgdeskError, match="being written already"):
        pictures.export()
    trained.window.findChild(JobProgressDialog).findChild(QPushButton).click()
    assert trained.said == "the film was cancelled; no file was written"
    assert not pictures.filming.is_running
    qtbot.waitUntil(lambda: not list(tmp_path.iterdir()), timeout=30_000)


def test_a_film_that_cannot_be_written_says_why(filming, tmp_path, wish, qtbot):
    trained, pictures = filming, filming.window.pictures
    wish("loss", tmp_path / "nowhere" / "a.gif")
    with qtbot.waitSignal(pictures.filming.failed, timeout=120_000):
        pictures.export()
    assert "no such folder" in trained.said
    assert trained.is_error


def test_a_process_that_dies_is_told(filming, tmp_path, wish, qtbot):
    trained, pictures = filming, filming.window.pictures
    wish("loss", tmp_path / "a.gif")
    pictures.export()
    with qtbot.waitSignal(pictures.filming.failed, timeout=120_000):
        next(child for child in multiprocessing.active_children() if child.name == "vgdesk-film").kill()
    assert "exited unexpectedly" in trained.said


def test_an_mp4_without_ffmpeg_is_refused_before_a_place_is_asked_for(pictures, wish, monkeypatch):
    monkeypatch.setattr("vgdesk.export.animation.find_ffmpeg", lambda: None)
    asked = wish("loss", Path("never.mp4"))[0]
    with pytest.raises(VgdeskError, match="pip install"):
        pictures.export()
    assert asked == []


def test_keys_copy_and_print(trained, monkeypatch, nowhere):
    trained.press("Ctrl+Shift+C")
    assert trained.said.startswith("copied ")
    asked = []
    monkeypatch.setattr("vgdesk.ui.picture_commands.QPrintDialog.exec", lambda _: asked.append("printer") or 0)
    trained.press("Ctrl+P")
    assert asked == ["printer"]


def test_a_film_keeps_the_runs_that_it_was_begun_with(desk, wish, monkeypatch, tmp_path):
    films = []
    monkeypatch.setattr("vgdesk.ui.filming.Filming.start", lambda *given: films.append(given[-1]))
    monkeypatch.setattr("vgdesk.ui.picture_commands.JobProgressDialog", lambda *_: None)
    desk.finish()
    wish("loss", tmp_path / "a.gif")
    desk.window.pictures.export()
    (make,) = films
    before = [curve.y.tolist() for curve in make(None)[0].curves]
    desk.train(1)
    assert [curve.y.tolist() for curve in make(None)[0].curves] == before
