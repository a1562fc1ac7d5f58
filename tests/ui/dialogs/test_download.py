import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget

from vgdesk import paths
from vgdesk.session import fetching
from vgdesk.ui.dialogs.download import Download

HANG = 'import sys; print(\'{"state": "downloading", "bytes": 2000000}\', flush=True); input()'
BREAK = 'import sys; sys.exit("vgdesk: cannot download MNIST")'
DONE = 'print(\'{"state": "done", "file": "mnist.npz"}\', flush=True)'


@pytest.fixture
def download(qtbot, qapp):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = Download(window)
    made.window, made.said, made.asked = window, [], []
    made.ended.connect(lambda message, failed: made.said.append((message, failed)))
    yield made
    made.close()


@pytest.fixture
def play(monkeypatch, download):
    """Have the download run a test's code in place of the command."""

    def run(code):
        def command(kind, folder):
            download.asked.append((kind, folder))
            return ["-c", code]

        monkeypatch.setattr(fetching, "command", command)
        download.start("mnist")

    return run


def dialogs(download) -> list[QProgressDialog]:
    return [each for each in download.window.findChildren(QProgressDialog) if each.isVisible()]


def test_a_download_says_how_far_it_is_and_can_be_cancelled(download, play, qtbot):
    play(HANG)
    play(HANG)
    assert download.asked == [("mnist", paths.data_folder())]
    (dialog,) = dialogs(download)
    qtbot.waitUntil(lambda: dialog.labelText() == "Downloading, 2.0 MB so far")
    QTest.mouseClick(dialog.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(download.said))
    assert download.said == [("the download was cancelled; nothing of it is left", False)]
    assert dialogs(download) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [(BREAK, ("cannot download MNIST", True)), (DONE, ("downloaded to mnist.npz", False))],
)
def test_the_end_is_told_and_another_download_may_follow(download, play, qtbot, code, said):
    for count in (1, 2):
        play(code)
        qtbot.waitUntil(lambda count=count: len(download.said) == count)
        assert download.said[-1] == said
        assert dialogs(download) == []


def test_closing_ends_a_download_without_a_word(download, play, qtbot):
    play(HANG)
    (dialog,) = dialogs(download)
    qtbot.waitUntil(lambda: dialog.labelText().startswith("Downloading"))
    download.close()
    assert download.said == []
