import pytest

from vgdesk.ui.dialogs.ask_name import ask_name


@pytest.mark.parametrize(
    ("typed", "accepted", "name"), [("  relu 2 ", True, "relu 2"), ("", True, ""), ("relu", False, None)]
)
def test_the_name_is_what_was_typed_or_none(monkeypatch, typed, accepted, name):
    asked = []
    monkeypatch.setattr(
        "vgdesk.ui.dialogs.ask_name.QInputDialog.getText",
        lambda *words, **more: asked.append((words[1:], more)) or (typed, accepted),
    )
    assert ask_name(None, "sigmoid") == name
    assert asked == [(("Rename lane", "Name"), {"text": "sigmoid"})]
