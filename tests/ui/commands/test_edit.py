from PySide6.QtTest import QTest


def test_undo_begins_with_what_is_still_being_typed(desk):
    field = desk.find("training.epochs")
    for words in ("7", "9"):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)
        if words == "7":
            desk.window.builder.commit()
    desk.choose("action-undo")
    assert desk.session.selected.spec.training.epochs == 7
    desk.choose("action-redo")
    assert desk.session.selected.spec.training.epochs == 9
