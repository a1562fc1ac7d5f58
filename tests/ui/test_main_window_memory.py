"""What the window remembers: where its panes are."""

from vgdesk.ui.docks import parse_shares


def test_closing_remembers_where_the_panes_are(desk):
    settings = desk.window.settings
    assert settings.layout is None
    desk.press("Ctrl+Q")
    _, _, shares = settings.layout.data().rpartition(b"\n")
    assert parse_shares(shares.decode()).to_text().encode() == shares
