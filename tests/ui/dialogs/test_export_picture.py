import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QSpinBox

from vgdesk.export.formats import formats_of
from vgdesk.ui.dialogs.export_picture import PictureDialog, PictureWish, ask_picture

PANES = {"dashboard": "Whole dashboard", "heatmap": "Heatmaps", "accuracy": "Accuracy"}


@pytest.fixture
def dialog(qtbot):
    dialog = PictureDialog(PANES)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_begins_with_the_first_pane_as_png_in_the_size_of_a_screen(dialog):
    assert dialog.wish() == PictureWish("dashboard", "png", (1920, 1080))


def test_every_field_is_named_and_worked_by_keys(dialog):
    fields = [field for kind in (QComboBox, QSpinBox, QDoubleSpinBox) for field in dialog.findChildren(kind)]
    names = ["Colours", "Film", "Format", "Height", "Length", "Picture", "Width"]
    assert sorted(field.accessibleName() for field in fields) == names
    QTest.keyClicks(dialog.pane, "Accuracy")
    QTest.keyClicks(dialog.kind, "S")
    QTest.keyClicks(dialog.theme, "D")
    dialog.across.selectAll()
    QTest.keyClicks(dialog.across, "640")
    QTest.keyClick(dialog.down, Qt.Key.Key_Up)
    assert dialog.wish() == PictureWish("accuracy", "svg", (640, 1090), "dark")


def test_a_caption_is_offered_as_it_was_wanted_last(qtbot):
    dialog = PictureDialog(PANES, has_caption=False)
    qtbot.addWidget(dialog)
    assert not dialog.wish().has_caption
    dialog.caption.click()
    assert dialog.wish().has_caption


def test_a_film_asks_for_more_and_is_smaller(dialog):
    assert not dialog.seconds.isVisible()
    QTest.keyClicks(dialog.kind, "G")
    assert dialog.seconds.isVisible()
    dialog.seconds.selectAll()
    QTest.keyClicks(dialog.seconds, dialog.seconds.locale().toString(4.5, "f", 1))
    QTest.keyClicks(dialog.motion, "The cursor")
    assert dialog.wish() == PictureWish("dashboard", "gif", (960, 540), "light", 4.5, False)
    QTest.keyClick(dialog.kind, Qt.Key.Key_Home)
    assert not dialog.motion.isVisible()
    assert dialog.wish().size == (1920, 1080)


def test_a_size_that_was_chosen_stays(dialog):
    dialog.across.setValue(500)
    QTest.keyClicks(dialog.kind, "G")
    assert dialog.wish().size == (500, 1080)


def test_it_offers_every_format_of_pictures_and_films(dialog):
    offered = [dialog.kind.itemData(row) for row in range(dialog.kind.count())]
    assert offered == [each.suffix for each in formats_of("picture", "film")]


def test_enter_saves_and_escape_leaves(qtbot, qapp):
    assert answered(qapp, Qt.Key.Key_Return) == PictureWish("dashboard", "png", (1920, 1080))
    assert answered(qapp, Qt.Key.Key_Escape) is None


def answered(qapp, key) -> PictureWish | None:
    QTimer.singleShot(0, lambda: QTest.keyClick(QApplication.activeModalWidget(), key))
    wish = ask_picture(PANES, True, None)
    QApplication.sendPostedEvents(None, 52)
    return wish


def test_a_height_of_the_users_own_stays_when_the_format_changes(qtbot):
    dialog = PictureDialog({"loss": "Loss"})
    qtbot.addWidget(dialog)
    dialog.down.setValue(700)
    dialog.kind.setCurrentIndex(dialog.kind.findData("gif"))
    assert dialog.wish().size == (1920, 700)
