import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox

from tests.session.examples import small_spec
from tests.ui.played_engine import played_history
from vgdesk.export.figures import write_figure
from vgdesk.ui.dialogs.export_picture import PictureDialog, PictureWish, ask_picture


@pytest.fixture
def dialog(qtbot):
    dialog = PictureDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_begins_with_the_heatmaps_as_png_in_the_size_of_a_screen(dialog):
    assert dialog.wish() == PictureWish("heatmap", "png", (1920, 1080))


def test_every_field_is_named_and_worked_by_keys(dialog):
    fields = [*dialog.findChildren(QComboBox), *dialog.findChildren(QSpinBox)]
    assert sorted(field.accessibleName() for field in fields) == ["Format", "Height", "Picture", "Width"]
    QTest.keyClicks(dialog.pane, "Accuracy")
    QTest.keyClicks(dialog.kind, "S")
    dialog.across.selectAll()
    QTest.keyClicks(dialog.across, "640")
    QTest.keyClick(dialog.down, Qt.Key.Key_Up)
    assert dialog.wish() == PictureWish("accuracy", "svg", (640, 1090))


def test_every_picture_that_it_offers_can_be_written(dialog, tmp_path):
    history = played_history(small_spec())
    panes = [dialog.pane.itemData(row) for row in range(dialog.pane.count())]
    kinds = [dialog.kind.itemData(row) for row in range(dialog.kind.count())]
    assert kinds == ["png", "svg", "pdf"]
    for pane in panes:
        target = tmp_path / f"{pane}.png"
        write_figure([history], pane, target, size=(400, 300))
        assert target.stat().st_size > 1000


@pytest.mark.parametrize(("key", "wish"), [(Qt.Key.Key_Return, PictureWish("heatmap", "png", (1920, 1080)))])
def test_enter_saves_and_escape_leaves(qtbot, qapp, key, wish):
    assert answered(qapp, key) == wish
    assert answered(qapp, Qt.Key.Key_Escape) is None


def answered(qapp, key) -> PictureWish | None:
    def answer():
        dialog = QApplication.activeModalWidget()
        QTest.keyClick(dialog, key)

    QTimer.singleShot(0, answer)
    wish = ask_picture(None)
    QApplication.sendPostedEvents(None, 52)
    return wish
