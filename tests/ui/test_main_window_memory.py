"""What the window remembers: where its panes are, and what was edited."""

from PySide6.QtTest import QTest

from vgdesk.ui.docks import parse_shares


def test_closing_remembers_where_the_panes_are(desk):
    settings = desk.window.settings
    assert settings.layout is None
    desk.press("Ctrl+Q")
    _, _, shares = settings.layout.data().rpartition(b"\n")
    assert parse_shares(shares.decode()).to_text().encode() == shares


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
